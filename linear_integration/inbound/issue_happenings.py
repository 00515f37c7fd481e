"""What an event of an issue means to people; a decision, and nothing else."""

from datetime import datetime
from typing import Any

from ..automations import Happening, Kind
from ..linear.types import Issue, TeamEntities
from ..linear.webhooks import Envelope


def happening_of(envelope: Envelope, card: Issue, team: TeamEntities | None) -> Happening | None:
    """Return what happened, if people are told of it: a change of state.

    `card` is the issue as the event has it. What follows depends on nothing that came before, and
    so not on the order in which events come. `team` knows the name of the state before.
    """
    before: dict[str, Any] = envelope.updated_from or {}
    if envelope.action != "update" or "stateId" not in before:
        return None
    names = {state.id: state.name for state in team.states} if team else {}
    actor = envelope.actor.name if envelope.actor else ""
    return change_of_state(card, actor=actor, state_before=names.get(str(before["stateId"]), ""))


def change_of_state(card: Issue, *, actor: str = "", state_before: str = "") -> Happening:
    """Return that the issue has come into the state that it is in.

    Being completed or canceled has a moment in Linear, by which every telling of it is known.
    """
    kind, at = _kind_and_moment(card)
    mark = at.isoformat() if kind != Kind.STATE_CHANGED else f"{card.state.id}:{at.isoformat()}"
    return Happening(
        kind=kind,
        key=f"{kind}:{card.id}:{mark}",
        at=at,
        actor=actor,
        state=card.state.name,
        state_before=state_before,
    )


def _kind_and_moment(card: Issue) -> tuple[Kind, datetime]:
    if card.state.type == "completed" and card.completed_at:
        return Kind.COMPLETED, card.completed_at
    if card.state.type == "canceled" and card.canceled_at:
        return Kind.CANCELED, card.canceled_at
    return Kind.STATE_CHANGED, card.updated_at
