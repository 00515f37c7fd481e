"""The page of one conversation, without any script."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conversations.activity import post_activity
from conversations.conversations import (
    assign,
    create_conversation,
    create_message,
    toggle_status,
)
from conversations.models import Account, Contact, Conversation, Membership, Message, User
from conversations.notes import post_note

from .conftest import Browser


def address(conversation: Conversation, rest: str = "") -> str:
    return f"/app/accounts/{conversation.account_id}/conversations/{conversation.display_id}{rest}"


def test_the_thread_shows_every_kind_of_message(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    create_message(conversation, content="On it", sender=bob)
    create_message(conversation, content="<b>Beware</b>", sender=bob, private=True)
    post_activity(
        conversation,
        "Created Linear issue [ENG-123]",
        by=bob,
        links={"ENG-123": "https://linear.app/acme/issue/ENG-123"},
    )
    text = browser(bob).get(address(conversation)).content.decode()
    assert "The export fails. Please help!" in text
    assert "On it" in text
    assert "&lt;b&gt;Beware&lt;/b&gt;" in text
    assert "Private note" in text
    assert (
        'Created Linear issue [<a href="https://linear.app/acme/issue/ENG-123" target="_blank"'
        ' rel="noopener noreferrer">ENG-123</a>]'
    ) in text


def test_a_note_of_the_products_own_names_its_author_and_quotes_as_text(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    post_note(conversation, "Jo commented:\n\n> It *works* <b>now</b>", author="Linear")
    for part in ("", "/thread"):
        text = browser(bob).get(address(conversation, part)).content.decode()
        assert '<strong dir="auto">Linear</strong>' in text
        assert '<blockquote dir="auto">It *works* &lt;b&gt;now&lt;/b&gt;</blockquote>' in text
        assert "Somebody who has left" not in text


def test_a_link_that_runs_a_script_stays_text(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    post_activity(conversation, "See [this]", by=bob, links={"this": "javascript:alert(1)"})
    assert b"javascript:" not in browser(bob).get(address(conversation)).content


@pytest.mark.parametrize(("kind", "private"), [("reply", False), ("private", True)])
def test_a_form_post_writes_a_reply_or_a_private_note(
    browser: Browser, bob: User, conversation: Conversation, kind: str, private: bool
) -> None:
    response = browser(bob).post(
        address(conversation, "/messages"), {"content": "Hello", "kind": kind}
    )
    assert response["Location"] == address(conversation)
    message = conversation.messages.get(content="Hello")
    assert (message.message_type, message.private, message.sender) == ("outgoing", private, bob)


def test_a_message_whose_answer_was_lost_is_sent_again_and_saved_once(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    client = browser(bob)
    key = str(client.get(address(conversation)).context["form"]["key"].value())

    def send(content: str, key: str, kind: str = "reply") -> int:
        data = {"content": content, "kind": kind, "key": key}
        headers = {"X-Requested-With": "fetch"}
        return client.post(address(conversation, "/messages"), data, headers=headers).status_code

    for content, kind in (("Hi", "reply"), ("Hi", "reply"), ("Hi", "private"), ("Hello", "reply")):
        assert send(content, key, kind) == 204
    assert send("Hi", str(uuid4())) == 204
    sent = conversation.messages.filter(message_type="outgoing").order_by("id")
    assert [(each.content, each.private) for each in sent] == [
        ("Hi", False),
        ("Hi", True),
        ("Hello", False),
        ("Hi", False),
    ]
    assert send("Hi", "nonsense") == 422


def test_an_address_in_a_message_becomes_a_link(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    text = "See https://example.com/?a=1&b=<2, or javascript:alert(1)"
    create_message(conversation, content=text, message_type="incoming")
    shown = _thread(browser(bob).get(address(conversation)).content.decode())
    assert (
        'See <a href="https://example.com/?a=1&amp;b=" target="_blank"'
        ' rel="noopener noreferrer ugc">https://example.com/?a=1&amp;b=</a>&lt;2, or javascript:'
    ) in shown


def test_each_day_begins_with_its_date(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    for day, content in ((3, "One"), (3, "Two"), (4, "Three")):
        create_message(
            conversation,
            content=content,
            sender=bob,
            created_at=datetime(2031, 3, day, 12, tzinfo=UTC),
        )
    shown = _thread(browser(bob).get(address(conversation)).content.decode())
    assert shown.count('class="day"') == 3
    assert shown.count(">3 Mar 2031<") == shown.count(">4 Mar 2031<") == 1


def test_an_empty_message_comes_back_with_a_reason(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    response = browser(bob).post(
        address(conversation, "/messages"), {"content": "  ", "kind": "private"}
    )
    assert response.status_code == 422
    assert b"Write something first." in response.content
    assert conversation.messages.count() == 1


def test_what_the_api_refuses_the_page_refuses_too(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    client = browser(bob)
    for content in ("\u200b", "\u3164 ", "x" * 100_001):
        data = {"content": content, "kind": "reply"}
        assert client.post(address(conversation, "/messages"), data).status_code == 422
    longest = {"content": "x" * 50_000 + "\r\n" + "x" * 49_999, "kind": "reply"}
    assert client.post(address(conversation, "/messages"), longest).status_code == 302
    assert "\r" not in conversation.messages.latest("id").content


def test_an_activity_names_its_sender_whatever_they_are_called(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    bob.name = "Lin"
    bob.save()
    post_activity(conversation, "Created Linear issue [ENG-1]", by=bob)
    toggle_status(conversation, "resolved", by=bob)
    text = _thread(browser(bob).get(address(conversation)).content.decode())
    assert text.count("<bdi>Lin</bdi>") == 1
    assert "marked resolved by Lin" in text


def test_no_page_asks_the_database_more_the_more_there_is(
    browser: Browser,
    bob: User,
    conversation: Conversation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        account = Account.objects.create(name=f"Account {number}")
        Membership.objects.create(account=account, user=bob)
        contact = Contact.objects.create(account=conversation.account, name=f"Contact {number}")
        create_conversation(conversation.account, inbox=conversation.inbox, contact=contact)
    Message.objects.bulk_create(
        Message(conversation=conversation, message_type="outgoing", content="x", sender=bob)
        for _ in range(5000)
    )
    client = browser(bob)
    with django_assert_max_num_queries(12):
        client.get(address(conversation))
    with django_assert_max_num_queries(11):
        client.get(f"/app/accounts/{conversation.account_id}/conversations")


def test_a_message_needs_the_csrf_token(bob: User, conversation: Conversation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    response = client.post(address(conversation, "/messages"), {"content": "x", "kind": "reply"})
    assert response.status_code == 403
    assert b"This form has expired" in response.content


def test_the_status_is_resolved_and_reopened(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    client = browser(bob)
    for status in ("resolved", "open", "snoozed", "pending"):
        client.post(address(conversation, "/status"), {"status": status})
        conversation.refresh_from_db()
        assert conversation.status == status
    assert client.post(address(conversation, "/status"), {"status": "gone"}).status_code == 302
    conversation.refresh_from_db()
    assert conversation.status == "pending"


def test_the_conversation_is_assigned_to_one_of_those_who_see_it(
    browser: Browser, alice: User, bob: User, carol: User, conversation: Conversation
) -> None:
    client = browser(bob)
    shown = client.get(address(conversation)).content.decode()
    assert "Assign to me" in shown
    assert "Carol" not in shown
    for assignee, value in ((alice, str(alice.pk)), (bob, str(bob.pk)), (None, "")):
        response = client.post(address(conversation, "/assignee"), {"assignee_id": value})
        assert response["Location"] == address(conversation)
        conversation.refresh_from_db()
        assert conversation.assignee == assignee
    stranger = {"assignee_id": str(carol.pk)}
    assert client.post(address(conversation, "/assignee"), stranger).status_code == 404
    assert client.post(address(conversation, "/assignee"), {"assignee_id": "x"}).status_code == 302
    conversation.refresh_from_db()
    assert conversation.assignee is None


def test_what_one_may_not_see_is_not_there(
    browser: Browser,
    bob: User,
    carol: User,
    dan: User,
    conversation: Conversation,
    other_inbox_conversation: Conversation,
) -> None:
    for user, guarded in (
        (bob, other_inbox_conversation),
        (carol, conversation),
        (dan, conversation),
    ):
        client = browser(user)
        assert client.get(address(guarded)).status_code == 404
        assert client.get(address(guarded, "/thread")).status_code == 404
        for rest in ("/messages", "/status", "/assignee"):
            data = {"content": "x", "kind": "reply", "status": "resolved", "assignee_id": ""}
            assert client.post(address(guarded, rest), data).status_code == 404
        assert guarded.messages.count() == 1


def test_the_thread_alone_is_answered_for_a_page_that_is_open(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    response = browser(bob).get(address(conversation, "/thread"))
    text = response.content.decode()
    assert 'class="conversation-head"' in text
    assert "The export fails. Please help!" in text
    assert "<html" not in text


def test_an_unchanged_thread_is_not_sent_again(
    browser: Browser,
    alice: User,
    bob: User,
    conversation: Conversation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser(bob)
    page = client.get(address(conversation))

    def asked_again(tag: str) -> HttpResponseBase:
        return client.get(address(conversation, "/thread"), headers={"If-None-Match": tag})

    tag = page.context["tag"]
    # Who asks (session, person, membership), the conversation, and its newest message.
    with django_assert_num_queries(5):
        assert asked_again(tag).status_code == 304
    changes: list[Callable[[], object]] = [
        lambda: create_message(conversation, content="News", message_type="incoming"),
        lambda: toggle_status(conversation, "pending", by=alice),
        lambda: assign(conversation, alice, by=alice),
        lambda: post_activity(conversation, "Imported", by=None),
    ]
    for change in changes:
        change()
        response = asked_again(tag)
        assert response.status_code == 200
        tag = response["ETag"]
        assert asked_again(tag).status_code == 304


def test_a_long_thread_shows_the_latest_messages_and_the_way_to_earlier_ones(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    Message.objects.bulk_create(
        Message(conversation=conversation, message_type="outgoing", content=f"<{number}>")
        for number in range(100)
    )
    client = browser(bob)
    latest = client.get(address(conversation))
    assert "The export fails. Please help!" not in _thread(latest.content.decode())
    earlier = client.get(f"{address(conversation)}?before={latest.context['earlier']}")
    assert "The export fails. Please help!" in _thread(earlier.content.decode())
    for before in ("9" * 40, "9" * 5000, str(2**63), "-1", "x"):
        assert client.get(f"{address(conversation)}?before={before}").context["before"] == ""


def test_the_panel_gets_what_the_create_form_begins_with(
    browser: Browser, alice: User, bob: User, conversation: Conversation
) -> None:
    create_message(conversation, content='Say "hi"\nplease', message_type="incoming")
    text = browser(bob).get(address(conversation)).content.decode()
    assert 'data-subject="The export fails"' in text
    assert 'data-quote="Say &quot;hi&quot;\nplease"' in text
    assert 'data-contact="Ingrid Berg (Northwind)"' in text
    assert f'data-url="http://localhost:8000{address(conversation)}"' in text
    assert "can-manage" not in text
    assert "can-manage" in browser(alice).get(address(conversation)).content.decode()


def test_there_is_no_panel_where_the_feature_is_off(
    browser: Browser, alice: User, acme_support: Account, conversation: Conversation
) -> None:
    acme_support.features = []
    acme_support.save()
    assert b"linear-sidebar" not in browser(alice).get(address(conversation)).content


def test_no_page_has_an_inline_script_or_style(
    browser: Browser, alice: User, conversation: Conversation
) -> None:
    response = browser(alice).get(address(conversation))
    text = response.content.decode()
    assert "style=" not in text
    assert "<style" not in text
    scripts = [tag.split(">")[0] for tag in text.split("<script")[1:]]
    assert all(" src=" in tag or 'type="application/json"' in tag for tag in scripts)
    assert "default-src 'none'" in response["Content-Security-Policy"]


def _thread(page: str) -> str:
    return page.split('<ol class="messages"')[1].split("</ol>")[0]
