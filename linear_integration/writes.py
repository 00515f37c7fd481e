"""The writes to Linear, by kind: how each is sent, repeated without harm, and recorded."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings

from conversations.activity import post_activity
from conversations.models import Conversation

from .cards import store_card
from .linear import types
from .linear.client import LinearClient
from .linear.errors import InvalidInput, NotFound
from .models import Issue, IssueLink, Operation

Attachment = types.Attachment


class Write(Protocol):
    """One kind of operation."""

    def send(self, client: LinearClient, operation: Operation) -> Attachment | None:
        """Send it for the first time."""

    def repeat(self, client: LinearClient, operation: Operation) -> Attachment | None:
        """Bring it to its end, whatever became of an earlier attempt."""

    def record(self, operation: Operation, attachment: Attachment | None) -> dict[str, Any]:
        """Write down what it did, inside the caller's transaction; return the answer."""


class CreateIssue:
    """Creates an issue and its link to the conversation, in one request."""

    def send(self, client: LinearClient, operation: Operation) -> Attachment:
        """Send both; Linear runs them in order and stops at the first that fails."""
        _, attachment = client.create_linked_issue(_issue(operation), _attachment(operation))
        return attachment

    def repeat(self, client: LinearClient, operation: Operation) -> Attachment:
        """Ask what exists and send the rest."""
        found = client.reconcile(str(operation.issue_id), operation.payload["link"]["url"])
        if found.issue is None:
            return self.send(client, operation)
        if found.attachment is not None:
            return found.attachment
        try:
            return client.link_issue(_attachment(operation))
        except InvalidInput as error:
            text = f"{found.issue.identifier} was created in Linear, but could not be linked"
            raise InvalidInput(f"{text}: {error}", outcome_unknown=error.outcome_unknown) from error

    def record(self, operation: Operation, attachment: Attachment | None) -> dict[str, Any]:
        """Keep card and link, and say so in the conversation."""
        link = _record_link(operation, _present(attachment), verb="Created")
        return _answer(link) | {"title": link.issue.title}


class LinkIssue:
    """Links an issue to the conversation; Linear keeps one attachment for an issue and URL."""

    def send(self, client: LinearClient, operation: Operation) -> Attachment:
        """Create the attachment, or get the one that is there."""
        return client.link_issue(_attachment(operation))

    repeat = send

    def record(self, operation: Operation, attachment: Attachment | None) -> dict[str, Any]:
        """Keep card and link, and say so in the conversation, once."""
        return _answer(_record_link(operation, _present(attachment), verb="Linked"))


class UnlinkIssue:
    """Removes the link; the issue stays."""

    def send(self, client: LinearClient, operation: Operation) -> None:
        """Delete the attachment; one that is gone already is as good as deleted."""
        try:
            client.delete_attachment(str(operation.link_id))
        except NotFound:
            return

    repeat = send

    def record(self, operation: Operation, attachment: Attachment | None) -> dict[str, Any]:
        """Forget the link, and say so in the conversation."""
        links = operation.conversation.issue_links.filter(link_id=operation.link_id)
        for link in links.select_related("issue"):
            link.delete()
            _say(operation, "Unlinked", link.issue)
        return {"link_id": str(operation.link_id)}


WRITES: dict[Operation.Kind, Write] = {
    Operation.Kind.CREATE_ISSUE: CreateIssue(),
    Operation.Kind.LINK_ISSUE: LinkIssue(),
    Operation.Kind.UNLINK_ISSUE: UnlinkIssue(),
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """The link to put on an issue, as an operation's payload keeps it."""

    issue_id: str
    url: str
    title: str
    create_as_user: str | None = None
    display_icon_url: str | None = None


def conversation_url(conversation: Conversation) -> str:
    """Return the address that Linear shows for a conversation; it opens the conversation."""
    path = f"/app/accounts/{conversation.account_id}/conversations/{conversation.display_id}"
    return settings.FRONTEND_URL + path


def _issue(operation: Operation) -> types.IssueCreate:
    values = dict(operation.payload["issue"])
    if values.get("due_date"):
        values["due_date"] = date.fromisoformat(values["due_date"])
    return types.IssueCreate(id=str(operation.issue_id), **values)


def _attachment(operation: Operation) -> types.AttachmentCreate:
    return types.AttachmentCreate(id=str(operation.link_id), **operation.payload["link"])


def _record_link(operation: Operation, attachment: Attachment, *, verb: str) -> IssueLink:
    issue = store_card(operation.workspace, attachment.issue)
    link, is_new = IssueLink.objects.get_or_create(
        conversation=operation.conversation,
        issue=issue,
        defaults={
            "link_id": attachment.id,
            "title": attachment.title,
            "created_by": operation.requested_by,
        },
    )
    if is_new:
        _say(operation, verb, issue)
    elif str(link.link_id) != attachment.id:
        # The attachment was deleted in Linear, and this write has made it anew.
        link.link_id = uuid.UUID(attachment.id)
        link.save(update_fields=["link_id"])
    return link


def _say(operation: Operation, verb: str, issue: Issue) -> None:
    post_activity(
        operation.conversation,
        f"{verb} Linear issue [{issue.identifier}]",
        by=operation.requested_by,
        links={issue.identifier: issue.url},
    )


def _answer(link: IssueLink) -> dict[str, Any]:
    return {
        "id": str(link.issue.linear_id),
        "identifier": link.issue.identifier,
        "url": link.issue.url,
        "link_id": str(link.link_id),
    }


def _present(attachment: Attachment | None) -> Attachment:
    if attachment is None:
        raise TypeError("This write always ends with an attachment.")
    return attachment
