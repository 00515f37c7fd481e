"""Notifications through the API."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.response import Response
from rest_framework.test import APIClient

from conversations.conversations import create_conversation

from ...cast import Cast
from ...conftest import ApiFactory
from ...notifications import count_unread, tell

EVERYTHING: dict[str, Any] = {"conversation_id": None}


@pytest.fixture
def bobs(cast: Cast, api: ApiFactory) -> APIClient:
    """Bob's program."""
    return api(cast.bob)


def path_of(cast: Cast, rest: str = "") -> str:
    return f"/api/v1/accounts/{cast.acme_support.pk}/notifications{rest}"


def texts(response: Response) -> list[str]:
    return [each["text"] for each in response.data["data"]]


def test_notifications_come_newest_first_with_the_number_of_unread_ones(
    cast: Cast, bobs: APIClient
) -> None:
    for number in range(3):
        tell(cast.conversation, cast.bob, f"Event {number}")
    response = bobs.get(path_of(cast), {"per_page": 2})
    assert texts(response) == ["Event 2", "Event 1"]
    assert response.data["meta"] == {"page": 1, "pages": 2, "count": 3, "unread": 3}
    assert texts(bobs.get(path_of(cast), {"per_page": 2, "page": 2})) == ["Event 0"]
    assert bobs.get(path_of(cast), {"page": 0}).status_code == 422


def test_a_notification_says_what_happened_where_and_when(cast: Cast, bobs: APIClient) -> None:
    notification = tell(cast.conversation, cast.bob, "[ENG-1] is completed")
    links = notification.links = {"ENG-1": "https://linear.app/acme/issue/ENG-1"}
    notification.save()
    (shown,) = bobs.get(path_of(cast)).json()["data"]
    assert shown.pop("created_at").endswith("Z")
    assert shown == {
        "id": notification.pk,
        "text": "[ENG-1] is completed",
        "links": links,
        "conversation": {"display_id": 1, "subject": "The export fails"},
        "read_at": None,
    }


def test_all_are_marked_as_read(cast: Cast, bobs: APIClient) -> None:
    for _ in range(2):
        tell(cast.conversation, cast.bob)
    assert bobs.post(path_of(cast, "/read"), EVERYTHING).data["data"] == {"unread": 0}
    response = bobs.get(path_of(cast))
    assert response.data["meta"]["unread"] == 0
    assert None not in {each["read_at"] for each in response.data["data"]}


def test_one_conversations_are_marked_as_read_or_those_that_were_seen(
    cast: Cast, bobs: APIClient
) -> None:
    another = create_conversation(cast.acme_support, inbox=cast.website, contact=cast.contact)
    seen = tell(another, cast.bob)
    tell(another, cast.bob)
    tell(cast.conversation, cast.bob)
    for body, left in (
        ({"conversation_id": cast.conversation.display_id, "until": None}, 2),
        ({"conversation_id": None, "until": seen.pk}, 1),
        (EVERYTHING, 0),
    ):
        assert bobs.post(path_of(cast, "/read"), body).data["data"] == {"unread": left}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"conversation_id": "1"},
        EVERYTHING | {"until": -1},
        EVERYTHING | {"until": 2**63},
        EVERYTHING | {"all": True},
        [],
    ],
)
def test_a_body_with_wrong_input_reads_nothing(cast: Cast, bobs: APIClient, body: Any) -> None:
    tell(cast.conversation, cast.bob)
    assert bobs.post(path_of(cast, "/read"), body).status_code == 422
    assert count_unread(cast.bob) == 1


def test_nobody_has_another_persons_notifications(cast: Cast, api: ApiFactory) -> None:
    tell(cast.conversation, cast.bob)
    alices = api(cast.alice)
    assert alices.get(path_of(cast)).data["meta"]["count"] == 0
    assert alices.post(path_of(cast, "/read"), EVERYTHING).status_code == 200
    assert count_unread(cast.bob) == 1


def test_who_no_longer_sees_a_conversation_has_nothing_of_it(cast: Cast, bobs: APIClient) -> None:
    tell(cast.conversation, cast.bob)
    cast.website.members.remove(cast.bob)
    response = bobs.get(path_of(cast))
    assert (response.data["data"], response.data["meta"]["unread"]) == ([], 0)
    hidden = {"conversation_id": cast.conversation.display_id}
    assert bobs.post(path_of(cast, "/read"), hidden).status_code == 404
    assert count_unread(cast.bob) == 1


def test_a_page_takes_few_queries(
    cast: Cast, bobs: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        tell(cast.conversation, cast.bob)
    bobs.get(path_of(cast))
    # Membership, unread, number, rows: the token's person is remembered.
    with django_assert_num_queries(4):
        bobs.get(path_of(cast))
