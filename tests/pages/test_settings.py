"""Settings > Integrations > Linear: who may, what it says, and the way to Linear."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from pytest_django import Settings

from conversations.models import Account, User
from linear_integration import connection
from linear_integration.linear.errors import Unavailable
from linear_integration.models import Hook

from .conftest import Browser

ROOT = "/app/accounts/{}/settings/integrations"


@pytest.fixture
def application(settings: Settings) -> None:
    """An OAuth application of ours at Linear."""
    settings.LINEAR_CLIENT_ID = "client-id"
    settings.LINEAR_CLIENT_SECRET = "client-secret"


@pytest.mark.parametrize("rest", ["", "/linear", "/linear/{hook}/disconnect"])
def test_pages_are_for_administrators_only(
    browser: Browser, alice: User, bob: User, carol: User, dan: User, hook: Hook, rest: str
) -> None:
    page = (ROOT + rest.format(hook=hook.pk)).format(hook.workspace.account_id)
    statuses = [browser(user).get(page).status_code for user in (alice, bob, carol, dan, None)]
    assert statuses == [200, 403, 404, 404, 302]


@pytest.mark.parametrize("action", ["connect", "api_key", "{hook}/test", "{hook}/disconnect"])
def test_actions_are_for_administrators_only(
    browser: Browser, bob: User, carol: User, dan: User, hook: Hook, action: str
) -> None:
    address = f"{ROOT.format(hook.workspace.account_id)}/linear/{action.format(hook=hook.pk)}"
    statuses = [browser(user).post(address).status_code for user in (bob, carol, dan, None)]
    assert statuses == [403, 404, 404, 302]
    assert Hook.objects.filter(pk=hook.pk).exists()


def test_another_accounts_hook_is_not_there(
    browser: Browser, carol: User, globex_care: Account, hook: Hook
) -> None:
    address = f"{ROOT.format(globex_care.pk)}/linear/{hook.pk}"
    for action in ("test", "disconnect"):
        assert browser(carol).post(f"{address}/{action}").status_code == 404
    assert Hook.objects.filter(pk=hook.pk).exists()


def test_linear_is_listed_only_where_the_feature_is_on(
    browser: Browser, alice: User, acme_support: Account
) -> None:
    client, root = browser(alice), ROOT.format(acme_support.pk)
    assert f'href="{root}/linear"' in client.get(root).content.decode()
    acme_support.features = []
    acme_support.save()
    assert f'href="{root}/linear"' not in client.get(root).content.decode()
    response = client.get(f"{root}/linear")
    assert response.status_code == 403
    assert b"not switched on for this account" in response.content
    assert client.post(f"{root}/linear/connect").status_code == 403


def test_the_settings_say_which_of_their_pages_is_open(
    browser: Browser, alice: User, acme_support: Account
) -> None:
    client, root = browser(alice), ROOT.format(acme_support.pk)
    for page in (root, f"{root}/linear"):
        text = client.get(page).content.decode()
        assert f'href="{root}" aria-current="page">Integrations</a>' in text


def test_without_an_application_the_page_says_what_to_set(
    browser: Browser, alice: User, acme_support: Account, settings: Settings
) -> None:
    settings.LINEAR_CLIENT_ID = ""
    client, page = browser(alice), f"{ROOT.format(acme_support.pk)}/linear"
    text = client.get(page).content.decode()
    assert "LINEAR_CLIENT_ID" in text
    assert "http://localhost:8000/linear/callback" in text
    assert 'name="api_key"' in text
    assert client.post(f"{page}/connect")["Location"] == page


@pytest.mark.usefixtures("application")
def test_connect_leads_to_linears_consent_page(
    browser: Browser, alice: User, acme_support: Account
) -> None:
    response = browser(alice).post(f"{ROOT.format(acme_support.pk)}/linear/connect")
    address = urlsplit(response["Location"])
    query = parse_qs(address.query)
    assert response.status_code == 302
    assert address.hostname == "linear.app"
    assert query["redirect_uri"] == ["http://localhost:8000/linear/callback"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["actor"] == ["app"]


@pytest.mark.usefixtures("application")
def test_a_denial_comes_back_to_the_settings_page_with_its_reason(
    browser: Browser, alice: User, acme_support: Account
) -> None:
    client, page = browser(alice), f"{ROOT.format(acme_support.pk)}/linear"
    consent = urlsplit(client.post(f"{page}/connect")["Location"])
    state = parse_qs(consent.query)["state"][0]
    denial = {"error": "access_denied", "state": state}
    response = client.get("/linear/callback", denial, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert b"Access was denied in Linear" in response.content
    again = client.get("/linear/callback", denial, follow=True)
    assert again.redirect_chain[0] == (page, 302)
    assert b"was used already" in again.content


def test_the_callback_asks_strangers_to_sign_in(browser: Browser) -> None:
    response = browser(None).get("/linear/callback", {"code": "c", "state": "s"})
    assert response["Location"].startswith("/login?next=/linear/callback")


def test_an_unknown_state_is_refused_in_words_even_without_an_account(
    browser: Browser, dan: User
) -> None:
    response = browser(dan).get("/linear/callback", {"code": "c", "state": "s"}, follow=True)
    assert b"This connection attempt is not known here" in response.content
    assert not Hook.objects.exists()


def test_the_hooks_card_shows_no_token(browser: Browser, alice: User, hook: Hook) -> None:
    text = browser(alice).get(f"{ROOT.format(hook.workspace.account_id)}/linear").content.decode()
    assert "Ada Admin" in text
    assert "lin_api_secret" not in text


def test_a_missing_api_key_and_a_failing_linear_are_said(
    browser: Browser, alice: User, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*arguments: object, **options: object) -> None:
        raise Unavailable("Linear could not be reached.")

    monkeypatch.setattr(connection, "connect_with_api_key", unavailable)
    monkeypatch.setattr(connection, "check", unavailable)
    client, page = browser(alice), f"{ROOT.format(hook.workspace.account_id)}/linear"
    for action, data, text in (
        ("api_key", {"api_key": " "}, "Enter an API key."),
        ("api_key", {"api_key": "lin_api_x"}, "was connected: Linear could not be reached."),
        (f"{hook.pk}/test", {}, "test failed: Linear could not be reached."),
    ):
        response = client.post(f"{page}/{action}", data, follow=True)
        assert text in response.content.decode()
        assert ("linear_unavailable · request " in response.content.decode()) == ("Linear" in text)
        assert "lin_api_x" not in response.content.decode()


def test_disconnecting_asks_first_and_then_says_what_is_left_to_do(
    browser: Browser, alice: User, hook: Hook
) -> None:
    client, page = browser(alice), f"{ROOT.format(hook.workspace.account_id)}/linear"
    question = client.get(f"{page}/{hook.pk}/disconnect").content.decode()
    assert "What is lost:" in question
    assert f'href="{page}" autofocus' in question
    assert Hook.objects.exists()
    response = client.post(f"{page}/{hook.pk}/disconnect")
    assert not Hook.objects.exists()
    (message,) = get_messages(response.wsgi_request)
    assert (message.level_tag, "by hand" in message.message) == ("warning", True)


def test_who_has_to_enter_a_new_key_finds_the_field_open(
    browser: Browser, alice: User, hook: Hook
) -> None:
    page = f"{ROOT.format(hook.workspace.account_id)}/linear"
    assert '<details class="card">' in browser(alice).get(page).content.decode()
    Hook.objects.update(status=Hook.Status.REAUTHORIZE)
    asked = browser(alice).get(page).content.decode()
    assert '<details class="card" open>' in asked
    assert '<a class="button primary" href="#api-key"' in asked
