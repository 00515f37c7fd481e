"""Moving a link: to another issue, or to another address of the same conversation."""

import uuid
from typing import Any

from ..automations.moves import keep_moved, note_move
from ..cards import store_card
from ..connection.clients import HookClient
from ..linear import types
from ..linear.errors import NotFound
from ..models import Issue, Operation
from .kinds import Write, conversation_of
from .links import answer_of, put_link


class MoveLink(Write[types.Attachment]):
    """Makes the new link, then removes the old one, so that there is always one of them.

    `payload` names the old one as `old_link_id`; `note` is what the conversation is told of another
    issue.
    """

    def send(self, client: HookClient, operation: Operation) -> types.Attachment:
        """Create the attachment, or get the one that is there; then delete the old one."""
        made = put_link(client, operation)
        # Linear may have moved it on its own: then it is the one that is there.
        if made.id != operation.payload["old_link_id"]:
            _delete(client, operation.payload["old_link_id"])
        return made

    repeat = send

    def answer(self, operation: Operation, made: types.Attachment) -> dict[str, Any]:
        """Return {id, identifier, url, link_id}."""
        return answer_of(made)

    def record(self, operation: Operation, made: types.Attachment) -> None:
        """Let our link follow, and say so in the conversation."""
        issue = store_card(operation.workspace, made.issue)
        conversation = conversation_of(operation)
        old = conversation.issue_links.filter(link_id=operation.payload["old_link_id"])
        if link := old.first():
            keep_moved(link, issue, link_id=uuid.UUID(made.id), title=made.title)
        known = Issue.objects.filter(workspace=operation.workspace)
        before = known.filter(linear_id=str(operation.issue_id)).first()
        if before is not None and before != issue:
            note_move(conversation, before, issue, text=operation.payload["note"])


def _delete(client: HookClient, link_id: str) -> None:
    try:
        client.delete_attachment(link_id)
    except NotFound:
        return
