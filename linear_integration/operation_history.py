"""The log of an account's writes to Linear, as an administrator reads it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from conversations.access import conversations_of
from conversations.models import Conversation, Membership

from .linear.references import IssueReference, parse_issue_reference
from .models import Issue, Operation
from .operation_retry import retryable_among

# Whom an entry names; loaded with it.
NAMED = ("workspace", "conversation", "requested_by", "retried_by")


@dataclass(frozen=True)
class LoggedWebhook:
    """A webhook of our own; `url` is empty and `enabled` None where the write left them alone."""

    id: str
    url: str
    enabled: bool | None


@dataclass(frozen=True)
class LoggedOperation:
    """One operation, and what is known of its issue.

    `identifier` and `url` are empty while nothing is known of them, `title` is what a new issue was
    to be called.
    """

    operation: Operation
    identifier: str
    url: str
    title: str
    can_retry: bool

    @property
    def webhook(self) -> LoggedWebhook | None:
        """The webhook that the write was to; None where it was to an issue."""
        about = self.operation.payload.get("webhook")
        if about is None:
            return None
        return LoggedWebhook(about["id"], about.get("url", ""), about.get("enabled"))

    @property
    def name_in_linear(self) -> str:
        """Of whoever asked for it in Linear; empty where somebody here did."""
        return str(self.operation.payload.get("name_in_linear", ""))


def operation_for(member: Membership, operation_id: uuid.UUID) -> Operation:
    """Return a write that the member sees, or raise Http404.

    It is one in a conversation that they see; those in none are for administrators.
    """
    is_seen = Q(conversation__in=conversations_of(member))
    if member.is_administrator and member.sees_only is None:
        is_seen |= Q(account=member.account, conversation=None)
    seen = Operation.objects.filter(is_seen)
    whole = seen.select_related(*NAMED, "account", "conversation__account")
    operation = whole.filter(pk=operation_id).first()
    if operation is None:
        raise Http404
    return operation


def find_operations(
    member: Membership,
    *,
    status: str | None = None,
    kind: str | None = None,
    conversation: Conversation | None = None,
    before: Operation | None = None,
) -> QuerySet[Operation]:
    """Return the account's operations, the newest first; only older ones than `before`."""
    found = member.account.operations.order_by("-created_at", "-id").select_related(*NAMED)
    wanted = {"status": status, "kind": kind, "conversation": conversation}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if before is None:
        return found
    same_moment = Q(created_at=before.created_at, id__lt=before.pk)
    return found.filter(Q(created_at__lt=before.created_at) | same_moment)


def logged_operations(operations: Iterable[Operation]) -> list[LoggedOperation]:
    """Add what is known of their issues, and whether trying again makes sense.

    It takes as many queries for many operations as for one.
    """
    operations = list(operations)
    known = Issue.objects.filter(
        workspace__in={each.workspace_id for each in operations},
        linear_id__in={issue_id for each in operations if (issue_id := _reference(each).uuid)},
    ).defer("card")
    issues = {(issue.workspace_id, str(issue.linear_id)): issue for issue in known}
    retryable = retryable_among(operations)
    return [_logged(each, issues, can_retry=each.pk in retryable) for each in operations]


def _logged(
    operation: Operation, issues: Mapping[tuple[int, str], Issue], *, can_retry: bool
) -> LoggedOperation:
    reference = _reference(operation)
    issue = issues.get((operation.workspace_id, reference.uuid or ""))
    title = operation.payload.get("issue", {}).get("title", "")
    return LoggedOperation(
        operation,
        identifier=issue.identifier if issue else reference.identifier or "",
        url=issue.url if issue else (operation.result or {}).get("url", ""),
        title=issue.title if issue else title,
        can_retry=can_retry,
    )


def _reference(operation: Operation) -> IssueReference:
    """Return what the operation itself knows of its issue."""
    result, payload = operation.result or {}, operation.payload
    asked = parse_issue_reference(payload.get("link", {}).get("issue_id", "")) or IssueReference()
    # What a comment's own id is, the result says, too.
    issue_id = result.get("issue_id") or result.get("id") or operation.issue_id or asked.uuid
    return IssueReference(
        uuid=str(issue_id) if issue_id else None,
        identifier=result.get("identifier") or payload.get("identifier") or asked.identifier,
    )
