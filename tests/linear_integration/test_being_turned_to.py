"""Whether people in Linear can turn to the app, as administrators read it, and who the app is."""

import pytest
from django.test import Client
from pytest_django import Settings

from conversations.models import Account, User
from linear_integration.connection import is_ours
from linear_integration.models import Hook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(client: Client, alice: User, acme_support: Account) -> str:
    """The address of the settings page, for Alice, who is signed in."""
    client.force_login(alice)
    return f"/app/accounts/{acme_support.pk}/settings/integrations/linear"


@pytest.mark.parametrize(
    ("scopes", "is_on", "words"),
    [
        (["app:mentionable", "app:assignable"], True, "mention @supportbridge and give it issues."),
        (["app:mentionable"], True, "mention @supportbridge, but not give it issues."),
        (["app:assignable"], False, "give issues to supportbridge, but not mention it."),
        ([], True, "Connect again to ask for it; nothing is lost."),
        ([], False, "sets <code>LINEAR_AGENT=1</code>; then connect again."),
    ],
)
def test_the_settings_say_how_people_in_linear_can_turn_to_the_app(
    client: Client,
    acme: Hook,
    page: str,
    settings: Settings,
    scopes: list[str],
    is_on: bool,
    words: str,
) -> None:
    settings.LINEAR_AGENT = is_on
    Hook.objects.update(scopes=["read", "write", *scopes])
    assert words in client.get(page).content.decode()


def test_with_an_api_key_nobody_can_turn_to_an_app(client: Client, acme: Hook, page: str) -> None:
    Hook.objects.update(is_app=False, token_kind=Hook.TokenKind.API_KEY)
    assert "an API key acts as a person" in client.get(page).content.decode()


def test_what_the_apps_user_or_its_client_does_is_ours(acme: Hook) -> None:
    for ours in (str(acme.viewer_id), str(acme.viewer_id).upper(), "demo-client-id"):
        assert is_ours(acme, ours)
    for others in ("", None, "another-client", "11111111-2222-4333-8444-555555555555"):
        assert not is_ours(acme, others)


def test_what_the_person_behind_an_api_key_does_in_linear_is_not_ours(globex: Hook) -> None:
    assert not is_ours(globex, str(globex.viewer_id))
