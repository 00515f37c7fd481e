"""The app `conversations`."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """The helpdesk's own world."""

    name = "conversations"
