"""The operators' commands."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from conversations.models import Account
from linear_integration import connection
from linear_integration.linear.inputs import WebhookUpdate
from linear_integration.linear.transport import reset_transport
from linear_integration.models import Hook, Webhook

from ..sandbox_process import Sandbox

pytestmark = pytest.mark.django_db(transaction=True)


def check_linear(account: Account) -> tuple[list[str], str]:
    """Run the command; return its lines and the error it ended with."""
    output = StringIO()
    try:
        call_command("check_linear", account=account.pk, stdout=output, no_color=True)
    except CommandError as error:
        return output.getvalue().splitlines(), str(error)
    return output.getvalue().splitlines(), ""


def test_check_linear_finds_nothing_wrong_with_a_good_connection(
    acme: Hook, acme_support: Account
) -> None:
    lines, error = check_linear(acme_support)
    assert error == ""
    assert not [line for line in lines if line.startswith("FAIL")]
    assert "ok   Acme: Linear accepts the token" in lines
    assert any("teams are visible" in line for line in lines)


@pytest.mark.parametrize(
    ("trouble", "failing", "advice"),
    [
        ("client", "LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET are set", "set both variables"),
        ("secret", "LINEAR_WEBHOOK_SECRET is set; events go to http", "signing secret"),
        ("frontend", "FRONTEND_URL is http://localhost:8000/help", "without a path"),
        ("http", "The redirect URI to register in Linear is http://b.example/", "by https"),
        ("feature", "The feature linear_integration is on", "manage.py feature enable"),
        ("role", "The account has an administrator", "Django admin"),
        ("hook", "A Linear workspace is connected", "Settings > Integrations > Linear"),
        ("token", "Acme: Linear accepts the token", "connect again"),
        ("down", "Acme: Linear answers at http://127.0.0.1:9", "reaches that address"),
        ("scope", "Acme: the token may write", "permission to write"),
        ("team", "Acme: teams are visible", "Linear said"),
    ],
)
def test_check_linear_names_each_trouble_and_what_to_do(
    acme: Hook,
    acme_support: Account,
    sandbox: Sandbox,
    settings: Settings,
    trouble: str,
    failing: str,
    advice: str,
) -> None:
    match trouble:
        case "client":
            settings.LINEAR_CLIENT_ID = ""
        case "secret":
            settings.LINEAR_WEBHOOK_SECRET = ""
        case "frontend":
            settings.FRONTEND_URL = "http://localhost:8000/help"
        case "http":
            settings.FRONTEND_URL = "http://b.example"
        case "feature":
            Account.objects.update(features=[])
        case "role":
            acme_support.memberships.update(role="agent")
        case "hook":
            Hook.objects.all().delete()
        case "token":
            Hook.objects.update(status="reauthorize")
        case "down":
            settings.LINEAR_API_URL = "http://127.0.0.1:9"
        case "scope":
            Hook.objects.update(scopes=["read"])
        case "team":
            sandbox.add_fault(match={"field": "teams"}, action="internal_error", times=None)
    lines, error = check_linear(acme_support)
    reset_transport()
    [position] = [i for i, line in enumerate(lines) if line.startswith(f"FAIL {failing}")]
    assert advice in lines[position + 1]
    assert error == "1 of the checks failed."


def test_check_linear_says_whether_linear_has_our_webhook(
    globex: Hook, globex_care: Account, sandbox: Sandbox
) -> None:
    assert "ok   Globex: Linear has our webhook" in check_linear(globex_care)[0]
    Webhook.objects.update(confirmed_at=None)
    sandbox.add_fault(match={"field": "webhookCreate"}, action="internal_error", times=None)
    lines, error = check_linear(globex_care)
    position = lines.index("FAIL Globex: Linear has our webhook")
    assert "public https addresses only" in lines[position + 1]
    assert error == "1 of the checks failed."


def test_check_linear_says_where_its_events_go_and_whether_they_do(
    globex: Hook, globex_care: Account, sandbox: Sandbox, settings: Settings
) -> None:
    webhook = Webhook.objects.get()
    at = f"{settings.FRONTEND_URL}/linear/webhooks/{webhook.key}"
    assert f"ok   Globex: Linear sends its events to {at}" in check_linear(globex_care)[0]
    settings.FRONTEND_URL = "https://new.example.com"
    sandbox.add_fault(match={"field": "webhookUpdate"}, action="internal_error", times=None)
    lines = check_linear(globex_care)[0]
    moved = f"https://new.example.com/linear/webhooks/{webhook.key}"
    position = lines.index(f"FAIL Globex: Linear sends its events to {moved}")
    assert f"Not to {at}." in lines[position + 1]
    assert "ok   Globex: our webhook is enabled in Linear" in lines
    sandbox.reset_faults()
    off = WebhookUpdate(enabled=False)
    connection.client_for(globex).update_webhook(str(webhook.linear_id), off)
    lines = check_linear(globex_care)[0]
    assert f"ok   Globex: Linear sends its events to {moved}" in lines
    position = lines.index("FAIL Globex: our webhook is enabled in Linear")
    assert "Settings > Integrations > Linear" in lines[position + 1]


def test_check_linear_knows_no_other_accounts(db: None) -> None:
    with pytest.raises(CommandError, match="no account 99"):
        call_command("check_linear", account=99)


def test_a_feature_is_switched_off_and_on(acme_support: Account, globex_care: Account) -> None:
    for action, is_on in (("disable", False), ("disable", False), ("enable", True)):
        output = StringIO()
        call_command(
            "feature", action, "linear_integration", account=acme_support.pk, stdout=output
        )
        acme_support.refresh_from_db()
        globex_care.refresh_from_db()
        assert acme_support.has_feature("linear_integration") is is_on
        assert globex_care.has_feature("linear_integration")
        assert ("is on" if is_on else "is off") in output.getvalue()


def test_a_feature_needs_an_account(db: None) -> None:
    with pytest.raises(CommandError, match="no account 99"):
        call_command("feature", "enable", "linear_integration", account=99)


def test_the_demo_is_only_connected_in_a_demo(settings: Settings, db: None) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command("connect_demo")
