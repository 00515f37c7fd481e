"""The deliveries of an account, as an administrator reads them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404

from conversations.models import Membership

from ..models import WebhookDelivery

# Larger ones are not read to say what they are about; Linear's are of a few kilobytes.
LARGEST_READ = 64 * 1024
# Where a body names an issue, or whatever else it is about; the first that tells something counts.
PLACES = (
    ("data",),
    ("data", "issue"),
    ("notification", "issue"),
    ("agentSession", "issue"),
    ("notification",),
)


@dataclass(frozen=True)
class Subject:
    """What an event is about, as far as its body tells; the rest is empty."""

    identifier: str = ""
    title: str = ""


@dataclass(frozen=True)
class LoggedDelivery:
    """A delivery, what it was about, and how long it took; None while it has no end.

    One that was replayed took from then on.
    """

    delivery: WebhookDelivery
    subject: Subject
    took: timedelta | None


def find_deliveries(
    member: Membership,
    *,
    status: str | None = None,
    event_type: str | None = None,
    before: int | None = None,
) -> QuerySet[WebhookDelivery]:
    """Return what came for the account, the newest first; only older ones than number `before`."""
    wanted = {"status": status, "event_type": event_type, "pk__lt": before}
    found = _of_account(member).filter(**{name: each for name, each in wanted.items() if each})
    return found.defer("body", "headers").order_by("-id")


def delivery_for(member: Membership, delivery_id: int) -> WebhookDelivery:
    """Return one of the account's deliveries with all that came, or raise Http404."""
    delivery = _of_account(member).filter(pk=delivery_id).first()
    if delivery is None:
        raise Http404
    return delivery


def logged_deliveries(deliveries: Iterable[WebhookDelivery]) -> list[LoggedDelivery]:
    """Add what can be told of each; it takes as many queries for many as for one."""
    deliveries = list(deliveries)
    # Not with the deliveries: of those on earlier pages, all bodies would be measured, too.
    bodies = _small_bodies(deliveries)
    return [_logged(each, bodies.get(each.pk, "")) for each in deliveries]


def readable_body(delivery: WebhookDelivery) -> str:
    """Return the body with a line for each value; one that can't be read is as it came."""
    content = _content(delivery.body)
    if content is None:
        return delivery.body
    return _showable(json.dumps(content, indent=2, ensure_ascii=False))


def _of_account(member: Membership) -> QuerySet[WebhookDelivery]:
    own = WebhookDelivery.objects.filter(workspace__account=member.account)
    return own.select_related("workspace", "replayed_by")


def _small_bodies(deliveries: list[WebhookDelivery]) -> dict[int, str]:
    found = WebhookDelivery.objects.filter(pk__in=[each.pk for each in deliveries])
    small = found.annotate(length=Length("body")).filter(length__lte=LARGEST_READ)
    return dict(small.values_list("pk", "body"))


def _logged(delivery: WebhookDelivery, body: str) -> LoggedDelivery:
    finished_at, began_at = delivery.finished_at, delivery.replayed_at or delivery.received_at
    took = finished_at - began_at if finished_at else None
    return LoggedDelivery(delivery, _subject(_content(body)), took)


def _content(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _subject(content: Any) -> Subject:
    for place in PLACES:
        found = content
        for name in place:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, dict):
            subject = Subject(_text(found, "identifier"), _text(found, "title", "name"))
            if subject != Subject():
                return subject
    return Subject()


def _text(values: dict[str, Any], *names: str) -> str:
    texts = (value for name in names if isinstance(value := values.get(name), str))
    return _showable(next(texts, ""))


def _showable(text: str) -> str:
    # JSON can name halves of characters, which no page can hold.
    return text.encode(errors="replace").decode()
