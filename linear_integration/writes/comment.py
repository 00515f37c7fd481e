"""Commenting on an issue."""

from typing import Any

from conversations.notes import post_note

from ..automations.telling import AUTHOR
from ..connection.clients import HookClient
from ..linear import types
from ..linear.errors import IdConflict, LinearError
from ..models import Operation
from .kinds import Write, author_of, conversation_of, say


class CommentOnIssue(Write[types.Comment]):
    """Posts a comment on an issue that is linked to the conversation."""

    def send(self, client: HookClient, operation: Operation) -> types.Comment:
        """Send it, in the name of whoever asked for it."""
        author = author_of(client, operation)
        comment = types.CommentCreate(
            id=str(operation.comment_id),
            issue_id=str(operation.issue_id),
            body=operation.payload["body"],
            create_as_user=author.name,
            display_icon_url=author.picture_url,
        )
        return client.create_comment(comment)

    def repeat(self, client: HookClient, operation: Operation) -> types.Comment:
        """Send it with the same id; where Linear has that already, get what is there."""
        try:
            return self.send(client, operation)
        except IdConflict:
            return client.comment(str(operation.comment_id))

    def answer(self, operation: Operation, made: types.Comment) -> dict[str, Any]:
        """Return {id, url, issue_id, identifier}; id and url are the comment's."""
        return {
            "id": made.id,
            "url": made.url,
            "issue_id": str(operation.issue_id),
            "identifier": operation.payload["identifier"],
        }

    def record(self, operation: Operation, made: types.Comment) -> None:
        """Say so in the conversation; the line leads to the comment."""
        say(operation, "Commented on", operation.payload["identifier"], made.url)

    def refused(self, operation: Operation, error: LinearError) -> None:
        """Say so in a note where nobody waits for it."""
        if not operation.payload.get("is_awaited", True):
            identifier = operation.payload["identifier"]
            text = f"The comment on {identifier} was not posted in Linear: {error}"
            post_note(conversation_of(operation), text, author=AUTHOR)
