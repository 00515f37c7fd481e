"""What a handler of events gets and gives."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from ..linear.webhooks import Event, read_event
from ..models import WebhookDelivery, Workspace


@dataclass(frozen=True)
class Arrival:
    """An event that has arrived for a workspace of an account, in a delivery."""

    workspace: Workspace
    event: Event
    delivery_id: int


class Outcome(StrEnum):
    """What came of an event; pages/delivery_words.py has a sentence for each."""

    UPDATED = "updated"
    LINKED = "linked"
    UNLINKED = "unlinked"
    # A link belongs to another issue now.
    MOVED = "moved"
    # The hook rests until somebody connects again.
    DISCONNECTED = "disconnected"
    # What we have is as new, or newer.
    NOT_NEWER = "not_newer"
    # It is about what is linked to no conversation.
    NOT_LINKED = "not_linked"
    # People are told of it, in conversations or on the page of mentions.
    TOLD = "told"
    # The app has answered what it was asked.
    ANSWERED = "answered"
    # Another account that has connected the workspace answers it.
    LEFT_TO_ANOTHER = "left_to_another"
    # It is about an issue that Linear doesn't show us.
    NOT_VISIBLE = "not_visible"
    # It tells of what we did ourselves.
    OUR_OWN = "our_own"
    # We know such events, and do nothing with them.
    IGNORED = "ignored"
    # Linear has begun to send what we don't know.
    UNKNOWN = "unknown"


class EventHandler(Protocol):
    """What one kind of event means. It may come again, and after later ones."""

    def ask(self, arrival: Arrival) -> Any:
        """Ask Linear what `apply` has to know beside the event; outside of any transaction."""

    def apply(self, arrival: Arrival, answer: Any) -> Outcome:
        """Carry it out, inside the transaction that finishes the delivery."""


class LocalHandler:
    """The base of handlers that need to ask Linear for nothing."""

    def ask(self, arrival: Arrival) -> None:
        """Ask for nothing."""


def was_removed(arrival: Arrival, entity_type: str, entity_id: str) -> bool:
    """Return whether Linear has told that this is gone, in this event or another one.

    Such events may overtake others of the same thing.
    """
    return WebhookDelivery.objects.filter(
        workspace=arrival.workspace, entity_id=entity_id, event_type=entity_type, action="remove"
    ).exists()


def is_overtaken(arrival: Arrival, updated_at: datetime) -> bool:
    """Return whether another event that has come tells of a later state of the same thing.

    For what we keep no time of; whoever asks has to keep other events of it away meanwhile.
    """
    others = WebhookDelivery.objects.filter(
        workspace=arrival.workspace,
        entity_id=arrival.event.entity_id,
        event_type=arrival.event.envelope.type,
    ).exclude(pk=arrival.delivery_id)
    events = (read_event(body.encode()) for body in others.values_list("body", flat=True))
    return any(event.updated_at and event.updated_at > updated_at for event in events)
