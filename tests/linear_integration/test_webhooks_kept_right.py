"""A webhook of our own after it was made: moved, deleted or disabled, and put right again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from conversations.models import Account, Membership, User
from linear_integration import connection, tasks
from linear_integration.connection.connecting import connect_with_api_key
from linear_integration.linear.client import LinearClient
from linear_integration.linear.errors import NotFound
from linear_integration.linear.types import Webhook as InLinear
from linear_integration.models import Hook, Webhook, WebhookDelivery

from ..sandbox_process import Sandbox
from .asking import in_linear
from .test_own_webhooks import KEY, UPDATE, in_acme

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "https://old.example.com", "https://new.example.com"
DELETE = "mutation ($id: String!) { webhookDelete(id: $id) { success } }"
ENABLE = """
mutation ($id: String!, $enabled: Boolean!) {
  webhookUpdate(id: $id, input: { enabled: $enabled }) { success }
}
"""


@pytest.fixture
def webhook(sandbox: Sandbox, alice: User, acme_support: Account, settings: Settings) -> Webhook:
    """The webhook of Acme Support's hook to Acme, made while FRONTEND_URL was the old one."""
    settings.FRONTEND_URL = OLD
    member = Membership.objects.get(user=alice, account=acme_support)
    return Webhook.objects.get(hook=connect_with_api_key(member, api_key=KEY))


def asked_for(sandbox: Sandbox, field: str) -> int:
    """Return how often Linear was asked for something."""
    return sum(field in (each.get("root_fields") or []) for each in sandbox.requests())


def an_hour_passes() -> None:
    Webhook.objects.update(confirmed_at=timezone.now() - timedelta(hours=1))


def delete_in_linear(sandbox: Sandbox, webhook: Webhook) -> None:
    in_linear(sandbox, DELETE, id=str(webhook.linear_id))


def set_in_linear(sandbox: Sandbox, webhook: Webhook, *, enabled: bool) -> None:
    in_linear(sandbox, ENABLE, id=str(webhook.linear_id), enabled=enabled)


def addresses(sandbox: Sandbox) -> list[str]:
    """Return where Linear sends the workspace's events."""
    return [each["url"] for each in in_acme(sandbox)]


def test_it_moves_to_another_frontend_url_once_and_events_come_there(
    webhook: Webhook, sandbox: Sandbox, settings: Settings, live_server: LiveServer
) -> None:
    assert addresses(sandbox) == [f"{OLD}/linear/webhooks/{webhook.key}"]
    settings.FRONTEND_URL = live_server.url
    assert tasks.set_up_webhooks() == 1
    assert addresses(sandbox) == [f"{live_server.url}/linear/webhooks/{webhook.key}"]
    in_linear(sandbox, UPDATE)
    sandbox.wait_for_deliveries()
    assert WebhookDelivery.objects.get().event_type == "Issue"
    asked = len(sandbox.requests())
    assert tasks.set_up_webhooks() == 0
    assert len(sandbox.requests()) == asked, "there is nothing left to change"


def test_one_that_linear_does_not_move_is_noted_and_tried_again(
    webhook: Webhook, sandbox: Sandbox, settings: Settings
) -> None:
    settings.FRONTEND_URL = NEW
    sandbox.add_fault(match={"field": "webhookUpdate"}, action="usage_limit", times=None)
    assert tasks.set_up_webhooks() == 0
    webhook.refresh_from_db()
    assert webhook.address == f"{OLD}/linear/webhooks/{webhook.key}"
    assert webhook.error is not None
    assert webhook.error["code"] == "usage_limit_exceeded"
    sandbox.reset_faults()
    assert tasks.set_up_webhooks() == 1
    webhook.refresh_from_db()
    assert (webhook.address, webhook.error) == (addresses(sandbox)[0], None)
    assert webhook.address.startswith(NEW)


def test_an_answer_that_was_lost_is_found_out_without_changing_it_again(
    webhook: Webhook, sandbox: Sandbox, settings: Settings
) -> None:
    settings.FRONTEND_URL = NEW
    sandbox.add_fault(match={"field": "webhookUpdate"}, action="commit_then_drop", times=None)
    assert tasks.set_up_webhooks() == 0
    sandbox.reset_faults()
    assert tasks.set_up_webhooks() == 1
    assert asked_for(sandbox, "webhookUpdate") == 1
    assert addresses(sandbox) == [f"{NEW}/linear/webhooks/{webhook.key}"]


