"""What follows from a happening, by the administrator's switches."""

from collections.abc import Mapping
from typing import Any

import pytest

from conversations.models import Conversation
from linear_integration.automations.effects import Effects, Situation, effects
from linear_integration.automations.happenings import Kind
from linear_integration.models import Automations

COMPLETED, CANCELED = Kind.COMPLETED, Kind.CANCELED
STATE_CHANGED, COMMENTED = Kind.STATE_CHANGED, Kind.COMMENTED
ENDS = (COMPLETED, CANCELED)
NOTE_SWITCHES = {
    COMPLETED: "note_on_completed",
    CANCELED: "note_on_canceled",
    STATE_CHANGED: "note_on_state_change",
    COMMENTED: "note_on_comment",
}
REOPEN_SWITCHES = {
    COMPLETED: "reopen_on_completed",
    CANCELED: "reopen_on_canceled",
    COMMENTED: "reopen_on_comment",
}
ALL_OFF = dict.fromkeys([*NOTE_SWITCHES.values(), *REOPEN_SWITCHES.values()], False)


def decided(
    kind: Kind,
    switches: Mapping[str, Any] | None = None,
    *,
    status: str = "resolved",
    all_done: bool = True,
) -> Effects:
    """Return the effects with these switches, every other one as by default."""
    situation = Situation(status=status, all_done=all_done)
    return effects(kind, Automations(**switches or {}), situation)


def test_by_default_an_end_is_noted_and_reopens_and_all_else_is_silent() -> None:
    for kind in ENDS:
        assert decided(kind) == Effects(note=True, notify=True, status="open")
    for kind in (STATE_CHANGED, COMMENTED):
        assert decided(kind) == Effects()


@pytest.mark.parametrize("kind", NOTE_SWITCHES)
def test_each_note_has_its_own_switch(kind: Kind) -> None:
    assert decided(kind, ALL_OFF | {NOTE_SWITCHES[kind]: True}).note
    all_others = dict.fromkeys(ALL_OFF, True) | {NOTE_SWITCHES[kind]: False}
    assert not decided(kind, all_others).note


@pytest.mark.parametrize("kind", REOPEN_SWITCHES)
def test_each_reopening_has_its_own_switch(kind: Kind) -> None:
    assert decided(kind, ALL_OFF | {REOPEN_SWITCHES[kind]: True}).status == "open"
    all_others = dict.fromkeys(ALL_OFF, True) | {REOPEN_SWITCHES[kind]: False}
    assert decided(kind, all_others).status is None


def test_a_mere_change_of_state_never_reopens() -> None:
    assert decided(STATE_CHANGED, dict.fromkeys(ALL_OFF, True)).status is None


@pytest.mark.parametrize(
    ("status", "reopens"),
    [("resolved", True), ("snoozed", True), ("open", False), ("pending", False)],
)
def test_what_rests_is_reopened_and_nothing_else(status: str, reopens: bool) -> None:
    assert set(Conversation.Status.values) == {"resolved", "snoozed", "open", "pending"}
    assert decided(COMPLETED, status=status).status == ("open" if reopens else None)


def test_the_status_on_reopening_can_be_chosen() -> None:
    assert decided(COMPLETED, {"reopen_status": "pending"}).status == "pending"


@pytest.mark.parametrize("kind", ENDS)
def test_with_other_issues_unfinished_an_end_is_noted_and_waits_where_that_is_wanted(
    kind: Kind,
) -> None:
    waits = {"only_when_all_done": True, "suggest_reply": True}
    waiting = decided(kind, waits, all_done=False)
    assert waiting == Effects(note=True, notify=True)
    assert decided(kind, all_done=False).status == "open"
    assert decided(kind, waits, all_done=True).status == "open"


def test_a_comment_waits_for_no_other_issue() -> None:
    switches = {"reopen_on_comment": True, "only_when_all_done": True}
    assert decided(COMMENTED, switches, all_done=False).status == "open"


@pytest.mark.parametrize("kind", ENDS)
def test_the_agent_is_told_of_an_end_even_without_a_note(kind: Kind) -> None:
    assert decided(kind, ALL_OFF) == Effects(notify=True)


@pytest.mark.parametrize("kind", [STATE_CHANGED, COMMENTED])
def test_the_agent_is_told_of_anything_else_that_is_noted(kind: Kind) -> None:
    assert decided(kind, {NOTE_SWITCHES[kind]: True}).notify
    assert not decided(kind).notify


def test_whatever_reopens_is_told_to_the_agent_even_without_a_note() -> None:
    wanted = ALL_OFF | {"reopen_on_comment": True}
    assert decided(COMMENTED, wanted) == Effects(notify=True, status="open")
    assert decided(COMMENTED, wanted, status="open") == Effects()


def test_a_reply_is_suggested_for_what_was_completed_and_only_if_wanted() -> None:
    wanted = {"suggest_reply": True}
    assert [kind for kind in Kind if decided(kind, wanted).suggest_reply] == [COMPLETED]
    assert not decided(COMPLETED).suggest_reply
