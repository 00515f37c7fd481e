"""The helpdesk's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from . import conversation, listing
from .sign_in import SignInView

CONVERSATION = "app/accounts/<int:account_id>/conversations/<int:display_id>"

urlpatterns = [
    path("", listing.home, name="home"),
    path("login", SignInView.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("app/accounts/<int:account_id>/conversations", listing.index, name="conversations"),
    path(CONVERSATION, conversation.show, name="conversation"),
    path(f"{CONVERSATION}/thread", conversation.thread, name="conversation-thread"),
    path(f"{CONVERSATION}/messages", conversation.post_message, name="post-message"),
    path(f"{CONVERSATION}/status", conversation.change_status, name="change-status"),
]
