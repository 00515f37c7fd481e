"""API tokens: shown once, listed without their text, revoked after a question."""

import re

import pytest
from django.test import Client

from conversations.models import APIToken, User
from conversations.tokens import store_token, user_for_token

from .conftest import Browser

PAGE = "/app/tokens"


def create(client: Client, name: str) -> str:
    text = client.post(PAGE, {"name": name}).content.decode()
    found = re.search(r'id="new-token"[^>]* value="([^"]+)"', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("person", ["alice", "bob", "dan"])
def test_everybody_creates_tokens_of_their_own(
    browser: Browser, person: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)
    raw = create(browser(user), "Nightly export")
    assert user_for_token(raw) == user


def test_a_token_is_shown_once_with_a_command_to_try_it(browser: Browser, bob: User) -> None:
    client = browser(bob)
    response = client.post(PAGE, {"name": "Nightly export"})
    raw = response.context["created_token"]
    curl = f"curl --header &quot;Authorization: Bearer {raw}&quot; http://localhost:8000/api/v1"
    assert curl in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    text = client.get(PAGE).content.decode()
    assert "Nightly export" in text
    assert "never used" in text
    assert raw not in text


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (" ", "Give the token a name."),
        ("Export", "You have a token of this name already."),
        ("x" * 101, "at most 100 characters"),
    ],
)
def test_a_form_that_is_wrong_or_sent_again_makes_no_token(
    browser: Browser, bob: User, name: str, problem: str
) -> None:
    client = browser(bob)
    create(client, "Export")
    response = client.post(PAGE, {"name": name})
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()
    assert APIToken.objects.filter(user=bob).count() == 1


def test_the_name_of_a_revoked_token_is_free_again(browser: Browser, bob: User) -> None:
    client = browser(bob)
    first = create(client, "Export")
    client.post(f"{PAGE}/{APIToken.objects.get().pk}/revoke")
    second = create(client, "Export")
    assert (user_for_token(first), user_for_token(second)) == (None, bob)


def test_revoking_asks_first_and_may_be_sent_twice(browser: Browser, bob: User) -> None:
    token = store_token(bob, "Export", "raw-token")
    assert user_for_token("raw-token") == bob
    client, revoke = browser(bob), f"{PAGE}/{token.pk}/revoke"
    question = client.get(revoke).content.decode()
    assert "within 15 seconds" in question
    assert f'href="{PAGE}" autofocus' in question
    assert user_for_token("raw-token") == bob
    for _ in range(2):
        response = client.post(revoke, follow=True)
        assert response.redirect_chain == [(PAGE, 302)]
        assert "The token Export is revoked" in response.content.decode()
        assert user_for_token("raw-token") is None
    assert "You have no token." in client.get(PAGE).content.decode()


def test_nobody_sees_or_revokes_the_token_of_another(
    browser: Browser, alice: User, bob: User
) -> None:
    token = store_token(bob, "Bobs own", "raw-token")
    client = browser(alice)
    assert "Bobs own" not in client.get(PAGE).content.decode()
    for method in (client.get, client.post):
        assert method(f"{PAGE}/{token.pk}/revoke").status_code == 404
    assert user_for_token("raw-token") == bob


def test_the_page_is_reached_from_every_page(browser: Browser, bob: User, dan: User) -> None:
    for user in (bob, dan):
        assert f'<a href="{PAGE}">API tokens</a>' in (
            browser(user).get("/", follow=True).content.decode()
        )
