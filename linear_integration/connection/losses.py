"""What an account would no longer see of a workspace that it disconnects."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from conversations.models import Account

from ..models import InboxDefaults, IssueLink, Operation, PersonalConnection


@dataclass(frozen=True)
class Losses:
    """How much hangs on a connection; most of it comes back with the workspace.

    `inboxes` is the number of those whose new issues begin with something of that workspace;
    `people` that of members who act there as themselves, which alone doesn't come back.
    """

    conversations: int
    issues: int
    open_operations: int
    inboxes: int
    people: int


def losses_of(account: Account) -> dict[int, Losses]:
    """Return what hangs on each of the account's workspaces, by its key."""
    links = IssueLink.objects.filter(issue__workspace__account=account)
    counts = {
        row["issue__workspace"]: (row["conversations"], row["issues"])
        for row in links.values("issue__workspace").annotate(
            conversations=Count("conversation", distinct=True), issues=Count("issue", distinct=True)
        )
    }
    unconfirmed = account.operations.filter(
        status__in=[Operation.Status.PENDING, Operation.Status.UNKNOWN]
    )
    operations = _counts(unconfirmed)
    defaults = _counts(InboxDefaults.objects.filter(workspace__account=account))
    people = _counts(PersonalConnection.objects.filter(workspace__account=account))
    return {
        pk: Losses(
            *counts.get(pk, (0, 0)), operations.get(pk, 0), defaults.get(pk, 0), people.get(pk, 0)
        )
        for pk in account.linear_workspaces.values_list("pk", flat=True)
    }


def _counts(rows: QuerySet[Any]) -> dict[int, int]:
    counted = rows.values("workspace").annotate(count=Count("pk"))
    return {row["workspace"]: row["count"] for row in counted}
