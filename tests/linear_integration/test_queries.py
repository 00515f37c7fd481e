"""How often a call asks the database: that is what most of its time goes into."""

import pytest
from pytest_django import DjangoAssertNumQueries

from conversations.models import Conversation
from linear_integration.models import Hook

from .conftest import LinearApi

# Calls to Linear are refused inside a transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_sidebars_first_paint_asks_for_member_conversation_and_links_only(
    bobs: LinearApi,
    conversation: Conversation,
    team: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    body = {"conversation_id": conversation.display_id, "team_id": team, "title": "Broken"}
    assert bobs.post("create_issue", body).status_code == 200
    with django_assert_num_queries(3):
        shown = bobs.get("linked_issues", conversation_id=conversation.display_id, refresh="false")
    assert len(shown.json()["data"]) == 1


def test_the_first_paint_tells_no_links_from_no_connection(
    bobs: LinearApi, conversation: Conversation, acme: Hook
) -> None:
    listing = {"conversation_id": conversation.display_id, "refresh": "false"}
    assert bobs.get("linked_issues", **listing).json()["data"] == []
    acme.delete()
    assert bobs.get("linked_issues", **listing).json()["error"]["code"] == "not_connected"
