"""The log of operations says what was done to our own webhook: by whom, and what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from conversations.models import Account, User
from linear_integration import tasks
from linear_integration.models import Hook, Operation, Webhook

from ..sandbox_process import Sandbox
from .asking import in_linear
from .conftest import LinearApi, LinearFactory
from .test_own_webhooks import KEY, let_creation_fail

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "https://new.example.com"
DELETE = "mutation ($id: String!) { webhookDelete(id: $id) { success } }"


@pytest.fixture
def alices(
    sandbox: Sandbox, linear: LinearFactory, alice: User, acme_support: Account
) -> LinearApi:
    """Alice's calls, in Acme Support, which has no connection yet."""
    return linear(alice, acme_support)


@pytest.fixture
def webhook(alices: LinearApi) -> Webhook:
    """The webhook that Linear has made when Alice connected."""
    assert alices.post("api_key", {"api_key": KEY}).status_code == 200
    return Webhook.objects.get()


def log(alices: LinearApi) -> list[dict[str, Any]]:
    """Return the log of operations, the newest first."""
    return list(alices.get("operations").json()["data"])


def told(entry: dict[str, Any]) -> tuple[str, str, str | None, int]:
    """Return what was done, what came of it, who wanted it and how often it was tried."""
    by = entry["requested_by"] and entry["requested_by"]["name"]
    return entry["kind"], entry["status"], by, entry["attempts"]


def let_updates_fail(sandbox: Sandbox, action: str = "usage_limit") -> None:
    sandbox.add_fault(match={"field": "webhookUpdate"}, action=action, times=None)


def test_connecting_and_disconnecting_leave_who_made_and_who_deleted_it(
    alices: LinearApi, settings: Settings
) -> None:
    connected = alices.post("api_key", {"api_key": KEY})
    webhook = Webhook.objects.get()
    address = f"{settings.FRONTEND_URL}/linear/webhooks/{webhook.key}"
    alices.delete()
    assert not Hook.objects.exists()
    deleted, made = log(alices)
    assert told(made) == ("create_webhook", "done", "Alice", 1)
    assert told(deleted) == ("delete_webhook", "done", "Alice", 1)
    wanted = {"id": str(webhook.linear_id), "url": address, "enabled": None}
    assert (made["webhook"], deleted["webhook"]) == (wanted, wanted)
    assert (made["issue"]["url"], deleted["issue"]["url"]) == ("", ""), "it is no issue's"
    assert made["request_id"] == connected["X-Request-ID"]
    assert made["conversation_id"] is None
    assert made["finished_at"] is not None


def test_what_the_bridge_does_by_itself_was_wanted_by_nobody(
    webhook: Webhook, alices: LinearApi, settings: Settings
) -> None:
    settings.FRONTEND_URL = NEW
    tasks.set_up_webhooks()
    moved = log(alices)[0]
    assert told(moved) == ("update_webhook", "done", None, 1)
    assert moved["webhook"]["url"] == f"{NEW}/linear/webhooks/{webhook.key}"


def test_what_is_refused_again_and_again_is_one_entry_until_it_is_done(
    webhook: Webhook, alices: LinearApi, sandbox: Sandbox, settings: Settings
) -> None:
    settings.FRONTEND_URL = NEW
    let_updates_fail(sandbox)
    for _ in range(3):
        tasks.set_up_webhooks()
    refused, made = log(alices)
    assert told(refused) == ("update_webhook", "refused", None, 3)
    assert refused["error"]["code"] == "usage_limit_exceeded"
    assert not refused["can_retry"], "the periodic task does"
    sandbox.reset_faults()
    assert alices.post("check").status_code == 200
    done = log(alices)[0]
    assert (done["id"], made["kind"]) == (refused["id"], "create_webhook")
    assert told(done) == ("update_webhook", "done", None, 4)
    assert done["error"] is None
    assert done["retried_by"]["name"] == "Alice"


