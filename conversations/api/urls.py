"""The URLs under /api/v1/."""

from django.urls import include, path

from . import account_views as accounts
from . import conversation_views as conversations
from . import notification_views as notifications

account_urls = [
    path("inboxes", accounts.InboxesView.as_view()),
    path("contacts", accounts.ContactsView.as_view()),
    path("contacts/<int:contact_id>", accounts.ContactView.as_view()),
    path("conversations", conversations.ConversationsView.as_view()),
    path("conversations/<int:display_id>", conversations.ConversationView.as_view()),
    path("conversations/<int:display_id>/toggle_status", conversations.StatusView.as_view()),
    path("conversations/<int:display_id>/assignments", conversations.AssignmentView.as_view()),
    path("conversations/<int:display_id>/messages", conversations.MessagesView.as_view()),
    path("notifications", notifications.NotificationsView.as_view()),
    path("notifications/read", notifications.ReadView.as_view()),
]
urlpatterns = [
    path("profile", accounts.ProfileView.as_view()),
    path("accounts/<int:account_id>/", include(account_urls)),
]
