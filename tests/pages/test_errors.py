"""What a person sees when something is wrong, and what whoever they ask can look up."""

import pytest
from django.test import Client

from conversations.models import Account, Conversation, User
from conversations.pages import conversation as page

from .conftest import Browser
from .test_conversation import address

FORM = "application/x-www-form-urlencoded"


def test_a_crash_names_the_request(
    browser: Browser, bob: User, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(page, "conversation_to_show", crash)
    client = browser(bob)
    client.raise_request_exception = False
    response = client.get(address(conversation))
    assert response.status_code == 500
    assert f"Request {response['X-Request-ID']}" in response.content.decode()


def test_a_refusal_names_the_request(browser: Browser, bob: User, acme_support: Account) -> None:
    response = browser(bob).get(f"/app/accounts/{acme_support.pk}/settings/integrations")
    assert response.status_code == 403
    assert f"Request {response['X-Request-ID']}" in response.content.decode()


def test_what_is_too_long_to_be_read_is_answered_by_a_page(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    body = b"kind=reply&content=" + b"%F0%9F%99%82" * 100_000
    response = browser(bob).generic("POST", address(conversation, "/messages"), body, FORM)
    assert response.status_code == 400
    assert b"This request can&#x27;t be read" in response.content.replace(b"'", b"&#x27;")


@pytest.mark.parametrize("number", [2**63, "9" * 5000])
def test_a_number_that_no_database_holds_is_not_found(
    browser: Browser, alice: User, conversation: Conversation, number: object
) -> None:
    client, account = browser(alice), f"/app/accounts/{conversation.account_id}"
    for guarded in (
        f"/app/accounts/{number}/conversations",
        f"/app/accounts/{number}/settings/integrations",
        f"{account}/conversations/{number}",
        f"{account}/settings/integrations/linear/{number}/disconnect",
    ):
        assert client.get(guarded).status_code == 404


def test_a_page_of_another_sign_in_is_told_to_reload(bob: User, conversation: Conversation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    messages = f"/api/v1{address(conversation, '/messages').removeprefix('/app')}"
    response = client.post(messages, {"content": "Hi"}, "application/json")
    assert response.status_code == 403
    assert "Reload it and try again." in response.json()["error"]["message"]
