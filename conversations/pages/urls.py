"""The helpdesk's pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from . import conversation, listing

CONVERSATION = "app/accounts/<int:account_id>/conversations/<int:display_id>"

urlpatterns = [
    path("", listing.home, name="home"),
    path("login", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("app/accounts/<int:account_id>/conversations", listing.index, name="conversations"),
    path(CONVERSATION, conversation.show, name="conversation"),
    path(f"{CONVERSATION}/thread", conversation.thread, name="conversation-thread"),
    path(f"{CONVERSATION}/messages", conversation.post_message, name="post-message"),
    path(f"{CONVERSATION}/status", conversation.change_status, name="change-status"),
]
