"""A webhook's request: whether it is Linear's, whether it is fresh, and where it belongs.

Linear waits five seconds for its answer and takes anything but 200 for a failure, after which it
sends the same again: 1 minute, 1 hour and 6 hours later. https://linear.app/developers/webhooks
"""

import logging
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.utils import timezone

from ..linear.webhooks import (
    LARGEST_BODY,
    SIGNATURE_HEADER,
    Event,
    UnreadableEvent,
    read_event,
    verify_signature,
)
from ..metrics import WEBHOOKS_RECEIVED
from ..models import Hook, Webhook
from .storing import Place, store

logger = logging.getLogger(__name__)

FRESH_FOR = timedelta(seconds=60)
# Later than that, Linear has given up.
LAST_RETRY_AFTER = timedelta(hours=8)


class WebhookRefused(Exception):
    """A request that is not stored; the text says why, to whoever sent it."""

    code: ClassVar[str]
    http_status: ClassVar[int]


class BadSignature(WebhookRefused):
    """It does not carry the signature of its body."""

    code, http_status = "bad_signature", 401


class Stale(WebhookRefused):
    """It is older than Linear's last retry, or from the future."""

    code, http_status = "stale", 401


class NoEvent(WebhookRefused):
    """It is signed, but no event as Linear sends them."""

    code, http_status = "no_event", 400


class TooLarge(WebhookRefused):
    """It is larger than any event of Linear's."""

    code, http_status = "too_large", 413

    def __init__(self) -> None:
        """Say what the limit is."""
        super().__init__("The body is larger than 5 MiB.")


def receive(raw: bytes, headers: Mapping[str, str]) -> int:
    """Store an event of the OAuth application's own webhook; raises WebhookRefused.

    It becomes a delivery for each account whose hook to that workspace is by OAuth. Returns how
    many are new: none for a repeated one, and for a workspace that nobody has connected.
    """
    event = _checked(raw, headers, settings.LINEAR_WEBHOOK_SECRET)
    place = Place(organization_id=event.envelope.organization_id, token_kind=Hook.TokenKind.OAUTH)
    return _stored(event, raw, headers, place)


def receive_for(key: uuid.UUID, raw: bytes, headers: Mapping[str, str]) -> int:
    """Store an event of a webhook that we made for one hook; raises WebhookRefused."""
    webhook = Webhook.objects.filter(key=key).first()
    event = _checked(raw, headers, (webhook and webhook.secret) or "")
    place = Place(
        organization_id=event.envelope.organization_id, hook_id=webhook.hook_id if webhook else None
    )
    return _stored(event, raw, headers, place)


def note_refused(refused: WebhookRefused) -> None:
    """Count a request that was refused, which is all that is kept of it."""
    WEBHOOKS_RECEIVED.labels(refused.code).inc()
    logger.warning("webhook.refused", extra={"code": refused.code})


def _checked(raw: bytes, headers: Mapping[str, str], secret: str) -> Event:
    if len(raw) > LARGEST_BODY:
        raise TooLarge
    if not verify_signature(raw, headers.get(SIGNATURE_HEADER, ""), secret):
        raise BadSignature("The signature is missing, or is not that of this body.")
    try:
        event = read_event(raw)
    except UnreadableEvent as error:
        raise NoEvent(f"This is no event of Linear's: {error}.") from None
    age = timezone.now() - event.sent_at
    # A retry may carry the time of the first attempt; one that is here already is not stored again.
    if not -FRESH_FOR <= age <= LAST_RETRY_AFTER:
        raise Stale("This was sent too long ago, or is from the future.")
    return event


def _stored(event: Event, raw: bytes, headers: Mapping[str, str], place: Place) -> int:
    stored = store(event, raw, headers, place)
    WEBHOOKS_RECEIVED.labels("stored" if stored else "not_new").inc()
    return stored