def test_one_whose_making_was_not_confirmed_before_the_address_changed_is_moved(
    webhook: Webhook, sandbox: Sandbox, settings: Settings
) -> None:
    Webhook.objects.update(confirmed_at=None, address="")
    settings.FRONTEND_URL = NEW
    assert tasks.set_up_webhooks() == 1
    assert addresses(sandbox) == [f"{NEW}/linear/webhooks/{webhook.key}"]


def test_one_from_before_its_address_was_kept_is_asked_for_and_left_as_it_is(
    webhook: Webhook, sandbox: Sandbox
) -> None:
    Webhook.objects.update(address="")
    assert tasks.set_up_webhooks() == 1
    assert asked_for(sandbox, "webhookUpdate") == 0
    assert tasks.set_up_webhooks() == 0


def test_one_that_was_deleted_in_linear_is_made_again_within_the_hour(
    webhook: Webhook, sandbox: Sandbox, settings: Settings, live_server: LiveServer
) -> None:
    settings.FRONTEND_URL = live_server.url
    delete_in_linear(sandbox, webhook)
    an_hour_passes()
    assert tasks.set_up_webhooks() == 1
    again = Webhook.objects.get()
    assert (again.key, again.secret) == (webhook.key, webhook.secret)
    assert [each["id"] for each in in_acme(sandbox)] == [str(again.linear_id)]
    assert again.linear_id != webhook.linear_id
    in_linear(sandbox, UPDATE)
    sandbox.wait_for_deliveries()
    assert WebhookDelivery.objects.count() == 1


def test_what_is_right_is_looked_at_once_an_hour(webhook: Webhook, sandbox: Sandbox) -> None:
    for _ in range(3):
        tasks.set_up_webhooks()
    assert asked_for(sandbox, "webhook") == 0
    an_hour_passes()
    for _ in range(3):
        tasks.set_up_webhooks()
    assert asked_for(sandbox, "webhook") == 1


def test_two_that_find_it_gone_at_once_make_one(
    webhook: Webhook, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = LinearClient.webhook
    delete_in_linear(sandbox, webhook)

    def be_slow(self: LinearClient, webhook_id: str) -> InLinear:
        try:
            return ask(self, webhook_id)
        except NotFound:
            monkeypatch.undo()
            connection.check(webhook.hook)
            raise

    monkeypatch.setattr(LinearClient, "webhook", be_slow)
    connection.check(webhook.hook)
    again = Webhook.objects.get()
    assert [each["id"] for each in in_acme(sandbox)] == [str(again.linear_id)]
    assert again.error is None, "whoever came second leaves it as it is"


def test_one_that_cannot_be_made_again_is_noted(webhook: Webhook, sandbox: Sandbox) -> None:
    delete_in_linear(sandbox, webhook)
    sandbox.add_fault(match={"field": "webhookCreate"}, action="usage_limit", times=None)
    connection.check(webhook.hook)
    webhook.refresh_from_db()
    assert webhook.confirmed_at is None
    assert webhook.error is not None
    assert webhook.error["code"] == "usage_limit_exceeded"


def test_one_that_was_disabled_in_linear_stays_so_until_somebody_enables_it(
    webhook: Webhook, sandbox: Sandbox, settings: Settings
) -> None:
    set_in_linear(sandbox, webhook, enabled=False)
    settings.FRONTEND_URL = NEW
    assert tasks.set_up_webhooks() == 0
    [there] = in_acme(sandbox)
    assert (there["enabled"], there["url"].startswith(NEW)) == (False, True)
    assert not Webhook.objects.get().is_enabled
    set_in_linear(sandbox, webhook, enabled=True)
    assert tasks.set_up_webhooks() == 1, "it is looked at every time"
    assert Webhook.objects.get().is_enabled


def test_it_is_enabled_from_here(webhook: Webhook, sandbox: Sandbox, alice: User) -> None:
    set_in_linear(sandbox, webhook, enabled=False)
    connection.check(webhook.hook)
    connection.enable_webhook(webhook.hook, by=alice)
    assert in_acme(sandbox)[0]["enabled"]
    assert Webhook.objects.get().is_enabled


def test_what_linear_refuses_to_whoever_is_no_administrator_any_more_is_noted(
    webhook: Webhook, sandbox: Sandbox, settings: Settings, no_administrator: None
) -> None:
    settings.FRONTEND_URL = NEW
    for field in ("webhook", "webhookUpdate"):
        sandbox.add_fault(match={"field": field}, action="http_error", status=403, times=None)
    assert tasks.set_up_webhooks() == 0
    webhook.refresh_from_db()
    assert webhook.error is not None
    assert webhook.error["code"] == "forbidden"
    assert Hook.objects.get(pk=webhook.hook_id).status == "enabled"
