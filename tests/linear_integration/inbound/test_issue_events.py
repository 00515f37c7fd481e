"""What happens to an issue in Linear is on its card, without a question to Linear."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.models import Conversation
from linear_integration.inbound.deliveries import work_off
from linear_integration.linear.types import Issue as Card
from linear_integration.models import (
    Hook,
    Issue,
    IssueLink,
    LinkEvent,
    Reconciliation,
    WebhookDelivery,
)
from linear_integration.reconciliation import reconcile_due, want

from ...sandbox_process import Sandbox
from ..asking import in_linear
from ..conftest import LinearApi
from .conftest import Loop, Post
from .events import milliseconds

pytestmark = pytest.mark.django_db(transaction=True)

DELETE = "mutation ($id: String!) { issueDelete(id: $id, permanentlyDelete: true) { success } }"
TRASH = "mutation ($id: String!) { issueDelete(id: $id) { success } }"

LIFE = 5
# Each event of an issue's life, some again, in any order; after some, what there is is worked off.
ARRIVALS = st.lists(st.integers(0, LIFE - 1), max_size=4).flatmap(
    lambda again: st.permutations([*range(LIFE), *again]).flatmap(
        lambda order: st.tuples(*(st.tuples(st.just(each), st.booleans()) for each in order))
    )
)
TEAMS = """
{ teams(first: 10) { nodes { id key
    states(first: 20) { nodes { id name type } }
    members(first: 5) { nodes { id name displayName } }
    labels(first: 5) { nodes { id name } }
    projects(first: 5) { nodes { id name } }
} } }
"""


def card_of(issue: Issue) -> Card:
    issue.refresh_from_db()
    return Card.from_json(issue.card)


def notes(conversation: Conversation) -> list[str]:
    """Return the conversation's private notes, the oldest first."""
    rows = conversation.messages.filter(private=True).order_by("pk")
    return list(rows.values_list("content", flat=True))


def requests_for_data(sandbox: Sandbox) -> int:
    return len([r for r in sandbox.requests() if r["path"] == "/graphql"])


@pytest.fixture
def team(loop: Loop, issue: Issue) -> dict[str, Any]:
    """The issue's team as Linear has it: its states, members, labels and projects."""
    return team_of(loop.sandbox, "ENG")


def team_of(sandbox: Sandbox, key: str) -> dict[str, Any]:
    """Return a team of Acme's with what its issues may carry."""
    teams = in_linear(sandbox, TEAMS)["teams"]["nodes"]
    return dict(next(team for team in teams if team["key"] == key))


