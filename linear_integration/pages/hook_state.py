"""How a hook does, as its card on the settings page says it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.models import Account

from .. import connection
from ..connection.losses import Losses, losses_of
from ..linear.rate_limit import Allowance
from ..models import ConnectionHealth, Hook
from ..wording import translated
from .comparison import Comparison, comparisons_of
from .hook_events import Events, events_of
from .scopes import in_plain_words, ways_to_turn_to
from .words import in_words

LIMITS = {"requests": _("Requests"), "complexity": _("Complexity")}
LOW_FRACTION = 0.1


@dataclass(frozen=True)
class Limit:
    """One of Linear's limits: how much of it is left; `resets_at` is None when it is full."""

    name: Promise
    left: int
    limit: int
    resets_at: datetime | None

    @property
    def low_mark(self) -> int:
        """Below that little is left."""
        return int(self.limit * LOW_FRACTION)

    @property
    def is_low(self) -> bool:
        """Whether little is left."""
        return self.left < self.low_mark

    @property
    def left_text(self) -> str:
        """The number that is left, grouped as people write it."""
        return number_format(self.left, force_grouping=True)

    @property
    def limit_text(self) -> str:
        """The whole, grouped as people write it."""
        return number_format(self.limit, force_grouping=True)


@dataclass(frozen=True)
class Failure:
    """The last failure: what it means, what Linear said, and what to look for in the log."""

    words: Promise
    detail: str
    reference: str
    failed_at: datetime
    recovered_at: datetime | None


@dataclass(frozen=True)
class HookState:
    """One hook, and what its card shows of it."""

    hook: Hook
    scopes: list[str | Promise]
    turned_to_by: str
    token: str
    asked_at: datetime | None
    limits: list[Limit]
    failure: Failure | None
    losses: Losses
    comparison: Comparison | None
    events: Events


def states_of(account: Account) -> list[HookState]:
    """Return the account's hooks in order, in as many queries for one as for many."""
    hooks = connection.hooks_of(account)
    prefetch_related_objects(hooks, "connected_by")
    rows = ConnectionHealth.objects.filter(workspace__account=account)
    health = {row.workspace_id: row for row in rows}
    losses = losses_of(account)
    comparisons = comparisons_of(account)
    return [
        _state(
            hook,
            health.get(hook.workspace_id),
            losses=losses[hook.workspace_id],
            comparison=comparisons.get(hook.workspace_id),
            events=events,
        )
        for hook, events in zip(hooks, events_of(account, hooks), strict=True)
    ]


def _state(
    hook: Hook,
    health: ConnectionHealth | None,
    *,
    losses: Losses,
    comparison: Comparison | None,
    events: Events,
) -> HookState:
    return HookState(
        hook=hook,
        scopes=in_plain_words(hook),
        turned_to_by=ways_to_turn_to(hook),
        token=_token_of(hook),
        asked_at=health.asked_at if health else None,
        limits=_limits(health.budget) if health else [],
        failure=_failure(health) if health else None,
        losses=losses,
        comparison=comparison,
        events=events,
    )


def _token_of(hook: Hook) -> str:
    """Return `removed`, `refused`, `endless`, `expired` or `good`."""
    if hook.status == Hook.Status.REMOVED:
        return "removed"
    if hook.status == Hook.Status.REAUTHORIZE:
        return "refused"
    if hook.token_expires_at is None:
        return "endless"
    return "expired" if hook.token_expires_at <= timezone.now() else "good"


def _limits(budget: dict[str, dict[str, Any]]) -> list[Limit]:
    return [_limit(LIMITS[name], Allowance(**budget[name])) for name in LIMITS if name in budget]


def _limit(name: Promise, allowance: Allowance) -> Limit:
    if allowance.resets_at <= time.time():
        return Limit(name, allowance.limit, allowance.limit, None)
    resets_at = datetime.fromtimestamp(allowance.resets_at, UTC)
    return Limit(name, allowance.remaining, allowance.limit, resets_at)


def _failure(health: ConnectionHealth) -> Failure | None:
    if health.error is None or health.failed_at is None:
        return None
    error = health.error
    parts = [error["code"], error["operation"], error["request_id"]]
    return Failure(
        words=in_words(error["code"]),
        detail=translated(error["message"]),
        reference=" · ".join(part for part in parts if part),
        failed_at=health.failed_at,
        recovered_at=health.recovered_at,
    )
