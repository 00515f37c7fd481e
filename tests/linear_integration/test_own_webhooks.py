"""A webhook of our own for an administrator's API key: made, asked for again, and deleted."""

import json
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection as database
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from conversations.models import Account, Membership, User
from linear_integration import connection, tasks
from linear_integration.connection.application import oauth_application
from linear_integration.connection.connecting import connect_with_api_key, connect_with_tokens
from linear_integration.connection.own_webhooks import RESOURCE_TYPES, take_down_webhook
from linear_integration.linear.transport import GuardedTransport
from linear_integration.models import Hook, Webhook, WebhookDelivery

from ..sandbox_process import Sandbox
from .asking import in_linear
from .conftest import REFRESH_TOKEN, LinearFactory
from .inbound.events import event, post

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "lin_api_demo_acme"
LIST = """
{ webhooks { nodes { id url secret label enabled allPublicTeams resourceTypes } } }
"""
CREATE = """
mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { success } }
"""
UPDATE = 'mutation { issueUpdate(id: "ENG-1", input: { title: "Loud" }) { success } }'


@pytest.fixture
def member(alice: User, acme_support: Account) -> Membership:
    """Alice in Acme Support."""
    return Membership.objects.get(user=alice, account=acme_support)


@pytest.fixture
def hook(sandbox: Sandbox, member: Membership) -> Hook:
    """Acme Support's hook to Acme, by the API key of its administrator Maya."""
    return connect_with_api_key(member, api_key=KEY)