def state_named(team: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(next(state for state in team["states"]["nodes"] if state["name"] == name))


def test_a_new_state_is_on_the_card_and_linear_is_asked_for_nothing(
    loop: Loop, issue: Issue, team: dict[str, Any], bobs: LinearApi
) -> None:
    loop.change(str(issue.linear_id), stateId=state_named(team, "Done")["id"])
    asked = requests_for_data(loop.sandbox)
    assert ("Issue", "updated") in [(each.event_type, each.outcome) for each in loop.settle()]
    [shown] = bobs.get("linked_issues", conversation_id=1).json()["data"]
    assert shown["issue"]["state"]["name"] == "Done"
    assert requests_for_data(loop.sandbox) == asked


def test_all_that_a_card_shows_follows(loop: Loop, issue: Issue, team: dict[str, Any]) -> None:
    person = team["members"]["nodes"][0]
    label, project = team["labels"]["nodes"][0], team["projects"]["nodes"][0]
    loop.change(
        str(issue.linear_id),
        title="Another title",
        priority=1,
        assigneeId=person["id"],
        labelIds=[label["id"]],
        projectId=project["id"],
        dueDate="2027-01-31",
    )
    loop.settle()
    card = card_of(issue)
    assert (issue.title, card.title, card.priority_label) == ("Another title",) * 2 + ("Urgent",)
    assert card.assignee is not None
    assert (card.assignee.id, card.assignee.name) == (person["id"], person["name"])
    assert [each.name for each in card.labels] == [label["name"]]
    assert card.project is not None
    assert (card.project.name, str(card.due_date)) == (project["name"], "2027-01-31")


def test_people_keep_the_names_that_their_team_knows(
    loop: Loop, issue: Issue, team: dict[str, Any], bobs: LinearApi
) -> None:
    bobs.get("team_entities", team_id=team["id"])
    person = team["members"]["nodes"][0]
    loop.change(str(issue.linear_id), assigneeId=person["id"])
    loop.settle()
    card = card_of(issue)
    assert card.assignee is not None
    assert card.assignee.display_name == person["displayName"]


def test_what_an_event_could_not_tell_is_completed_by_a_comparison_and_was_not_missed(
    loop: Loop, issue: Issue, team: dict[str, Any]
) -> None:
    reconcile_due()
    person = team["members"]["nodes"][0]
    loop.change(str(issue.linear_id), assigneeId=person["id"])
    loop.settle()
    want(issue.workspace)
    assert reconcile_due() == 1
    card = card_of(issue)
    assert card.assignee is not None
    assert card.assignee.display_name == person["displayName"] != person["name"]
    row = Reconciliation.objects.get()
    assert (row.repaired, row.repaired_at) == (0, None)


def test_an_issue_that_moves_to_another_team_keeps_its_link_under_its_new_name(
    loop: Loop, issue: Issue, conversation: Conversation
) -> None:
    other = team_of(loop.sandbox, "OPS")
    loop.change(str(issue.linear_id), teamId=other["id"])
    loop.settle()
    card = card_of(issue)
    assert issue.identifier.startswith("OPS-")
    assert (card.team.key, card.previous_identifiers) == ("OPS", ["ENG-1"])
    assert conversation.issue_links.get().issue == issue


def test_an_issue_in_the_trash_is_marked_and_one_that_is_deleted_is_gone(
    loop: Loop, issue: Issue
) -> None:
    in_linear(loop.sandbox, TRASH, id=str(issue.linear_id))
    loop.settle()
    assert card_of(issue).trashed is True
    assert issue.gone_at is None
    in_linear(loop.sandbox, DELETE, id=str(issue.linear_id))
    loop.settle()
    issue.refresh_from_db()
    assert issue.gone_at is not None


def test_an_issue_that_is_linked_nowhere_is_left_alone(loop: Loop, acme: Hook) -> None:
    other = next(each for each in loop.sandbox.state()["issues"] if each["identifier"] == "ENG-2")
    loop.change(other["id"], title="Nobody here cares")
    assert [each.outcome for each in loop.settle()] == ["not_linked"]
    assert not Issue.objects.exists()


def sequence(loop: Loop, issue: Issue) -> list[dict[str, Any]]:
    """Let a life's worth of things happen to the issue, and return their events."""
    team = team_of(loop.sandbox, "ENG")
    id_ = str(issue.linear_id)
    for number, name in enumerate(("In Progress", "Done", "In Progress", "Canceled")):
        loop.change(id_, stateId=state_named(team, name)["id"], title=f"Title {number}")
    in_linear(loop.sandbox, DELETE, id=id_)
    loop.sandbox.wait_for_deliveries()
    bodies = [each["body"] for each in loop.sandbox.deliveries()]
    return [body for body in bodies if body["type"] == "Issue" and body["data"]["id"] == id_]


def facts(issue: Issue) -> Any:
    issue.refresh_from_db()
    return issue.card, issue.title, issue.linear_updated_at, issue.gone_at is not None


def test_neither_order_nor_repetition_matters(
    loop: Loop, issue: Issue, post_event: Post, conversation: Conversation
) -> None:
    start = Issue.objects.values().get(pk=issue.pk)
    events = sequence(loop, issue)
    assert len(events) == LIFE
    loop.settle()
    expected = facts(issue)
    assert len(notes(conversation)) == 2

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ARRIVALS)
    def check(arriving: tuple[tuple[int, bool], ...]) -> None:
        Issue.objects.filter(pk=issue.pk).update(**start)
        for rows in (WebhookDelivery.objects, LinkEvent.objects, conversation.messages):
            rows.all().delete()
        for place, (number, is_worked_off) in enumerate(arriving):
            # A retry may carry another time, and so another signature.
            stamped = {**events[number], "webhookTimestamp": milliseconds() + place}
            assert post_event(stamped).status_code == 200
            if is_worked_off:
                work_off()
        work_off()
        assert facts(issue) == expected
        assert len(notes(conversation)) == 2

    check()


def test_a_completed_issue_leaves_one_note_and_reopens_the_conversation(
    loop: Loop, issue: Issue, team: dict[str, Any], conversation: Conversation
) -> None:
    Conversation.objects.update(status="resolved")
    loop.change(str(issue.linear_id), stateId=state_named(team, "Done")["id"])
    loop.settle()
    [note] = notes(conversation)
    assert "ENG-1 was completed by Maya Lindqvist" in note
    assert issue.url in note
    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_a_state_that_is_neither_an_end_nor_noted_leaves_nothing(
    loop: Loop, issue: Issue, team: dict[str, Any], conversation: Conversation
) -> None:
    loop.change(str(issue.linear_id), stateId=state_named(team, "Todo")["id"])
    loop.settle()
    assert notes(conversation) == []


def test_what_was_over_before_it_was_linked_is_not_told_late(
    loop: Loop, issue: Issue, team: dict[str, Any], conversation: Conversation
) -> None:
    loop.change(str(issue.linear_id), stateId=state_named(team, "Done")["id"])
    loop.sandbox.wait_for_deliveries()
    IssueLink.objects.update(created_at=timezone.now() + timedelta(hours=1))
    loop.settle()
    assert card_of(issue).state.name == "Done"
    assert notes(conversation) == []
