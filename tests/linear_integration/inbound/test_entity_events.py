"""Labels and projects that change in Linear: lists are asked for anew, cards follow at once."""

import random
from typing import Any

import pytest

from linear_integration.inbound.deliveries import work_off
from linear_integration.models import Hook, Issue, WebhookDelivery

from ...sandbox_process import Sandbox
from ..asking import in_linear
from ..conftest import LinearApi
from .conftest import Loop, Post
from .events import event, milliseconds
from .test_issue_events import card_of, requests_for_data, team_of

pytestmark = pytest.mark.django_db(transaction=True)

LABELS = "{ issueLabels(first: 50) { nodes { id team { id } } } }"
RENAME_LABEL = """
mutation ($id: String!, $input: IssueLabelUpdateInput!) {
  issueLabelUpdate(id: $id, input: $input) { success }
}
"""
RENAME_PROJECT = """
mutation ($id: String!, $name: String!) {
  projectUpdate(id: $id, input: { name: $name }) { success }
}
"""


@pytest.fixture
def carried(loop: Loop, issue: Issue) -> tuple[dict[str, Any], dict[str, Any]]:
    """A label and a project that the linked issue carries."""
    team = team_of(loop.sandbox, "ENG")
    label, project = team["labels"]["nodes"][0], team["projects"]["nodes"][0]
    loop.change(str(issue.linear_id), labelIds=[label["id"]], projectId=project["id"])
    loop.settle()
    return label, project


def rename_label(sandbox: Sandbox, label: dict[str, Any], **values: Any) -> None:
    """Change a label in Linear, as Maya."""
    in_linear(sandbox, RENAME_LABEL, id=label["id"], input=values)


def test_a_label_is_renamed_on_cards_and_linear_is_asked_for_nothing(
    loop: Loop, issue: Issue, carried: Any
) -> None:
    label, project = carried
    rename_label(loop.sandbox, label, name="Crash", color="#123456")
    in_linear(loop.sandbox, RENAME_PROJECT, id=project["id"], name="Apollo")
    asked = requests_for_data(loop.sandbox)
    loop.settle()
    card = card_of(issue)
    assert [(each.name, each.color) for each in card.labels] == [("Crash", "#123456")]
    assert card.project is not None
    assert card.project.name == "Apollo"
    assert requests_for_data(loop.sandbox) == asked


def test_the_lists_of_a_team_are_asked_for_anew(
    loop: Loop, bobs: LinearApi, team: str, carried: Any
) -> None:
    label, project = carried
    bobs.get("team_entities", team_id=team)
    rename_label(loop.sandbox, label, name="Crash")
    in_linear(loop.sandbox, RENAME_PROJECT, id=project["id"], name="Apollo")
    loop.settle()
    offered = bobs.get("team_entities", team_id=team).json()["data"]
    assert "Crash" in [each["name"] for each in offered["labels"]]
    assert "Apollo" in [each["name"] for each in offered["projects"]]


def test_another_teams_lists_stay(loop: Loop, bobs: LinearApi, carried: Any) -> None:
    other = team_of(loop.sandbox, "OPS")["id"]
    bobs.get("team_entities", team_id=other)
    labels = in_linear(loop.sandbox, LABELS)["issueLabels"]["nodes"]
    teams_label = next(each for each in labels if each["team"] and each["team"]["id"] != other)
    rename_label(loop.sandbox, teams_label, name="Crash")
    loop.settle()
    asked = requests_for_data(loop.sandbox)
    bobs.get("team_entities", team_id=other)
    assert requests_for_data(loop.sandbox) == asked


def test_what_was_removed_stands_on_no_card(
    acme: Hook, issue: Issue, carried: Any, post_event: Post
) -> None:
    label, project = carried
    now = "2027-01-01T00:00:00.000Z"
    for kind, values in (
        ("IssueLabel", {"id": label["id"], "name": "x", "color": "#000000"}),
        ("Project", {"id": project["id"], "name": "x", "teamIds": []}),
    ):
        post_event(event(acme, type=kind, action="remove", data={**values, "updatedAt": now}))
    while work_off():
        pass
    card = card_of(issue)
    assert (card.labels, card.label_ids, card.project) == ([], [], None)


def test_neither_order_nor_repetition_matters(
    loop: Loop, issue: Issue, carried: Any, post_event: Post
) -> None:
    label, project = carried
    issue.refresh_from_db()
    before = issue.card
    for number in range(3):
        rename_label(loop.sandbox, label, name=f"Label {number}")
        in_linear(loop.sandbox, RENAME_PROJECT, id=project["id"], name=f"Project {number}")
    loop.settle()
    bodies = [each["body"] for each in loop.sandbox.deliveries()]
    events = [body for body in bodies if body["type"] in ("IssueLabel", "Project")]
    shuffled = random.Random(3)
    for _ in range(15):
        WebhookDelivery.objects.all().delete()
        Issue.objects.filter(pk=issue.pk).update(card=before)
        arriving = [*events, *shuffled.choices(events, k=3)]
        shuffled.shuffle(arriving)
        for number, body in enumerate(arriving):
            post_event({**body, "webhookTimestamp": milliseconds() + number})
            if shuffled.random() < 0.5:
                work_off()
        while work_off():
            pass
        card = card_of(issue)
        assert [each.name for each in card.labels] == ["Label 2"]
        assert card.project is not None
        assert card.project.name == "Project 2"