def in_acme(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the webhooks of the workspace Acme, as Linear has them."""
    webhooks: list[dict[str, Any]] = in_linear(sandbox, LIST)["webhooks"]["nodes"]
    return webhooks


def created(sandbox: Sandbox) -> int:
    """Return how often Linear was asked for a webhook."""
    asked = [request.get("root_fields") or [] for request in sandbox.requests()]
    return sum("webhookCreate" in fields for fields in asked)


def let_creation_fail(sandbox: Sandbox, action: str = "http_error", **more: Any) -> None:
    sandbox.add_fault(match={"field": "webhookCreate"}, action=action, times=None, **more)


def test_an_administrators_key_brings_a_webhook_with_what_we_chose(
    hook: Hook, sandbox: Sandbox, settings: Settings
) -> None:
    ours = Webhook.objects.get(hook=hook)
    [theirs] = in_acme(sandbox)
    assert theirs == {
        "id": str(ours.linear_id),
        "url": f"{settings.FRONTEND_URL}/linear/webhooks/{ours.key}",
        "secret": ours.secret,
        "label": "Helpdesk",
        "enabled": True,
        "allPublicTeams": True,
        "resourceTypes": list(RESOURCE_TYPES),
    }
    assert len(str(ours.secret)) > 40
    assert ours.confirmed_at is not None


def test_what_happens_in_linear_comes_back_by_it(
    sandbox: Sandbox, member: Membership, live_server: LiveServer, settings: Settings
) -> None:
    settings.FRONTEND_URL = live_server.url
    connect_with_api_key(member, api_key=KEY)
    in_linear(sandbox, UPDATE)
    sandbox.wait_for_deliveries()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.event_type, delivery.action) == ("Issue", "update")
    assert delivery.workspace.account == member.account


def test_the_database_holds_its_secret_encrypted(hook: Hook) -> None:
    secret = str(Webhook.objects.get().secret)
    with database.cursor() as cursor:
        cursor.execute("SELECT secret FROM linear_integration_webhook")
        assert secret not in cursor.fetchone()[0]


def test_a_hook_by_oauth_has_none(acme: Hook, sandbox: Sandbox) -> None:
    connection.check(acme)
    assert not Webhook.objects.exists()
    assert created(sandbox) == 0


@pytest.mark.usefixtures("no_administrator")
def test_who_is_no_administrator_connects_without_one(
    sandbox: Sandbox, linear: LinearFactory, alice: User, acme_support: Account
) -> None:
    answer = linear(alice, acme_support).post("api_key", {"api_key": KEY})
    assert answer.status_code == 200
    assert (Webhook.objects.count(), created(sandbox)) == (0, 0)


@pytest.mark.parametrize("action", ["http_error", "drop_before_commit", "rate_limited"])
def test_a_failure_to_make_it_does_not_fail_the_connection_and_is_noted(
    sandbox: Sandbox, member: Membership, action: str
) -> None:
    let_creation_fail(sandbox, action)
    hook = connect_with_api_key(member, api_key=KEY)
    assert hook.status == "enabled"
    webhook = Webhook.objects.get(hook=hook)
    assert webhook.confirmed_at is None
    assert webhook.error is not None
    assert webhook.error.keys() == {"code", "message"}


def test_what_linear_refuses_is_noted_in_its_words(
    sandbox: Sandbox, member: Membership, settings: Settings
) -> None:
    settings.FRONTEND_URL = "ftp://help.example.com"
    webhook = Webhook.objects.get(hook=connect_with_api_key(member, api_key=KEY))
    assert webhook.error is not None
    assert webhook.error["code"] == "invalid_input"


def test_the_answer_that_was_lost_leaves_one_webhook_and_the_next_attempt_finds_it(
    sandbox: Sandbox, member: Membership
) -> None:
    let_creation_fail(sandbox, "commit_then_drop")
    hook = connect_with_api_key(member, api_key=KEY)
    assert Webhook.objects.get().confirmed_at is None
    sandbox.reset_faults()
    connection.check(hook)
    ours = Webhook.objects.get()
    assert (ours.confirmed_at is not None, ours.error) == (True, None)
    assert [each["id"] for each in in_acme(sandbox)] == [str(ours.linear_id)]


def test_the_periodic_task_asks_again_until_linear_has_confirmed_it(
    sandbox: Sandbox, member: Membership
) -> None:
    let_creation_fail(sandbox)
    connect_with_api_key(member, api_key=KEY)
    assert tasks.set_up_webhooks() == 0
    sandbox.reset_faults()
    assert tasks.set_up_webhooks() == 1
    asked = len(sandbox.requests())
    assert tasks.set_up_webhooks() == 0
    assert len(sandbox.requests()) == asked, "there is nothing left to ask for"


def test_a_key_from_before_there_were_webhooks_gets_one_by_and_by(
    hook: Hook, sandbox: Sandbox
) -> None:
    take_down_webhook(hook, by=None)
    assert tasks.set_up_webhooks() == 1
    assert len(in_acme(sandbox)) == 1


def test_one_workspace_that_fails_keeps_no_other_from_its_webhook(
    sandbox: Sandbox, globex: Hook, hook: Hook
) -> None:
    Webhook.objects.update(confirmed_at=None)
    Hook.objects.filter(pk=globex.pk).update(access_token="lin_api_gone")
    assert tasks.set_up_webhooks() == 1
    assert Webhook.objects.get(hook=hook).confirmed_at is not None


def test_connecting_again_keeps_it_and_makes_sure_that_it_is_there(
    hook: Hook, member: Membership, sandbox: Sandbox
) -> None:
    before = Webhook.objects.get()
    in_linear(sandbox, f'mutation {{ webhookDelete(id: "{before.linear_id}") {{ success }} }}')
    connect_with_api_key(member, api_key=KEY)
    after = Webhook.objects.get()
    assert (after.key, after.secret) == (before.key, before.secret)
    assert [each["id"] for each in in_acme(sandbox)] == [str(after.linear_id)]


def test_a_consent_takes_its_place_so_that_no_event_comes_twice(
    hook: Hook, member: Membership, sandbox: Sandbox
) -> None:
    connect_with_tokens(member, tokens=oauth_application().refresh(REFRESH_TOKEN))
    assert (in_acme(sandbox), Webhook.objects.count()) == ([], 0)


def test_disconnecting_deletes_it_in_linear_too(hook: Hook, sandbox: Sandbox) -> None:
    done = connection.disconnect(hook, by=None)
    assert (done.webhook_deleted, done.revoked) == (True, False)
    assert (in_acme(sandbox), Webhook.objects.count()) == ([], 0)


def test_one_that_somebody_deleted_in_linear_is_gone_all_the_same(
    hook: Hook, sandbox: Sandbox
) -> None:
    linear_id = Webhook.objects.get().linear_id
    in_linear(sandbox, f'mutation {{ webhookDelete(id: "{linear_id}") {{ success }} }}')
    assert connection.disconnect(hook, by=None).webhook_deleted


def test_it_disconnects_even_if_linear_keeps_the_webhook_and_says_so(
    hook: Hook, sandbox: Sandbox, linear: LinearFactory, alice: User, acme_support: Account
) -> None:
    sandbox.add_fault(match={"field": "webhookDelete"}, action="http_error", times=None)
    answer = linear(alice, acme_support).delete()
    assert answer.json() == {"data": {"revoked": False, "webhook_deleted": False}}
    assert not Hook.objects.exists()


def test_what_a_webhook_sends_that_was_left_behind_is_refused(
    hook: Hook, sandbox: Sandbox, client: Client
) -> None:
    webhook = Webhook.objects.get()
    body, path = event(hook), f"/linear/webhooks/{webhook.key}"
    assert post(client, body, secret=str(webhook.secret), path=path).status_code == 200
    connection.disconnect(hook, by=None)
    assert post(client, body, secret=str(webhook.secret), path=path).status_code == 401


def test_no_call_about_it_holds_a_database_connection(
    sandbox: Sandbox, member: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    send = GuardedTransport.handle_request

    def note(self: GuardedTransport, request: Any) -> Any:
        held.append(database.connection is not None)
        return send(self, request)

    monkeypatch.setattr(GuardedTransport, "handle_request", note)
    connection.disconnect(connect_with_api_key(member, api_key=KEY), by=member.user)
    assert held == [False, False, False]


def test_with_a_lost_key_of_ours_a_new_webhook_is_made(
    hook: Hook, member: Membership, sandbox: Sandbox, client: Client, settings: Settings
) -> None:
    lost = Webhook.objects.get()
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    path = f"/linear/webhooks/{lost.key}"
    answer = post(client, event(hook), secret=str(lost.secret), path=path)
    assert answer.status_code == 503, "with the key back, Linear's next attempt is good"
    connect_with_api_key(member, api_key=KEY)
    found = Webhook.objects.get()
    assert found.key != lost.key
    assert str(found.linear_id) in {each["id"] for each in in_acme(sandbox)}


def test_giving_up_what_cannot_be_read_takes_the_webhooks_along(
    hook: Hook, settings: Settings
) -> None:
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    call_command("rotate_encryption_keys", "--give-up-unreadable")
    assert not Webhook.objects.exists()


def test_neither_log_nor_answer_tells_the_secret(
    sandbox: Sandbox,
    linear: LinearFactory,
    alice: User,
    acme_support: Account,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    let_creation_fail(sandbox)
    alices = linear(alice, acme_support)
    answers = [alices.post("api_key", {"api_key": KEY}), alices.get(), alices.post("check")]
    secret = str(Webhook.objects.get().secret)
    said = caplog.text + str([vars(record) for record in caplog.records])
    assert secret not in said + json.dumps([answer.json() for answer in answers])
    assert "webhook.not_set_up" in caplog.text


def test_linear_takes_one_from_no_app(acme: Hook, sandbox: Sandbox) -> None:
    token = Hook.objects.with_tokens().get(pk=acme.pk).access_token
    wanted = {"url": "https://help.example.com", "resourceTypes": ["Issue"], "allPublicTeams": True}
    answer = httpx.post(
        f"{sandbox.url}/graphql",
        json={"query": CREATE, "variables": {"input": wanted}},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert "Invalid role: admin required" in answer.text
