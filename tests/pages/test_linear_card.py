"""The card of a connected workspace: how it does, and what disconnecting it would cost."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from conversations.models import Account, Membership, User
from linear_integration.connection.connecting import connect_with_api_key
from linear_integration.linear.transport import reset_transport
from linear_integration.models import ConnectionHealth, Hook, InboxDefaults, Operation, Workspace

from ..isolation.world import World
from ..sandbox_process import Sandbox
from .conftest import Browser, words_of

ROOT = "/app/accounts/{}/settings/integrations"


@pytest.fixture
def card(browser: Browser, alice: User, acme_support: Account) -> Any:
    """Return a function that reads the page of Linear in Alice's browser."""
    client = browser(alice)
    return lambda: words_of(client.get(f"{ROOT.format(acme_support.pk)}/linear"))


def note(hook: Hook, **values: Any) -> None:
    ConnectionHealth.objects.update_or_create(
        workspace=hook.workspace, defaults={"asked_at": timezone.now()} | values
    )


def test_a_fresh_connection_says_that_nothing_is_known_yet(card: Any, hook: Hook) -> None:
    text = card()
    assert "Last request None yet." in text
    assert "Last error None since it was connected." in text
    assert "Linear has not said yet" in text
    assert "The API key has no end" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"token_expires_at": timedelta(hours=2)}, "Good, and renewed by itself"),
        ({"token_expires_at": -timedelta(hours=2)}, "It has ended, and is renewed"),
        ({"status": Hook.Status.REAUTHORIZE}, "Linear refuses it. Somebody has to connect again"),
    ],
)
def test_the_card_says_how_long_the_access_is_good(
    card: Any, hook: Hook, changes: dict[str, Any], said: str
) -> None:
    now = timezone.now()
    given = {name: now + v if isinstance(v, timedelta) else v for name, v in changes.items()}
    Hook.objects.filter(pk=hook.pk).update(**given)
    assert said in card()


def test_what_is_left_of_the_limits_stands_there_in_numbers(card: Any, hook: Hook) -> None:
    soon = timezone.now().timestamp() + 600
    requests = {"limit": 5000, "remaining": 4321, "resets_at": soon}
    complexity = {"limit": 2_000_000, "remaining": 100_000, "resets_at": soon}
    note(hook, budget={"requests": requests, "complexity": complexity})
    text = card()
    assert "4,321 of 5,000 left" in text
    assert "100,000 of 2,000,000 left (little)" in text
    note(hook, budget={"requests": requests | {"resets_at": soon - 1000}})
    assert "5,000 of 5,000 left" in card()


def test_an_error_is_said_in_words_as_lasting_and_then_as_over(card: Any, hook: Hook) -> None:
    error = {
        "code": "linear_timeout",
        "message": "No answer from <api>.",
        "operation": "teams",
        "request_id": "abc123",
    }
    note(hook, error=error, failed_at=timezone.now())
    text = card()
    assert "It lasts. Linear did not answer in time." in text
    assert "“No answer from <api>.”" in text
    assert "linear_timeout · teams · abc123" in text
    note(hook, recovered_at=timezone.now())
    assert "It is over. Linear did not answer in time." in card()


# The calls reach Linear, which is done in no transaction.
@pytest.mark.django_db(transaction=True)
def test_the_page_follows_what_happens_with_linear(
    browser: Browser, alice: User, acme_support: Account, sandbox: Sandbox
) -> None:
    member = Membership.objects.get(user=alice, account=acme_support)
    hook = connect_with_api_key(member, api_key="lin_api_demo_acme")
    client, page = browser(alice), f"{ROOT.format(acme_support.pk)}/linear"

    def tested() -> str:
        return words_of(client.post(f"{page}/{hook.pk}/test", follow=True))

    assert "of 2,500 left" in tested()
    sandbox.add_fault(action="http_error", status=503, times=None)
    text = tested()
    assert "The connection test failed: Linear answered with HTTP 503." in text
    assert "It lasts. Linear could not be reached, or failed." in text
    sandbox.reset_faults()
    reset_transport()
    assert "It is over. Linear could not be reached, or failed." in tested()


def test_disconnecting_says_how_much_is_lost(
    browser: Browser, alice: User, acme_support: Account, world: World
) -> None:
    hook = Hook.objects.get(pk=world.mine["hook_id"])
    InboxDefaults.objects.create(
        inbox_id=world.mine["inbox_id"], workspace=hook.workspace, team_id=world.mine["team_id"]
    )
    Operation.objects.update(status=Operation.Status.UNKNOWN)
    client, page = browser(alice), f"{ROOT.format(acme_support.pk)}/linear"
    question = words_of(client.get(f"{page}/{world.mine['hook_id']}/disconnect"))
    for text in (question, words_of(client.get(page))):
        assert "1 linked issue is no longer shown in 2 conversations." in text
        assert "2 operations that Linear has not confirmed yet stay unfinished" in text
        assert "The defaults of 1 inbox are not used." in text
        assert "it stays good until you delete it in Linear" in text
    Operation.objects.all().delete()
    assert "not confirmed yet" not in words_of(client.get(page))


def test_many_workspaces_are_asked_for_together(
    browser: Browser,
    alice: User,
    acme_support: Account,
    hook: Hook,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(24):
        workspace = Workspace.objects.create(
            account=acme_support, linear_id=uuid.uuid4(), name=f"Workspace {number}", url_key="w"
        )
        Hook.objects.create(
            workspace=workspace,
            token_kind=Hook.TokenKind.API_KEY,
            access_token="lin_api_secret",
            viewer_id=uuid.uuid4(),
            viewer_name="Ada Admin",
            is_app=False,
            connected_by=alice,
        )
    client = browser(alice)
    with django_assert_num_queries(19):
        text = words_of(client.get(f"{ROOT.format(acme_support.pk)}/linear"))
    assert text.count("Test the connection") == 25


@pytest.mark.parametrize(
    ("status", "client_id", "said"),
    [
        (None, "", "○ Not set up"),
        (None, "an-id", "○ Not connected"),
        (Hook.Status.ENABLED, "an-id", "✓ Connected"),
        (Hook.Status.REAUTHORIZE, "an-id", "! Needs to be connected again"),
    ],
)
def test_the_list_says_how_linear_stands(
    browser: Browser,
    alice: User,
    hook: Hook,
    settings: Settings,
    status: str | None,
    client_id: str,
    said: str,
) -> None:
    account = hook.workspace.account_id
    settings.LINEAR_CLIENT_ID, settings.LINEAR_CLIENT_SECRET = client_id, "a-secret"
    if status is None:
        hook.delete()
    else:
        Hook.objects.filter(pk=hook.pk).update(status=status)
    text = words_of(browser(alice).get(ROOT.format(account)))
    assert said in text
    assert ("1 workspace · 0 linked issues" in text) == (status is not None)


def test_the_list_leads_to_the_operations_that_are_not_confirmed(
    browser: Browser, alice: User, acme_support: Account, world: World
) -> None:
    page, client = ROOT.format(acme_support.pk), browser(alice)
    assert "not confirmed yet" not in words_of(client.get(page))
    Operation.objects.update(status=Operation.Status.UNKNOWN)
    link = f'<a href="{page}/linear/operations">2 operations are not confirmed yet</a>'
    assert link in client.get(page).content.decode()
