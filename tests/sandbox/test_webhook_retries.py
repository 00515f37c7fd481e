"""Failed deliveries: noted, tried again as Linear does, and in the end given up."""

import pytest

from .process import Linear
from .receiver import Receiver, wait_until
from .webhooks import (
    FAILURES,
    SECRET,
    create_webhook,
    deliveries,
    wait_for_attempts,
    wait_for_status,
)

RETRIES = [60, 3_600, 21_600]


@pytest.mark.parametrize("status", [201, 204, 302, 400, 500])
def test_anything_but_200_is_a_failure_that_is_noted_and_retried(
    own: Linear, receiver: Receiver, status: int
) -> None:
    receiver.answers = [status]
    webhook = create_webhook(own, receiver.url)
    own.create()
    (delivery,) = wait_for_status(own, "retrying")
    (failure,) = own.ask(FAILURES, {"id": webhook["id"]})["webhook"]["failures"]
    assert failure["httpStatus"] == status
    assert failure["executionId"] == delivery["id"]
    assert failure["url"] == receiver.url
    assert failure["webhook"] == {"id": webhook["id"]}
    own.post("clock", {"advance_seconds": 60})
    (delivery,) = wait_for_status(own, "delivered")
    assert [attempt["status"] for attempt in delivery["attempts"]] == [status, 200]
    first, second = receiver.wait_for(2)
    assert first.headers["Linear-Delivery"] == second.headers["Linear-Delivery"]
    assert first.raw == second.raw


def test_the_text_of_a_failure_is_cut_at_1000_characters(own: Linear, receiver: Receiver) -> None:
    receiver.answers = [500]
    webhook = create_webhook(own, receiver.url)
    own.create()
    wait_for_status(own, "retrying")
    (failure,) = own.ask(FAILURES, {"id": webhook["id"]})["webhook"]["failures"]
    assert failure["responseOrError"] == ("not today " * 200)[:1_000]


def test_three_retries_come_after_a_minute_an_hour_and_six_hours(
    own: Linear, receiver: Receiver
) -> None:
    receiver.answers = [500] * 4
    create_webhook(own, receiver.url)
    own.create()
    for count, seconds in enumerate(RETRIES, start=1):
        # What the receiver has seen, the sandbox notes a moment later.
        wait_for_attempts(own, count)
        wait_for_status(own, "retrying")
        own.post("clock", {"advance_seconds": seconds - 20})
        (delivery,) = deliveries(own)
        assert len(delivery["attempts"]) == count
        assert delivery["next_attempt_at"] > own.post("clock", {"advance_seconds": 0}).json()["now"]
        own.post("clock", {"advance_seconds": 20})
        receiver.wait_for(count + 1)
    (delivery,) = wait_for_status(own, "failed")
    assert delivery["next_attempt_at"] is None
    assert len(delivery["attempts"]) == 4


def test_the_speed_divides_the_time_between_retries(own: Linear, receiver: Receiver) -> None:
    receiver.answers = [500] * 4
    own.post("settings", {"webhook_speed": 1_000_000})
    create_webhook(own, receiver.url)
    own.create()
    wait_for_status(own, "failed")
    receiver.wait_for(4)


def test_a_retry_can_have_a_fresh_timestamp(own: Linear, receiver: Receiver) -> None:
    receiver.answers = [500]
    own.post("settings", {"webhook_retries_restamped": True, "webhook_speed": 1_000})
    create_webhook(own, receiver.url)
    own.create()
    first, second = receiver.wait_for(2)
    assert first.body["webhookTimestamp"] < second.body["webhookTimestamp"]
    assert second.is_signed_with(SECRET)


def test_nobody_there_is_a_failure_without_a_status(own: Linear, receiver: Receiver) -> None:
    webhook = create_webhook(own, "http://127.0.0.1:9/")
    endless = create_webhook(own, f"http://{'x' * 70}.example/")
    own.create()
    wait_for_status(own, "retrying", "retrying")
    for row in (webhook, endless):
        (failure,) = own.ask(FAILURES, {"id": row["id"]})["webhook"]["failures"]
        assert failure["httpStatus"] is None
        assert failure["responseOrError"]


