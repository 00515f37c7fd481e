"""The issues that were linked last, as a search shows them before anything is typed."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from conversations.embedding_origins import allow_origin
from conversations.models import Account, Conversation, User
from linear_integration.models import Hook, Issue

from ..conftest import ApiFactory
from ..sandbox_process import Sandbox
from .asking import in_linear
from .conftest import LinearApi, LinearFactory

pytestmark = pytest.mark.django_db(transaction=True)

ARCHIVE = "mutation ($id: String!) { issueArchive(id: $id) { success } }"


def link(who: LinearApi, issue: str, number: int = 1) -> dict[str, Any]:
    """Link an issue to a conversation."""
    answer = who.post("link_issue", {"conversation_id": number, "issue_id": issue})
    assert answer.status_code == 200, answer.content
    return dict(answer.json()["data"])


def recent(who: LinearApi) -> list[str]:
    """Return the identifiers that somebody is shown."""
    answer = who.get("recent_issues")
    assert answer.status_code == 200, answer.content
    return [issue["identifier"] for issue in answer.json()["data"]]


def test_the_latest_link_comes_first_and_each_issue_once(
    alices: LinearApi, conversation: Conversation, other_inbox_conversation: Conversation
) -> None:
    for issue in ("ENG-1", "ENG-2", "ENG-3"):
        link(alices, issue)
    link(alices, "ENG-1", number=2)
    assert recent(alices) == ["ENG-1", "ENG-3", "ENG-2"]


def test_an_agent_is_shown_what_is_linked_where_they_see_it(
    alices: LinearApi,
    bobs: LinearApi,
    conversation: Conversation,
    other_inbox_conversation: Conversation,
) -> None:
    link(alices, "ENG-1", number=2)
    link(alices, "ENG-2", number=1)
    assert recent(bobs) == ["ENG-2"]


def test_a_frame_is_shown_what_its_agent_is_though_it_sees_one_conversation(
    alices: LinearApi,
    api: ApiFactory,
    acme_support: Account,
    conversation: Conversation,
    other_inbox_conversation: Conversation,
) -> None:
    origin = allow_origin(acme_support, "https://desk.example.com")
    link(alices, "ENG-1", number=2)
    answer = alices.post("embed_token", {"conversation_id": 1, "origin": origin})
    header = f"Embed {answer.json()['data']['token']}"
    path = f"/api/v1/accounts/{acme_support.pk}/integrations/linear/recent_issues"
    found = api(None).get(path, HTTP_AUTHORIZATION=header).json()["data"]
    assert [issue["identifier"] for issue in found] == ["ENG-1"]


def test_ten_are_enough(bobs: LinearApi, conversation: Conversation) -> None:
    for number in range(1, 12):
        link(bobs, f"ENG-{number}")
    assert recent(bobs) == [f"ENG-{number}" for number in range(11, 1, -1)]


def test_they_look_as_a_search_shows_them_and_linear_is_not_asked(
    bobs: LinearApi,
    conversation: Conversation,
    sandbox: Sandbox,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    link(bobs, "ENG-1")
    found = bobs.get("search_issue", q="ENG-1").json()
    before = len(sandbox.requests())
    # Member, links, issues.
    with django_assert_num_queries(3):
        shown = bobs.get("recent_issues").json()
    assert shown == found
    assert len(sandbox.requests()) == before


def test_what_is_archived_or_gone_is_not_offered(
    bobs: LinearApi, conversation: Conversation, sandbox: Sandbox
) -> None:
    archived, gone = link(bobs, "ENG-1"), link(bobs, "ENG-2")
    link(bobs, "ENG-3")
    in_linear(sandbox, ARCHIVE, id=archived["id"])
    Issue.objects.update(asked_at="2026-01-01T00:00:00Z")
    bobs.get("linked_issues", conversation_id=1)
    Issue.objects.filter(linear_id=gone["id"]).update(gone_at="2026-01-01T00:00:00Z")
    assert recent(bobs) == ["ENG-3"]


def test_with_several_workspaces_each_says_which_and_the_connected_ones_count(
    linear: LinearFactory,
    alices: LinearApi,
    acme_support: Account,
    alice: User,
    acme: Hook,
    conversation: Conversation,
) -> None:
    link(alices, "ENG-1")
    acme.delete()
    assert alices.get("recent_issues").json()["error"]["code"] == "not_connected"
    assert alices.post("api_key", {"api_key": "lin_api_demo_globex"}).status_code == 200
    assert recent(alices) == []
    link(alices, "BIG-1")
    [shown] = alices.get("recent_issues").json()["data"]
    [workspace] = alices.get().json()["data"]["workspaces"]
    assert (shown["identifier"], shown["workspace_id"]) == ("BIG-1", workspace["id"])
