"""The cards of a conversation's issues: what they show, and who asks again for nothing new."""

from typing import Any

import pytest

from conversations.models import Conversation
from linear_integration.models import Hook, Issue

from ..sandbox_process import Sandbox
from .asking import in_linear
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = "2026-01-01T00:00:00Z"
LISTING = {"conversation_id": "1", "refresh": "false"}
TRASH = "mutation ($id: String!) { issueDelete(id: $id) { success } }"
DELETE = "mutation ($id: String!) { issueDelete(id: $id, permanentlyDelete: true) { success } }"
RENAME = """
mutation ($id: String!) { issueUpdate(id: $id, input: { title: "Renamed" }) { success } }
"""


@pytest.fixture
def link(bobs: LinearApi, conversation: Conversation) -> dict[str, Any]:
    """An issue of the team ENG, linked to the conversation."""
    answer = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    linked: dict[str, Any] = answer.json()["data"]
    return linked


def refreshed(bobs: LinearApi) -> dict[str, Any]:
    """Return the one link, after Linear was asked for its card."""
    Issue.objects.update(asked_at=LONG_AGO, fetched_at=LONG_AGO)
    [shown] = bobs.get("linked_issues", conversation_id=1).json()["data"]
    return dict(shown)


def shown_again(bobs: LinearApi, etag: str) -> Any:
    """Ask for the list as somebody who has the answer with that ETag."""
    path = f"{bobs.base}/linked_issues"
    return bobs.client.get(path, LISTING, headers={"If-None-Match": etag})


def test_whoever_has_the_list_is_told_that_it_is_still_right(
    bobs: LinearApi, link: dict[str, Any]
) -> None:
    first = bobs.get("linked_issues", **LISTING)
    again = shown_again(bobs, first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert set(again["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_a_proxy_that_compresses_may_weaken_the_etag(bobs: LinearApi, link: dict[str, Any]) -> None:
    etag = bobs.get("linked_issues", **LISTING)["ETag"]
    assert shown_again(bobs, f"W/{etag}").status_code == 304


def test_the_list_is_sent_anew_once_something_in_it_has_changed(
    bobs: LinearApi, link: dict[str, Any], sandbox: Sandbox
) -> None:
    etag = bobs.get("linked_issues", **LISTING)["ETag"]
    in_linear(sandbox, RENAME, id=link["id"])
    refreshed(bobs)
    again = shown_again(bobs, etag)
    assert again.status_code == 200
    assert again.json()["data"][0]["issue"]["title"] == "Renamed"
    assert again["ETag"] != etag


def test_an_error_is_never_said_to_be_unchanged(bobs: LinearApi, acme: Hook) -> None:
    missing = bobs.get("linked_issues", conversation_id=2)
    assert missing.status_code == 404
    assert "ETag" not in missing


def test_without_refresh_linear_is_asked_for_nothing_however_old_the_cards_are(
    bobs: LinearApi, link: dict[str, Any], sandbox: Sandbox
) -> None:
    Issue.objects.update(asked_at=LONG_AGO, fetched_at=LONG_AGO)
    before = len(sandbox.requests())
    [shown] = bobs.get("linked_issues", **LISTING).json()["data"]
    assert shown["stale_since"] == "2026-01-01T00:01:00Z"
    assert len(sandbox.requests()) == before


def test_a_card_shows_what_the_sidebar_needs(
    bobs: LinearApi, conversation: Conversation, sandbox: Sandbox, team: str
) -> None:
    offered = bobs.get("team_entities", team_id=team).json()["data"]
    in_a_group = next(each for each in offered["labels"] if each["parent"])
    assignee, project, state = (offered[name][0] for name in ("users", "projects", "states"))
    body = {
        "conversation_id": 1,
        "title": "Everything",
        "team_id": team,
        "priority": 2,
        "estimate": 3,
        "due_date": "2026-12-24",
        "label_ids": [in_a_group["id"]],
        "assignee_id": assignee["id"],
        "project_id": project["id"],
        "state_id": state["id"],
    }
    assert bobs.post("create_issue", body).status_code == 200
    [shown] = bobs.get("linked_issues", **LISTING).json()["data"]
    card = shown["issue"]
    assert card["state"] == state
    assert (card["priority"], card["priority_label"], card["estimate"]) == (2, "High", 3)
    assert card["labels"] == [in_a_group]
    assert card["assignee"]["id"] == assignee["id"]
    assert card["assignee"]["avatar_url"] == assignee["avatar_url"]
    assert card["project"]["name"] == project["name"]
    assert card["due_date"] == "2026-12-24"
    assert card["updated_at"]
    assert not card["trashed"]
    assert (card["archived_at"], shown["gone_since"], shown["stale_since"]) == (None, None, None)


def test_an_issue_in_linears_trash_says_so(
    bobs: LinearApi, link: dict[str, Any], sandbox: Sandbox
) -> None:
    in_linear(sandbox, TRASH, id=link["id"])
    shown = refreshed(bobs)
    assert shown["issue"]["trashed"] is True
    assert shown["issue"]["archived_at"]
    assert shown["gone_since"] is None


def test_an_issue_that_linear_has_deleted_is_gone_since_it_was_missed_first(
    bobs: LinearApi, link: dict[str, Any], sandbox: Sandbox
) -> None:
    in_linear(sandbox, DELETE, id=link["id"])
    first = refreshed(bobs)
    assert first["issue"]["identifier"] == link["identifier"]
    assert first["gone_since"]
    assert first["stale_since"] is None
    assert refreshed(bobs)["gone_since"] == first["gone_since"]


def test_an_issue_that_was_hidden_from_us_for_a_while_comes_back(
    bobs: LinearApi, link: dict[str, Any], sandbox: Sandbox
) -> None:
    sandbox.change_teams(remove=["ENG"])
    assert refreshed(bobs)["gone_since"]
    sandbox.change_teams(add=["ENG"])
    assert refreshed(bobs)["gone_since"] is None


def test_a_linear_that_can_not_answer_makes_no_issue_gone(
    bobs: LinearApi, link: dict[str, Any], sandbox: Sandbox
) -> None:
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503, times=None)
    shown = refreshed(bobs)
    assert (shown["gone_since"], shown["stale_since"]) == (None, "2026-01-01T00:01:00Z")


def test_only_the_issues_that_linear_left_out_are_gone(
    bobs: LinearApi, link: dict[str, Any], sandbox: Sandbox
) -> None:
    assert bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-2"}).status_code == 200
    in_linear(sandbox, DELETE, id=link["id"])
    Issue.objects.update(asked_at=LONG_AGO, fetched_at=LONG_AGO)
    shown = bobs.get("linked_issues", conversation_id=1).json()["data"]
    assert [(each["issue"]["identifier"], bool(each["gone_since"])) for each in shown] == [
        ("ENG-1", True),
        ("ENG-2", False),
    ]
