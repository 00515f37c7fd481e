"""The writes to Linear, by kind: how each is sent, repeated without harm, and recorded."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings

from conversations.activity import post_activity
from conversations.inserting import insert_if_new
from conversations.models import Conversation

from .cards import store_card
from .connection.clients import HookClient
from .linear import types
from .linear.errors import IdConflict, InvalidInput, NotFound, Unavailable
from .models import Issue, IssueLink, Operation
from .wording import NOT_LINKED

Attachment = types.Attachment


class Write(Protocol):
    """One kind of operation."""

    def send(self, client: HookClient, operation: Operation) -> Attachment | None:
        """Send it for the first time."""

    def repeat(self, client: HookClient, operation: Operation) -> Attachment | None:
        """Bring it to its end, whatever became of an earlier attempt."""

    def answer(self, operation: Operation, attachment: Attachment | None) -> dict[str, Any]:
        """Return what the caller is answered."""

    def record(self, operation: Operation, attachment: Attachment | None) -> None:
        """Write down what it did, once, inside the caller's transaction."""


class CreateIssue:
    """Creates an issue and its link to the conversation, in one request."""

    def send(self, client: HookClient, operation: Operation) -> Attachment:
        """Send both; Linear runs them in order and stops at the first that fails."""
        author = _author(client, operation)
        issue, link = _issue(operation, author), _attachment(operation, author)
        return client.create_linked_issue(issue, link)[1]

    def repeat(self, client: HookClient, operation: Operation) -> Attachment:
        """Ask what exists and send the rest."""
        found = client.reconcile(str(operation.issue_id), operation.payload["link"]["url"])
        if found.attachment is not None:
            return found.attachment
        if found.issue is not None:
            return self._link(client, operation, found.issue)
        try:
            return self.send(client, operation)
        except IdConflict as error:
            raise _late(error) from error

    def _link(self, client: HookClient, operation: Operation, issue: types.Issue) -> Attachment:
        try:
            return _put_link(client, operation)
        except InvalidInput as error:
            text = NOT_LINKED % {"identifier": issue.identifier, "reason": error}
            raise InvalidInput(text, outcome_unknown=error.outcome_unknown) from error

    def answer(self, operation: Operation, attachment: Attachment | None) -> dict[str, Any]:
        """Return {id, identifier, title, url, link_id}."""
        link = _present(attachment)
        return _answer(link) | {"title": link.issue.title}

    def record(self, operation: Operation, attachment: Attachment | None) -> None:
        """Keep card and link, and say so in the conversation."""
        _record_link(operation, _present(attachment), verb="Created")


class LinkIssue:
    """Links an issue to the conversation; Linear keeps one attachment for an issue and URL."""

    def send(self, client: HookClient, operation: Operation) -> Attachment:
        """Create the attachment, or get the one that is there."""
        return _put_link(client, operation)

    repeat = send

    def answer(self, operation: Operation, attachment: Attachment | None) -> dict[str, Any]:
        """Return {id, identifier, url, link_id}."""
        return _answer(_present(attachment))

    def record(self, operation: Operation, attachment: Attachment | None) -> None:
        """Keep card and link, and say so in the conversation, once."""
        _record_link(operation, _present(attachment), verb="Linked")


class UnlinkIssue:
    """Removes the link; the issue stays."""

    def send(self, client: HookClient, operation: Operation) -> None:
        """Delete the attachment; one that is gone already is as good as deleted."""
        try:
            client.delete_attachment(str(operation.link_id))
        except NotFound:
            return

    repeat = send

    def answer(self, operation: Operation, attachment: Attachment | None) -> dict[str, Any]:
        """Return {link_id}."""
        return {"link_id": str(operation.link_id)}

    def record(self, operation: Operation, attachment: Attachment | None) -> None:
        """Forget the link, and say so in the conversation."""
        links = operation.conversation.issue_links.filter(link_id=operation.link_id)
        for link in links.select_related("issue"):
            # Of two that unlink at once, the one that deletes the row says so.
            if link.delete()[0]:
                _say(operation, "Unlinked", link.issue)


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


@dataclass(frozen=True)
class Author:
    """In whose name an app writes; Linear takes it from nobody else."""

    name: str | None = None
    picture_url: str | None = None


def conversation_url(conversation: Conversation) -> str:
    """Return the address that Linear shows for a conversation; it opens the conversation."""
    path = f"/app/accounts/{conversation.account_id}/conversations/{conversation.display_id}"
    return settings.FRONTEND_URL + path


def _author(client: HookClient, operation: Operation) -> Author:
    user = operation.requested_by
    if user is None or not client.acts_as_app:
        return Author()
    return Author(user.name or user.email, user.avatar_url or None)


def _issue(operation: Operation, author: Author) -> types.IssueCreate:
    values = dict(operation.payload["issue"])
    if values.get("due_date"):
        values["due_date"] = date.fromisoformat(values["due_date"])
    return types.IssueCreate(
        id=str(operation.issue_id),
        create_as_user=author.name,
        display_icon_url=author.picture_url,
        **values,
    )


def _attachment(operation: Operation, author: Author) -> types.AttachmentCreate:
    return types.AttachmentCreate(
        id=str(operation.link_id),
        create_as_user=author.name,
        display_icon_url=author.picture_url,
        **operation.payload["link"],
    )


def _put_link(client: HookClient, operation: Operation) -> Attachment:
    try:
        return client.link_issue(_attachment(operation, _author(client, operation)))
    except IdConflict as error:
        raise _late(error) from error


def _late(error: IdConflict) -> Unavailable:
    """An earlier attempt got through after we asked: the next one finds what it made."""
    return Unavailable(str(error), outcome_unknown=True)


def _record_link(operation: Operation, attachment: Attachment, *, verb: str) -> None:
    issue = store_card(operation.workspace, attachment.issue)
    link = IssueLink(
        conversation=operation.conversation,
        issue=issue,
        link_id=uuid.UUID(attachment.id),
        title=attachment.title,
        created_by=operation.requested_by,
    )
    if insert_if_new(link):
        _say(operation, verb, issue)
    else:
        # Deleted in Linear and made anew by this write, or given another title.
        known = IssueLink.objects.filter(conversation=link.conversation, issue=issue)
        known.update(link_id=link.link_id, title=link.title)


def _say(operation: Operation, verb: str, issue: Issue) -> None:
    post_activity(
        operation.conversation,
        f"{verb} Linear issue [{issue.identifier}]",
        by=operation.requested_by,
        links={issue.identifier: issue.url},
    )


def _answer(link: Attachment) -> dict[str, Any]:
    issue = link.issue
    return {
        "id": issue.id,
        "identifier": issue.identifier,
        "url": issue.url,
        "link_id": link.id,
    }


def _present(attachment: Attachment | None) -> Attachment:
    if attachment is None:
        raise TypeError("This write always ends with an attachment.")
    return attachment
