"""Linking and unlinking an issue."""

from typing import Any

from ..connection.clients import HookClient
from ..linear import types
from ..linear.errors import NotFound
from ..models import Operation
from .kinds import Write, conversation_of, say
from .links import answer_of, put_link, record_link


class LinkIssue(Write[types.Attachment]):
    """Links an issue to the conversation; Linear keeps one attachment for an issue and URL."""

    def send(self, client: HookClient, operation: Operation) -> types.Attachment:
        """Create the attachment, or get the one that is there."""
        return put_link(client, operation)

    repeat = send

    def answer(self, operation: Operation, made: types.Attachment) -> dict[str, Any]:
        """Return {id, identifier, url, link_id}."""
        return answer_of(made)

    def record(self, operation: Operation, made: types.Attachment) -> None:
        """Keep card and link, and say so in the conversation, once."""
        record_link(operation, made, verb="Linked")


class UnlinkIssue(Write[None]):
    """Removes the link; the issue stays."""

    def send(self, client: HookClient, operation: Operation) -> None:
        """Delete the attachment; one that is gone already is as good as deleted."""
        try:
            client.delete_attachment(str(operation.link_id))
        except NotFound:
            return

    repeat = send

    def answer(self, operation: Operation, made: None) -> dict[str, Any]:
        """Return {link_id}."""
        return {"link_id": str(operation.link_id)}

    def record(self, operation: Operation, made: None) -> None:
        """Forget the link, and say so in the conversation."""
        links = conversation_of(operation).issue_links.filter(link_id=str(operation.link_id))
        for link in links.select_related("issue"):
            # Of two that unlink at once, the one that deletes the row says so.
            if link.delete()[0]:
                say(operation, "Unlinked", link.issue.identifier, link.issue.url)
