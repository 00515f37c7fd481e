"""The sidebar in a frame: whom it is shown to, in whose pages, and that no cookie counts."""

import logging
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from conversations.access import membership_for
from conversations.embed_tokens import LIFETIME_SECONDS, embed_token_for
from conversations.embedding_origins import allow_origin, remove_origin
from conversations.models import Account, Conversation, User
from linear_integration.models import Hook

from .conftest import Browser, words_of

ORIGIN = "https://desk.example.com"


@pytest.fixture(autouse=True)
def _allowed(acme_support: Account) -> None:
    allow_origin(acme_support, ORIGIN)
    acme_support.refresh_from_db()


def token_of(user: User, conversation: Conversation) -> str:
    member = membership_for(user, conversation.account_id)
    return embed_token_for(member, conversation, origin=ORIGIN).signed()


def opened(conversation: Conversation, token: str | None, **query: str) -> Any:
    """Open the frame as a browser does that sends no cookie."""
    named = query if token is None else {"token": token, **query}
    return Client().get(f"/embed/conversations/{conversation.display_id}?{urlencode(named)}")


def ancestors(response: Any) -> str:
    """Return who may frame a page, as its policy says."""
    policy = response["Content-Security-Policy"]
    found = [rule for rule in policy.split("; ") if rule.startswith("frame-ancestors")]
    assert len(found) == 1
    return str(found[0].removeprefix("frame-ancestors "))


def assert_framed_by_nobody(response: Any) -> None:
    assert ancestors(response) == "'none'"
    assert response["X-Frame-Options"] == "DENY"
    assert response.status_code == 403
    assert "linear-sidebar" not in response.content.decode()


def test_a_token_shows_the_sidebar_alone(bob: User, conversation: Conversation, hook: Hook) -> None:
    response = opened(conversation, token_of(bob, conversation))
    assert response.status_code == 200
    text = response.content.decode()
    assert f'conversation="{conversation.display_id}"' in text
    assert 'data-subject="The export fails"' in text
    assert "top-bar" not in text
    assert "csrf" not in text


def test_the_allowed_page_alone_may_frame_it(
    bob: User, conversation: Conversation, acme_support: Account
) -> None:
    allow_origin(acme_support, "https://other.example.com")
    response = opened(conversation, token_of(bob, conversation))
    assert ancestors(response) == ORIGIN
    assert "X-Frame-Options" not in response
    assert f'data-parent="{ORIGIN}"' in response.content.decode()


def test_an_answer_is_kept_by_nobody_and_names_its_address_to_nobody(
    bob: User, conversation: Conversation
) -> None:
    for token in (token_of(bob, conversation), None):
        response = opened(conversation, token)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


def test_without_a_token_a_session_shows_nothing_and_no_page_may_frame_it(
    browser: Browser, alice: User, conversation: Conversation
) -> None:
    path = f"/embed/conversations/{conversation.display_id}"
    assert_framed_by_nobody(browser(alice).get(path))
    assert_framed_by_nobody(browser(alice).get(path, {"token": ""}))


def test_a_token_of_another_conversation_or_that_was_changed_is_none(
    alice: User, conversation: Conversation, other_inbox_conversation: Conversation
) -> None:
    token = token_of(alice, conversation)
    assert_framed_by_nobody(opened(other_inbox_conversation, token))
    for changed in ("x", f"{token}x", token[::-1], token.replace(":", "")):
        assert_framed_by_nobody(opened(conversation, changed))


def test_once_the_address_is_taken_off_the_list_no_page_may_frame_it(
    bob: User, conversation: Conversation, acme_support: Account
) -> None:
    token = token_of(bob, conversation)
    remove_origin(acme_support, ORIGIN)
    assert_framed_by_nobody(opened(conversation, token))


def test_a_token_that_has_ended_says_so_in_its_page(
    bob: User, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(bob, conversation)
    later = time.time() + LIFETIME_SECONDS + 1
    monkeypatch.setattr("conversations.embed_tokens.time.time", lambda: later)
    response = opened(conversation, token)
    assert response.status_code == 403
    assert "The time of this view is over." in words_of(response)
    assert ancestors(response) == ORIGIN


@pytest.mark.parametrize("lost", ["inbox", "account", "sign-in"])
def test_who_has_lost_the_right_sees_no_conversation(
    bob: User, conversation: Conversation, lost: str
) -> None:
    token = token_of(bob, conversation)
    if lost == "inbox":
        conversation.inbox.members.remove(bob)
    elif lost == "account":
        bob.memberships.all().delete()
    else:
        User.objects.filter(pk=bob.pk).update(is_active=False)
    response = opened(conversation, token)
    assert response.status_code == 404
    assert "You may not see this conversation's Linear issues." in words_of(response)
    assert conversation.subject not in response.content.decode()
    assert ancestors(response) == ORIGIN


def test_an_account_without_the_feature_says_so(
    bob: User, conversation: Conversation, acme_support: Account
) -> None:
    token = token_of(bob, conversation)
    Account.objects.filter(pk=acme_support.pk).update(features=[])
    response = opened(conversation, token)
    assert response.status_code == 403
    assert "switched off for this account" in words_of(response)


def test_theme_and_language_are_those_of_the_page_around_it(
    bob: User, conversation: Conversation
) -> None:
    token = token_of(bob, conversation)
    text = opened(conversation, token, theme="dark", language="de").content.decode()
    assert 'data-theme="dark"' in text
    assert '<html lang="de"' in text
    text = opened(conversation, token, theme='"><script>', language="xx").content.decode()
    assert "data-theme" not in text
    assert '<html lang="en"' in text


def test_a_token_is_not_logged(
    bob: User, conversation: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    token = token_of(bob, conversation)
    with caplog.at_level(logging.DEBUG):
        for sent in (token, f"{token}x"):
            assert opened(conversation, sent).status_code in (200, 403)
    assert "request.done" in caplog.text
    assert not [record for record in caplog.records if token in str(vars(record))]