def test_a_webhook_is_disabled_after_so_many_failures_in_a_row(
    own: Linear, receiver: Receiver
) -> None:
    own.post("settings", {"webhook_disabled_after": 2})
    webhook = create_webhook(own, receiver.url)
    receiver.answers = [500, 200, 500, 500]
    for statuses in (
        ["retrying"],
        ["retrying", "delivered"],
        ["retrying", "delivered", "retrying"],
    ):
        own.create()
        wait_for_status(own, *statuses)
        assert own.ask(FAILURES, {"id": webhook["id"]})["webhook"]["enabled"] is True
    own.create()
    receiver.wait_for(4)
    wait_for_status(own, "retrying", "delivered", "retrying", "retrying")
    assert own.ask(FAILURES, {"id": webhook["id"]})["webhook"]["enabled"] is False
    own.create()
    own.post("clock", {"advance_seconds": 60})
    wait_for_status(own, "cancelled", "delivered", "cancelled", "cancelled")


def test_a_rotated_secret_signs_retries_too(own: Linear, receiver: Receiver) -> None:
    receiver.answers = [500]
    webhook = create_webhook(own, receiver.url)
    own.create()
    wait_for_status(own, "retrying")
    document = "mutation($id: String!) { webhookRotateSecret(id: $id) { secret } }"
    secret = own.ask(document, {"id": webhook["id"]})["webhookRotateSecret"]["secret"]
    own.post("clock", {"advance_seconds": 60})
    _, retry = receiver.wait_for(2)
    assert retry.is_signed_with(secret)
    assert secret.startswith("lin_wh_")


def test_a_deleted_webhook_gets_no_retry(own: Linear, receiver: Receiver) -> None:
    receiver.answers = [500]
    webhook = create_webhook(own, receiver.url)
    own.create()
    wait_for_status(own, "retrying")
    own.ask("mutation($id: String!) { webhookDelete(id: $id) { success } }", {"id": webhook["id"]})
    own.post("clock", {"advance_seconds": 60})
    wait_for_status(own, "cancelled")
    receiver.wait_for(1)


def test_all_deliveries_are_counted_by_what_became_of_them(own: Linear, receiver: Receiver) -> None:
    receiver.answers = [500, 200]
    create_webhook(own, receiver.url)
    own.create()
    own.create()
    wait_for_status(own, "retrying", "delivered")
    none = {"waiting": 0, "failed": 0, "dropped": 0, "cancelled": 0}
    assert own.get("deliveries/counts") == {**none, "retrying": 1, "delivered": 1}
    own.post("clock", {"advance_seconds": 60})
    first, _ = wait_for_status(own, "delivered", "delivered")
    assert own.get("deliveries/counts") == {**none, "retrying": 0, "delivered": 2}
    own.add_fault("drop", match={"webhook": "Issue"})
    own.post(f"deliveries/{first['id']}/redeliver")
    wait_for_status(own, "dropped", "delivered")
    counts = own.get("deliveries/counts")
    assert counts == {**none, "retrying": 0, "delivered": 1, "dropped": 1}
    assert own.http.delete("/_sandbox/deliveries").json() == []
    assert set(own.get("deliveries/counts").values()) == {0}


def test_deliveries_that_are_not_listed_any_more_are_counted(
    own: Linear, receiver: Receiver
) -> None:
    # Dropped, they end at once; to send so many takes a busy machine longer than a test waits.
    own.add_fault("drop", match={"webhook": "Issue"}, times=None)
    create_webhook(own, receiver.url)
    own.post("webhook_storm", {"workspace": "acme", "count": 1_010})
    wait_until(lambda: own.get("deliveries/counts")["dropped"] == 1_010, "1,010 deliveries")
    assert len(deliveries(own)) == 1_000
