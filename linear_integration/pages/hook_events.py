"""How what happens in Linear comes back for a hook, as its card on the settings page says it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery

from conversations.models import Account

from .. import connection
from ..connection.application import has_public_address
from ..models import Hook, Reconciliation, Webhook, WebhookDelivery
from ..wording import translated

# A comparison may be faster than an event.
SILENCE = timedelta(minutes=10)


class Trouble(StrEnum):
    """Why events may not come."""

    # LINEAR_WEBHOOK_SECRET is not set, without which none is taken of the application's webhook.
    NO_SECRET = "no_secret"  # noqa: S105 - no password
    # The API key is no administrator's, as far as we know.
    NOT_ALLOWED = "not_allowed"
    NOT_CONFIRMED = "not_confirmed"
    # Linear sends them where FRONTEND_URL led before.
    ELSEWHERE = "elsewhere"
    # By somebody in Linear, or by Linear itself.
    DISABLED = "disabled"
    # A comparison with Linear has found what no event told of.
    MISSED = "missed"


@dataclass(frozen=True)
class Events:
    """What came last, how much waits, and what is wrong; `detail` is Linear's word on it.

    `address` is where Linear sends the events of a webhook of our own, as far as it said.
    """

    is_own_webhook: bool
    trouble: Trouble | None
    detail: str
    address: str
    is_address_public: bool
    missed_at: datetime | None
    last: WebhookDelivery | None
    waiting: int
    parked: int


def events_of(account: Account, hooks: list[Hook]) -> list[Events]:
    """Return the state of each hook's events, in as many queries for one as for many."""
    webhooks = Webhook.objects.filter(hook__in=hooks).defer("secret")
    by_hook = {webhook.hook_id: webhook for webhook in webhooks}
    compared = Reconciliation.objects.filter(workspace__account=account)
    missed = dict(compared.values_list("workspace", "repaired_at"))
    last = {each.workspace_id: each for each in _newest(account)}
    waiting = _counts(account, WebhookDelivery.Status.WAITING)
    parked = _counts(account, WebhookDelivery.Status.PARKED)
    return [
        _events(
            hook,
            by_hook.get(hook.pk),
            missed_at=missed.get(key),
            last=last.get(key),
            waiting=waiting.get(key, 0),
            parked=parked.get(key, 0),
        )
        for hook in hooks
        for key in [hook.workspace_id]
    ]


def _events(
    hook: Hook,
    webhook: Webhook | None,
    *,
    missed_at: datetime | None,
    last: WebhookDelivery | None,
    waiting: int,
    parked: int,
) -> Events:
    trouble = _trouble(hook, webhook)
    if trouble is None and missed_at and _was_silent_before(missed_at, hook, last):
        trouble = Trouble.MISSED
    error = webhook.error if webhook else None
    return Events(
        is_own_webhook=hook.token_kind == Hook.TokenKind.API_KEY,
        trouble=trouble,
        detail=translated(error["message"]) if error else "",
        address=webhook.address if webhook else "",
        is_address_public=has_public_address(),
        missed_at=missed_at,
        last=last,
        waiting=waiting,
        parked=parked,
    )


def _trouble(hook: Hook, webhook: Webhook | None) -> Trouble | None:
    if hook.token_kind == Hook.TokenKind.OAUTH:
        return None if settings.LINEAR_WEBHOOK_SECRET else Trouble.NO_SECRET
    if webhook is None:
        return Trouble.NOT_ALLOWED
    if webhook.confirmed_at is None:
        return Trouble.NOT_CONFIRMED
    if not webhook.is_enabled:
        return Trouble.DISABLED
    is_elsewhere = webhook.address and webhook.address != connection.own_address(webhook)
    return Trouble.ELSEWHERE if is_elsewhere else None


def _was_silent_before(missed_at: datetime, hook: Hook, last: WebhookDelivery | None) -> bool:
    # The first comparison after connecting finds what has changed before.
    heard_at = [hook.connected_at, *([last.received_at] if last else [])]
    return max(heard_at) < missed_at - SILENCE


def _newest(account: Account) -> QuerySet[WebhookDelivery]:
    of_one = WebhookDelivery.objects.filter(workspace=OuterRef("pk")).order_by("-id")
    workspaces = account.linear_workspaces.annotate(newest=Subquery(of_one.values("pk")[:1]))
    found = WebhookDelivery.objects.filter(pk__in=workspaces.values("newest"))
    return found.defer("body", "headers")


def _counts(account: Account, status: str) -> dict[int, int]:
    rows = WebhookDelivery.objects.filter(workspace__account=account, status=status)
    counted = rows.values("workspace").annotate(number=Count("pk"))
    return dict(counted.values_list("workspace", "number"))
