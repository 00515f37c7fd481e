"""What follows from a happening in one conversation: a decision, and nothing else."""

from dataclasses import dataclass

from conversations.conversations import RESTING

from ..models import Automations
from .happenings import Kind


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What a conversation is like; `all_done` says that each of its issues has come to an end."""

    status: str
    all_done: bool


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What is done in the conversation; `status` is the one it gets, None that it keeps its own."""

    note: bool = False
    notify: bool = False
    status: str | None = None
    suggest_reply: bool = False


def effects(kind: Kind, automations: Automations, situation: Situation) -> Effects:
    """Return what the switches say."""
    is_end = kind in (Kind.COMPLETED, Kind.CANCELED)
    waits = is_end and automations.only_when_all_done and not situation.all_done
    reopens = situation.status in RESTING and _reopens(kind, automations) and not waits
    notes = _notes(kind, automations)
    return Effects(
        note=notes,
        notify=is_end or notes or reopens,
        status=automations.reopen_status if reopens else None,
        suggest_reply=kind == Kind.COMPLETED and automations.suggest_reply and not waits,
    )


def _notes(kind: Kind, automations: Automations) -> bool:
    return {
        Kind.COMPLETED: automations.note_on_completed,
        Kind.CANCELED: automations.note_on_canceled,
        Kind.STATE_CHANGED: automations.note_on_state_change,
        Kind.COMMENTED: automations.note_on_comment,
    }[kind]


def _reopens(kind: Kind, automations: Automations) -> bool:
    return {
        Kind.COMPLETED: automations.reopen_on_completed,
        Kind.CANCELED: automations.reopen_on_canceled,
        Kind.STATE_CHANGED: False,
        Kind.COMMENTED: automations.reopen_on_comment,
    }[kind]
