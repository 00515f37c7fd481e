"""Links between issues and conversations: what creating an issue and linking one have in common."""

import uuid
from dataclasses import dataclass
from typing import Any

from conversations.inserting import insert_if_new

from ..cards import store_card
from ..connection.clients import HookClient
from ..linear import types
from ..linear.errors import IdConflict
from ..models import IssueLink, Operation
from .kinds import Author, author_of, conversation_of, late, say


@dataclass(frozen=True, kw_only=True)
class Link:
    """The link to put on an issue, as an operation's payload keeps it."""

    issue_id: str
    url: str
    title: str


def attachment_to_create(operation: Operation, author: Author) -> types.AttachmentCreate:
    """Return the operation's link, as Linear takes it."""
    return types.AttachmentCreate(
        id=str(operation.link_id),
        create_as_user=author.name,
        display_icon_url=author.picture_url,
        **operation.payload["link"],
    )


def put_link(client: HookClient, operation: Operation) -> types.Attachment:
    """Create the attachment, or get the one that is there."""
    try:
        return client.link_issue(attachment_to_create(operation, author_of(client, operation)))
    except IdConflict as error:
        raise late(error) from error


def answer_of(link: types.Attachment) -> dict[str, Any]:
    """Return {id, identifier, url, link_id}."""
    issue = link.issue
    return {
        "id": issue.id,
        "identifier": issue.identifier,
        "url": issue.url,
        "link_id": link.id,
    }


def record_link(operation: Operation, attachment: types.Attachment, *, verb: str) -> None:
    """Keep card and link, and say so in the conversation, once."""
    issue = store_card(operation.workspace, attachment.issue)
    link = IssueLink(
        conversation=conversation_of(operation),
        issue=issue,
        link_id=uuid.UUID(attachment.id),
        title=attachment.title,
        created_by=operation.requested_by,
    )
    if insert_if_new(link):
        say(operation, verb, issue.identifier, issue.url)
    else:
        # Deleted in Linear and made anew by this write, or given another title.
        known = IssueLink.objects.filter(conversation=link.conversation, issue=issue)
        known.update(link_id=link.link_id, title=link.title)
