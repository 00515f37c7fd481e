"""The helpdesk's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from . import (
    conversation,
    invitations,
    joining,
    language,
    listing,
    members,
    notifications,
    tokens,
)
from .sign_in import SignInView

CONVERSATION = "app/accounts/<int:account_id>/conversations/<int:display_id>"
NOTIFICATIONS = "app/accounts/<int:account_id>/notifications"
MEMBERS = "app/accounts/<int:account_id>/settings/members"

urlpatterns = [
    path("", listing.home, name="home"),
    path("login", SignInView.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("language", language.choose, name="choose-language"),
    path("language/<slug:language>-<slug:version>.json", language.catalogue, name="catalogue"),
    path("app/accounts/<int:account_id>/conversations", listing.index, name="conversations"),
    path("app/accounts/<int:account_id>/conversations/list", listing.rows, name="list-part"),
    path(CONVERSATION, conversation.show, name="conversation"),
    path(f"{CONVERSATION}/thread", conversation.thread, name="conversation-thread"),
    path(f"{CONVERSATION}/messages", conversation.post_message, name="post-message"),
    path(f"{CONVERSATION}/status", conversation.change_status, name="change-status"),
    path(f"{CONVERSATION}/assignee", conversation.change_assignee, name="change-assignee"),
    path(NOTIFICATIONS, notifications.index, name="notifications"),
    path(f"{NOTIFICATIONS}/latest", notifications.latest, name="latest-notifications"),
    path(f"{NOTIFICATIONS}/read", notifications.read, name="read-notifications"),
    path(MEMBERS, members.index, name="members"),
    path(f"{MEMBERS}/invite", invitations.invite, name="invite"),
    path(
        f"{MEMBERS}/invitations/<int:invitation_id>/revoke",
        invitations.revoke,
        name="revoke-invitation",
    ),
    path(f"{MEMBERS}/<int:user_id>", members.edit, name="member"),
    path(f"{MEMBERS}/<int:user_id>/remove", members.remove, name="remove-member"),
    path("invitations/<slug:secret>", joining.open_link, name="open-invitation"),
    path("invitation", joining.join, name="invitation"),
    path("invitation/sign-out", joining.sign_out, name="leave-for-invitation"),
    path("app/tokens", tokens.index, name="tokens"),
    path("app/tokens/<int:token_id>/revoke", tokens.revoke, name="revoke-token"),
]
