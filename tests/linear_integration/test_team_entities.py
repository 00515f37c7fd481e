"""What the create form is offered for a team."""

from typing import Any

import pytest

from conversations.models import Conversation

from ..sandbox_process import Sandbox
from .asking import issues_titled
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)


def entities(who: LinearApi, key: str) -> dict[str, Any]:
    """Return what the team with this key offers."""
    team = next(each for each in who.get("teams").json()["data"] if each["key"] == key)
    answer = who.get("team_entities", team_id=team["id"])
    assert answer.status_code == 200, answer.content
    return dict(answer.json()["data"])


def test_a_small_team_takes_one_request_and_then_none(
    bobs: LinearApi, team: str, sandbox: Sandbox
) -> None:
    before = len(sandbox.requests())
    first = bobs.get("team_entities", team_id=team)
    assert len(sandbox.requests()) == before + 1
    assert bobs.get("team_entities", team_id=team).json() == first.json()
    assert len(sandbox.requests()) == before + 1


@pytest.mark.parametrize(
    ("key", "kind", "names"),
    [
        ("ENG", "fibonacci", "1 2 3 5 8"),
        ("OPS", "linear", "0 1 2 3 4 5"),
        ("DES", "tShirt", "XS S M L XL XXL XXXL"),
    ],
)
def test_the_estimates_are_those_of_the_teams_scale(
    bobs: LinearApi, key: str, kind: str, names: str
) -> None:
    offered = entities(bobs, key)
    assert offered["issue_estimation_type"] == kind
    assert [estimate["name"] for estimate in offered["estimates"]] == names.split()


def test_an_estimate_that_is_offered_is_the_new_issues(
    bobs: LinearApi, team: str, sandbox: Sandbox, conversation: Conversation
) -> None:
    value = entities(bobs, "ENG")["estimates"][-1]["value"]
    body = {"conversation_id": 1, "title": "Large", "team_id": team, "estimate": value}
    assert bobs.post("create_issue", body).status_code == 200
    [issue] = issues_titled(sandbox, "Large")
    assert issue["estimate"] == 8


def test_the_templates_are_the_teams_and_the_workspaces_and_one_is_the_default(
    bobs: LinearApi,
) -> None:
    offered = entities(bobs, "ENG")
    assert [each["name"] for each in offered["templates"]] == ["Bug report", "Customer request"]
    assert offered["default_template"] == offered["templates"][0]
    assert entities(bobs, "OPS")["default_template"] is None
