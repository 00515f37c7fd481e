"""Conversations and messages through the API."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.response import Response

from conversations.conversations import create_conversation, create_message
from conversations.models import Conversation, Message
from conversations.notes import post_note

from ...cast import Cast
from ...conftest import ApiFactory

Call = Callable[..., Response]


@pytest.fixture
def get(cast: Cast, api: ApiFactory) -> Call:
    """Get a path of the account as Alice."""
    client = api(cast.alice)
    base = f"/api/v1/accounts/{cast.acme_support.pk}"
    return lambda path, **query: client.get(f"{base}{path}", query)


@pytest.fixture
def post(cast: Cast, api: ApiFactory) -> Call:
    """Post to a path of the account as Bob."""
    client = api(cast.bob)
    base = f"/api/v1/accounts/{cast.acme_support.pk}"
    return lambda path, body: client.post(f"{base}{path}", body)


def test_a_conversation_is_shown_whole(cast: Cast, get: Call) -> None:
    shown = get("/conversations/1").data["data"]
    assert (shown["display_id"], shown["status"]) == (1, "open")
    assert shown["subject"] == "The export fails"
    assert shown["inbox"] == {"id": cast.website.pk, "name": "Website", "channel": "website"}
    assert shown["contact"]["email"] == "ingrid@northwind.example"
    assert shown["contact"]["company"]["name"] == "Northwind"
    assert shown["assignee"] is None


def test_the_list_has_the_latest_activity_first(cast: Cast, get: Call) -> None:
    assert display_ids(get("/conversations")) == [2, 1]
    create_message(cast.conversation, content="Any news?", message_type="incoming")
    assert display_ids(get("/conversations")) == [1, 2]


def test_an_agent_finds_nothing_of_another_inbox(cast: Cast, api: ApiFactory) -> None:
    path, query = f"/api/v1/accounts/{cast.acme_support.pk}/conversations", {"q": "Renewal"}
    assert api(cast.bob).get(path, query).data["data"] == []
    assert display_ids(api(cast.alice).get(path, query)) == [2]


def test_the_list_is_filtered_by_status_inbox_and_text(cast: Cast, get: Call) -> None:
    Conversation.objects.filter(pk=cast.conversation.pk).update(status="resolved")
    assert display_ids(get("/conversations", status="resolved")) == [1]
    assert display_ids(get("/conversations", inbox_id=cast.enterprise.pk)) == [2]
    assert display_ids(get("/conversations", status="open", inbox_id=cast.website.pk)) == []


@pytest.mark.parametrize("text", ["INGRID", "northwind.example", "export", "segfault"])
def test_text_is_found_in_contact_subject_and_messages(cast: Cast, get: Call, text: str) -> None:
    for content in ("A Segfault", "the same segfault again"):
        create_message(cast.conversation, content=content, message_type="incoming")
    Conversation.objects.exclude(pk=cast.conversation.pk).delete()
    response = get("/conversations", q=text)
    assert (display_ids(response), response.data["meta"]["count"]) == ([1], 1)


def test_wildcards_are_only_text(cast: Cast, get: Call) -> None:
    assert display_ids(get("/conversations", q="%")) == []
    create_message(cast.conversation, content="100% of them", message_type="incoming")
    assert display_ids(get("/conversations", q="%")) == [1]


def test_the_list_comes_in_pages(cast: Cast, get: Call) -> None:
    for _ in range(3):
        create_conversation(cast.acme_support, inbox=cast.email, contact=cast.contact)
    pages = [get("/conversations", page=page, per_page=2) for page in (1, 2, 3, 4)]
    assert [display_ids(page) for page in pages] == [[5, 4], [3, 2], [1], []]
    assert pages[1].data["meta"] == {"page": 2, "pages": 3, "count": 5}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "x"),
        ("page", str(2**63)),
        ("per_page", "101"),
        ("status", "closed"),
        ("inbox_id", "x"),
        ("q", "\0"),
        ("q", "x" * 201),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(get: Call, name: str, value: str) -> None:
    response = get("/conversations", **{name: value})
    assert response.status_code == 422
    assert list(response.data["error"]["fields"]) == [name]


def test_the_list_needs_few_queries(
    cast: Cast, get: Call, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        create_conversation(
            cast.acme_support, inbox=cast.email, contact=cast.contact, assignee=cast.bob
        )
    get("/inboxes")
    with django_assert_max_num_queries(3):
        get("/conversations")


def test_a_conversation_is_created_under_the_next_number(cast: Cast, post: Call) -> None:
    ids = {"inbox_id": cast.email.pk, "contact_id": cast.contact.pk}
    response = post("/conversations", {**ids, "subject": "  Invoices  "})
    assert response.status_code == 201
    assert response.data["data"]["display_id"] == 3
    assert response.data["data"]["subject"] == "Invoices"
    assert Conversation.objects.get(display_id=3).inbox == cast.email


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"inbox_id": "1", "contact_id": 1},
        {"inbox_id": 1, "contact_id": True},
        {"inbox_id": 1.5, "contact_id": 1},
        {"inbox_id": None, "contact_id": 1},
        {"inbox_id": 1, "contact_id": 1, "subject": "x" * 256},
        {"inbox_id": 1, "contact_id": 1, "subject": "a\0b"},
    ],
)
def test_a_conversation_with_wrong_input_is_refused(post: Call, body: Any) -> None:
    before = Conversation.objects.count()
    assert post("/conversations", body).status_code == 422
    assert Conversation.objects.count() == before


def test_a_status_is_given_and_noted(cast: Cast, post: Call) -> None:
    response = post("/conversations/1/toggle_status", {"status": "snoozed"})
    assert response.data["data"]["status"] == "snoozed"
    assert cast.conversation.messages.filter(message_type="activity").count() == 1
    assert post("/conversations/1/toggle_status", {"status": "gone"}).status_code == 422
    assert post("/conversations/1/toggle_status", {}).status_code == 422


def test_messages_come_oldest_first_and_after_an_id(cast: Cast, get: Call) -> None:
    for number in range(4):
        create_message(cast.conversation, content=f"Number {number}", sender=cast.bob)
    first = get("/conversations/1/messages", per_page=3)
    assert contents(first) == ["The export fails. Please help!", "Number 0", "Number 1"]
    assert first.data["meta"] == {"page": 1, "pages": 2, "count": 5}
    later = get("/conversations/1/messages", after=first.data["data"][-1]["id"])
    assert contents(later) == ["Number 2", "Number 3"]
    assert get("/conversations/1/messages", after=2**63).status_code == 422


@pytest.mark.parametrize(
    ("body", "sender"),
    [
        ({"content": "Fixed!"}, "Bob"),
        ({"content": "Known bug", "private": True}, "Bob"),
        ({"content": "Still broken", "message_type": "incoming"}, None),
    ],
)
def test_replies_notes_and_what_the_contact_wrote_are_saved(
    cast: Cast, post: Call, body: dict[str, Any], sender: str | None
) -> None:
    response = post("/conversations/1/messages", body)
    assert response.status_code == 201
    shown = response.data["data"]
    assert shown["message_type"] == body.get("message_type", "outgoing")
    assert shown["private"] == body.get("private", False)
    assert (shown["sender"] or {}).get("name") == sender
    assert cast.conversation.messages.order_by("id").last() == Message.objects.get(id=shown["id"])


def test_a_message_says_which_part_of_the_product_wrote_it(cast: Cast, get: Call) -> None:
    post_note(cast.conversation, "ENG-1 was completed", author="Linear")
    shown = get("/conversations/1/messages").data["data"]
    assert [(each["sender"], each["author"]) for each in shown] == [(None, ""), (None, "Linear")]


def test_markdown_emoji_and_code_come_back_unchanged(cast: Cast, post: Call) -> None:
    content = '**Bold** "quoted" \\ `}){` 🙂\n\n```js\nthrow 1\n```'
    assert post("/conversations/1/messages", {"content": content}).data["data"]["content"] == (
        content
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"content": ""},
        {"content": " \n\t"},
        {"content": "\u200b\u2060\ufeff"},
        {"content": "a\0b"},
        {"content": 5},
        {"content": ["Hi"]},
        {"content": None},
        {"content": "x" * 100_001},
        {"content": "Hi", "message_type": "activity"},
        {"content": "Hi", "private": "perhaps"},
        {"content": "Hi", "private": None},
        {"content": "Hi", "message_type": "incoming", "private": True},
    ],
)
def test_a_message_with_wrong_input_is_refused(cast: Cast, post: Call, body: Any) -> None:
    before = Message.objects.count()
    response = post("/conversations/1/messages", body)
    assert response.status_code == 422
    assert response.data["error"]["fields"]
    assert Message.objects.count() == before


def display_ids(response: Response) -> list[int]:
    return [row["display_id"] for row in response.data["data"]]


def contents(response: Response) -> list[str]:
    return [row["content"] for row in response.data["data"]]


def test_a_conversation_is_assigned_and_given_back(cast: Cast, get: Call, post: Call) -> None:
    answer = post("/conversations/1/assignments", {"assignee_id": cast.bob.pk})
    assert answer.data["data"]["assignee"]["name"] == "Bob"
    assert get("/conversations/1").data["data"]["assignee"]["id"] == cast.bob.pk
    assert post("/conversations/1/assignments", {"assignee_id": None}).status_code == 200
    assert get("/conversations/1").data["data"]["assignee"] is None
    lines = [each["content"] for each in get("/conversations/1/messages").data["data"][1:]]
    assert lines == ["Assigned to Bob by Bob", "Conversation was unassigned by Bob"]


def test_only_who_sees_the_inbox_is_assigned(cast: Cast, post: Call) -> None:
    path = "/conversations/1/assignments"
    for stranger in (cast.carol, cast.dan):
        assert post(path, {"assignee_id": stranger.pk}).status_code == 404
    for body in ({}, {"assignee_id": "1"}, {"assignee_id": True}):
        assert post(path, body).status_code == 422
    assert not cast.conversation.messages.filter(message_type="activity").exists()
