"""What the card of a workspace says of the events that come from Linear, or do not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from conversations.models import Account, User
from linear_integration.connection.connecting import connect_with_api_key
from linear_integration.models import Hook, Reconciliation, Webhook

from ..linear_integration.asking import in_linear
from ..linear_integration.inbound.arriving import delivered, parked
from ..sandbox_process import Sandbox
from .conftest import Browser, words_of

pytestmark = pytest.mark.django_db

ONLY_COMPARED = "comes back only with the comparison every quarter of an hour"
DISABLE = """
mutation ($id: String!) { webhookUpdate(id: $id, input: { enabled: false }) { success } }
"""


@pytest.fixture
def address(acme_support: Account) -> str:
    return f"/app/accounts/{acme_support.pk}/settings/integrations/linear"


@pytest.fixture
def card(browser: Browser, alice: User, address: str) -> Any:
    """Return a function that reads the page of Linear in Alice's browser."""
    client = browser(alice)
    return lambda: words_of(client.get(address))


@pytest.fixture
def by_oauth(hook: Hook, settings: Settings) -> Hook:
    """The same hook by OAuth, where the application's webhook has a secret."""
    settings.LINEAR_WEBHOOK_SECRET = "lin_wh_secret"
    Hook.objects.filter(pk=hook.pk).update(token_kind="oauth")
    return hook


@pytest.fixture
def webhook(hook: Hook) -> Webhook:
    """The webhook that the API key has made."""
    return Webhook.objects.create(hook=hook, secret="s", confirmed_at=timezone.now())


def test_a_hook_by_oauth_is_told_by_the_applications_webhook(card: Any, by_oauth: Hook) -> None:
    text = card()
    assert "By the webhook of the OAuth application. None has come yet." in text
    assert ONLY_COMPARED not in text


def test_without_the_secret_it_says_what_to_set_and_where_events_go(
    card: Any, by_oauth: Hook, settings: Settings
) -> None:
    settings.LINEAR_WEBHOOK_SECRET = ""
    settings.FRONTEND_URL = "https://help.example.com"
    text = card()
    assert "None is taken: LINEAR_WEBHOOK_SECRET is not set." in text
    assert "with the address https://help.example.com/linear/webhooks ," in text
    assert ONLY_COMPARED in text


def test_an_administrators_key_has_a_webhook_of_its_own(card: Any, webhook: Webhook) -> None:
    assert "By a webhook that the API key has made, for all public teams." in card()


def test_a_key_of_somebody_else_brings_none(card: Any, hook: Hook) -> None:
    text = card()
    assert "None come: only the API key of an administrator in Linear brings a webhook." in text
    assert ONLY_COMPARED in text


@pytest.mark.parametrize("url", ["http://localhost:8000", "https://help.example.com"])
def test_one_that_linear_did_not_make_says_why_and_that_it_is_asked_again(
    card: Any, webhook: Webhook, settings: Settings, url: str
) -> None:
    settings.FRONTEND_URL = url
    error = {"code": "invalid_input", "message": "url must be a URL address"}
    Webhook.objects.update(confirmed_at=None, error=error)
    text = card()
    assert "None come yet: Linear has not made our webhook." in text
    assert "“url must be a URL address”" in text
    assert ("public https addresses only" in text) == url.startswith("http:")
    assert ONLY_COMPARED in text


def test_one_whose_events_go_to_an_earlier_address_says_where_and_that_it_is_moved(
    card: Any, webhook: Webhook, settings: Settings
) -> None:
    settings.FRONTEND_URL = "https://new.example.com"
    webhook.address = f"https://old.example.com/linear/webhooks/{webhook.key}"
    webhook.error = {"code": "forbidden", "message": "Invalid role: admin required"}
    webhook.save()
    text = card()
    assert f"They go elsewhere: Linear sends them to {webhook.address} , which is not" in text
    assert "“Invalid role: admin required”" in text
    Webhook.objects.update(address=f"https://new.example.com/linear/webhooks/{webhook.key}")
    assert "They go elsewhere" not in card()


