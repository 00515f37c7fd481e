"""The app `conversations`."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from .sqlite_search import teach_like


class ConversationsConfig(AppConfig):
    """The helpdesk's own world."""

    name = "conversations"

    def ready(self) -> None:
        """Prepare each connection of the database; Django offers no other way than its signal."""
        connection_created.connect(teach_like, dispatch_uid="conversations.teach_like")
