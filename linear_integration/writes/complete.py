"""Completing an issue, since its conversations are resolved."""

from typing import Any

from django.utils.translation import gettext_noop

from conversations.activity import post_activity
from conversations.models import Conversation
from conversations.notes import post_note

from ..automations.resolving import is_resolved_everywhere
from ..automations.telling import AUTHOR, CLOCKS_DIFFER_BY
from ..cards import store_card
from ..connection.clients import HookClient
from ..linear import types
from ..linear.errors import InvalidInput, LinearError
from ..linear.inputs import IssueUpdate
from ..models import Issue, IssueLink, Operation
from ..operation_errors import Superseded
from .kinds import Write, conversation_of

NO_STATE = gettext_noop("Its team has no state for completed issues.")


class CompleteIssue(Write[types.Issue]):
    """Moves an issue to its team's first completed state.

    `payload` names the `identifier`, and the types of states that it may be moved `from`.
    """

    def send(self, client: HookClient, operation: Operation) -> types.Issue:
        """Look at the issue, and move it if that is still meant; one that was moved stays so."""
        _require_resolved(operation)
        found = client.completion(str(operation.issue_id))
        if _is_done(operation, found.issue):
            return found.issue
        if found.issue.state.type not in operation.payload["from"]:
            raise Superseded
        if found.state is None:
            raise InvalidInput(NO_STATE)
        return client.update_issue(found.issue.id, IssueUpdate(state_id=found.state.id))

    repeat = send

    def answer(self, operation: Operation, made: types.Issue) -> dict[str, Any]:
        """Return {id, identifier, url, completed_at}."""
        return {
            "id": made.id,
            "identifier": made.identifier,
            "url": made.url,
            "completed_at": made.completed_at and made.completed_at.isoformat(),
        }

    def record(self, operation: Operation, made: types.Issue) -> None:
        """Keep the card, and say so in each of the issue's conversations."""
        issue = store_card(operation.workspace, made)
        # Of two that complete it at once, the later one sees what the other has said.
        Issue.objects.select_for_update(no_key=True).get(pk=issue.pk)
        if _is_said(operation):
            return
        for conversation in Conversation.objects.filter(issue_links__issue=issue).order_by("pk"):
            post_activity(
                conversation,
                f"Completed Linear issue [{made.identifier}]",
                by=operation.requested_by,
                links={made.identifier: made.url},
            )

    def refused(self, operation: Operation, error: LinearError) -> None:
        """Say in a note what Linear did not do; nobody waits for it."""
        if not isinstance(error, Superseded):
            text = f"{operation.payload['identifier']} was not completed in Linear: {error}"
            post_note(conversation_of(operation), text, author=AUTHOR)


def _require_resolved(operation: Operation) -> None:
    """Raise Superseded if a conversation was reopened, or linked, since, or this one unlinked."""
    links = IssueLink.objects.filter(
        conversation=operation.conversation_id,
        issue__workspace=operation.workspace_id,
        issue__linear_id=str(operation.issue_id),
    )
    link = links.select_related("issue").first()
    if link is None or not is_resolved_everywhere(link.issue):
        raise Superseded


def _is_done(operation: Operation, issue: types.Issue) -> bool:
    """Return whether an earlier attempt has completed it, whose answer was lost."""
    if operation.attempts < 2 or issue.state.type != "completed" or issue.completed_at is None:
        return False
    return issue.completed_at >= operation.created_at - CLOCKS_DIFFER_BY


def _is_said(operation: Operation) -> bool:
    """Return whether another operation has completed the issue in the same moment of Linear's."""
    others = Operation.objects.filter(
        kind=operation.kind,
        workspace=operation.workspace_id,
        issue_id=operation.issue_id,
        result__completed_at=(operation.result or {})["completed_at"],
    )
    return others.exclude(pk=operation.pk).exists()
