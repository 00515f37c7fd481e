"""Creating an issue."""

from datetime import date
from typing import Any

from ..connection.clients import HookClient
from ..linear import types
from ..linear.errors import IdConflict, InvalidInput
from ..models import Operation
from ..wording import NOT_LINKED
from .kinds import Author, Write, author_of, late
from .links import answer_of, attachment_to_create, put_link, record_link


class CreateIssue(Write[types.Attachment]):
    """Creates an issue and its link to the conversation, in one request."""

    def send(self, client: HookClient, operation: Operation) -> types.Attachment:
        """Send both; Linear runs them in order and stops at the first that fails."""
        author = author_of(client, operation)
        issue, link = _issue(operation, author), attachment_to_create(operation, author)
        return client.create_linked_issue(issue, link)[1]

    def repeat(self, client: HookClient, operation: Operation) -> types.Attachment:
        """Ask what exists and send the rest."""
        found = client.reconcile(str(operation.issue_id), operation.payload["link"]["url"])
        if found.attachment is not None:
            return found.attachment
        if found.issue is not None:
            return self._link(client, operation, found.issue)
        try:
            return self.send(client, operation)
        except IdConflict as error:
            raise late(error) from error

    def _link(
        self, client: HookClient, operation: Operation, issue: types.Issue
    ) -> types.Attachment:
        try:
            return put_link(client, operation)
        except InvalidInput as error:
            text = NOT_LINKED % {"identifier": issue.identifier, "reason": error}
            raise InvalidInput(text, outcome_unknown=error.outcome_unknown) from error

    def answer(self, operation: Operation, made: types.Attachment) -> dict[str, Any]:
        """Return {id, identifier, title, url, link_id}."""
        return answer_of(made) | {"title": made.issue.title}

    def record(self, operation: Operation, made: types.Attachment) -> None:
        """Keep card and link, and say so in the conversation."""
        record_link(operation, made, verb="Created")


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