def test_another_address_is_another_entry(
    webhook: Webhook, alices: LinearApi, sandbox: Sandbox, settings: Settings
) -> None:
    let_updates_fail(sandbox)
    for url in (NEW, "https://newer.example.com"):
        settings.FRONTEND_URL = url
        tasks.set_up_webhooks()
    assert [told(each)[1:] for each in log(alices)[:2]] == [("refused", None, 1)] * 2


def test_a_creation_whose_answer_was_lost_is_done_when_that_is_found_out(
    alices: LinearApi, sandbox: Sandbox
) -> None:
    let_creation_fail(sandbox, "commit_then_drop")
    alices.post("api_key", {"api_key": KEY})
    assert [told(each) for each in log(alices)] == [("create_webhook", "refused", "Alice", 1)]
    sandbox.reset_faults()
    assert tasks.set_up_webhooks() == 1
    assert [told(each) for each in log(alices)] == [("create_webhook", "done", "Alice", 2)]


def test_a_move_whose_answer_was_lost_is_done_when_that_is_found_out(
    webhook: Webhook, alices: LinearApi, sandbox: Sandbox, settings: Settings
) -> None:
    settings.FRONTEND_URL = NEW
    let_updates_fail(sandbox, "commit_then_drop")
    alices.post("check")
    assert told(log(alices)[0]) == ("update_webhook", "refused", "Alice", 1)
    sandbox.reset_faults()
    assert tasks.set_up_webhooks() == 1
    assert told(log(alices)[0]) == ("update_webhook", "done", "Alice", 2)


def test_a_creation_that_died_before_it_was_recorded_is_made_up_for(
    webhook: Webhook, alices: LinearApi
) -> None:
    Operation.objects.all().delete()
    Webhook.objects.update(confirmed_at=None, address="")
    tasks.set_up_webhooks()
    assert [told(each) for each in log(alices)] == [("create_webhook", "done", None, 1)]


def test_one_that_is_made_anew_is_another_entry(
    webhook: Webhook, alices: LinearApi, sandbox: Sandbox
) -> None:
    in_linear(sandbox, DELETE, id=str(webhook.linear_id))
    Webhook.objects.update(confirmed_at=timezone.now() - timedelta(hours=1))
    tasks.set_up_webhooks()
    assert [told(each)[2] for each in log(alices)] == [None, "Alice"]
    assert log(alices)[0]["webhook"]["id"] == str(Webhook.objects.get().linear_id)


def test_a_deletion_that_linear_refused_stays_on_record(
    webhook: Webhook, alices: LinearApi, sandbox: Sandbox
) -> None:
    sandbox.add_fault(match={"field": "webhookDelete"}, action="http_error", times=None)
    alices.delete()
    deleted = log(alices)[0]
    assert told(deleted) == ("delete_webhook", "refused", "Alice", 1)
    assert deleted["error"]["code"] == "linear_unavailable"


def test_one_that_was_gone_already_was_not_deleted_by_us(
    webhook: Webhook, alices: LinearApi, sandbox: Sandbox
) -> None:
    in_linear(sandbox, DELETE, id=str(webhook.linear_id))
    alices.delete()
    assert [each["kind"] for each in log(alices)] == ["create_webhook"]


def test_an_entry_is_nothing_that_is_sent_again(
    webhook: Webhook, alices: LinearApi, sandbox: Sandbox, settings: Settings
) -> None:
    settings.FRONTEND_URL = NEW
    let_updates_fail(sandbox)
    alices.post("check")
    refused = log(alices)[0]
    asked = len(sandbox.requests())
    Operation.objects.update(next_attempt_at=timezone.now() - timedelta(days=1))
    assert tasks.sweep_operations() == 0
    answer = alices.post(f"operations/{refused['id']}/retry")
    assert answer.json()["error"]["code"] == "usage_limit_exceeded"
    assert len(sandbox.requests()) == asked