def test_one_that_is_disabled_sends_nothing_to_an_earlier_address(
    card: Any, webhook: Webhook
) -> None:
    Webhook.objects.update(address="https://old.example.com/linear/webhooks/1", is_enabled=False)
    text = card()
    assert "None come: our webhook is disabled in Linear." in text
    assert "They go elsewhere" not in text


@pytest.mark.django_db(transaction=True)
def test_one_that_is_disabled_in_linear_can_be_enabled(
    browser: Browser, alice: User, address: str, sandbox: Sandbox, acme_support: Account
) -> None:
    member = acme_support.memberships.get(user=alice)
    hook = connect_with_api_key(member, api_key="lin_api_demo_acme")
    in_linear(sandbox, DISABLE, id=str(Webhook.objects.get().linear_id))
    alices = browser(alice)
    alices.post(f"{address}/{hook.pk}/test")
    text = words_of(alices.get(address))
    assert "None come: our webhook is disabled in Linear." in text
    assert ONLY_COMPARED in text
    done = alices.post(f"{address}/{hook.pk}/enable_webhook", follow=True)
    assert "The webhook is enabled: Linear sends events again." in words_of(done)
    assert "By a webhook that the API key has made, for all public teams." in words_of(done)
    alices.post(f"{address}/{hook.pk}/test")
    assert "disabled in Linear" not in words_of(alices.get(address)), "Linear says so, too"


def test_a_failure_to_enable_it_is_told(
    browser: Browser, alice: User, address: str, by_oauth: Hook
) -> None:
    done = browser(alice).post(f"{address}/{by_oauth.pk}/enable_webhook", follow=True)
    text = words_of(done)
    assert "The webhook was not enabled: The connection has no webhook of its own." in text


def test_the_last_one_leads_to_what_came(
    browser: Browser, alice: User, address: str, webhook: Webhook
) -> None:
    delivered(webhook.hook)
    last = delivered(webhook.hook, event_type="Comment", action="create")
    page = browser(alice).get(address).content.decode()
    assert f'Last one: <a href="{address}/deliveries/{last.pk}">Comment create</a>' in page
    assert "to be worked off" not in page
    assert "parked" not in page


def test_what_waits_and_what_is_parked_is_counted(
    browser: Browser, alice: User, address: str, webhook: Webhook
) -> None:
    delivered(webhook.hook, status="waiting", outcome="")
    for _ in range(2):
        parked(webhook.hook)
    page = browser(alice).get(address)
    assert "1 waits to be worked off. 2 are parked" in words_of(page)
    assert f'href="{address}/deliveries?status=parked"' in page.content.decode()


def test_what_only_a_comparison_found_is_said_until_the_next_event(
    card: Any, webhook: Webhook
) -> None:
    now = timezone.now()
    Hook.objects.update(connected_at=now - timedelta(days=3))
    delivered(webhook.hook, received_at=now - timedelta(hours=2))
    Reconciliation.objects.create(
        workspace=webhook.hook.workspace, repaired_at=now - timedelta(hours=1)
    )
    assert "Some did not come: the comparison with Linear found changes" in card()
    delivered(webhook.hook)
    assert "Some did not come" not in card()


@pytest.mark.parametrize(("connected", "heard"), [(61, 600), (600, 61), (600, 1)])
def test_what_a_comparison_found_first_is_no_sign_of_trouble(
    card: Any, webhook: Webhook, connected: int, heard: int
) -> None:
    now = timezone.now()
    Hook.objects.update(connected_at=now - timedelta(minutes=connected))
    delivered(webhook.hook, received_at=now - timedelta(minutes=heard))
    repaired_at = now - timedelta(minutes=55)
    Reconciliation.objects.create(workspace=webhook.hook.workspace, repaired_at=repaired_at)
    assert "Some did not come" not in card()


def test_nothing_of_the_secret_is_shown(card: Any, hook: Hook) -> None:
    Webhook.objects.create(hook=hook, secret="lin_wh_of_ours", confirmed_at=timezone.now())
    assert "lin_wh_of_ours" not in card()
