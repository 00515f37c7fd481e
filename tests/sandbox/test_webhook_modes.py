"""Webhooks that misbehave on request, each time noted in the journal."""

import time

from .process import Linear
from .receiver import Receiver
from .webhooks import SECRET, create_webhook, deliveries, wait_for_status


def _fault(linear: Linear, action: str, **more: float) -> None:
    """Let the next attempt to tell of an issue misbehave."""
    rule = {"match": {"webhook": "Issue"}, "action": action, **more}
    assert linear.post("faults", rule).status_code == 201


def _journal(linear: Linear) -> list[tuple[str, str, str]]:
    entries = linear.get("faults")["journal"]
    return [(entry["action"], entry["webhook"], entry["delivery"]) for entry in entries]


def test_a_duplicate_is_the_same_request_twice(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    _fault(own, "duplicate")
    own.create()
    first, second = receiver.wait_for(2)
    assert (first.raw, first.headers) == (second.raw, second.headers)
    (delivery,) = wait_for_status(own, "delivered")
    assert [attempt["mode"] for attempt in delivery["attempts"]] == ["duplicate"] * 2
    assert _journal(own) == [("duplicate", "Issue", delivery["id"])]


def test_late_lets_others_pass_until_its_time_has_come(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    _fault(own, "late", seconds=3_600)
    for title in ("Late", "Second", "Third"):
        own.create(title=title)
    receiver.wait_for(2)
    assert deliveries(own)[0]["status"] == "waiting"
    own.post("clock", {"advance_seconds": 3_600})
    assert [got.title for got in receiver.wait_for(3)] == ["Second", "Third", "Late"]


def test_out_of_order_lets_just_the_next_one_pass(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    _fault(own, "out_of_order", seconds=3_600)
    for title in ("First", "Second", "Third"):
        own.create(title=title)
    assert [got.title for got in receiver.wait_for(3)] == ["Second", "First", "Third"]
    wait_for_status(own, "delivered", "delivered", "delivered")


def test_one_that_was_overtaken_and_failed_waits_for_its_retry(
    own: Linear, receiver: Receiver
) -> None:
    receiver.answers = [200, 500]
    create_webhook(own, receiver.url)
    _fault(own, "out_of_order", seconds=30)
    own.create(title="First")
    own.create(title="Second")
    wait_for_status(own, "retrying", "delivered")
    # Neither the time that it was put off until nor another delivery brings it back.
    own.post("clock", {"advance_seconds": 30})
    own.create(title="Third")
    own.create(title="Fourth")
    wait_for_status(own, "retrying", "delivered", "delivered", "delivered")
    own.post("clock", {"advance_seconds": 30})
    titles = [got.title for got in receiver.wait_for(5)]
    assert titles == ["Second", "First", "Third", "Fourth", "First"]


def test_out_of_order_comes_in_the_end_though_nothing_follows(
    own: Linear, receiver: Receiver
) -> None:
    create_webhook(own, receiver.url)
    _fault(own, "out_of_order", seconds=0.05)
    own.create()
    receiver.wait_for(1)
    wait_for_status(own, "delivered")


def test_a_stale_event_says_that_it_is_old_and_is_signed(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    _fault(own, "stale", seconds=61)
    own.create()
    (request,) = receiver.wait_for(1)
    assert 61 <= time.time() - request.body["webhookTimestamp"] / 1000 < 91
    assert request.is_signed_with(SECRET)


def test_a_wrong_secret_is_right_again_in_the_retry(own: Linear, receiver: Receiver) -> None:
    receiver.answers = [401]
    create_webhook(own, receiver.url)
    _fault(own, "wrong_secret")
    own.create()
    wait_for_status(own, "retrying")
    own.post("clock", {"advance_seconds": 60})
    first, second = receiver.wait_for(2)
    assert len(first.headers["Linear-Signature"]) == 64
    assert not first.is_signed_with(SECRET)
    assert second.is_signed_with(SECRET)


def test_an_unsigned_event_has_no_signature(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    _fault(own, "unsigned")
    own.create()
    (request,) = receiver.wait_for(1)
    assert "Linear-Signature" not in request.headers


def test_an_oversized_event_is_wrong_in_nothing_but_its_size(
    own: Linear, receiver: Receiver
) -> None:
    create_webhook(own, receiver.url)
    _fault(own, "oversized")
    own.create(title="Large")
    (request,) = receiver.wait_for(1)
    assert len(request.raw) > 5 * 1024 * 1024
    assert request.is_signed_with(SECRET)
    assert request.title == "Large"


def test_a_dropped_event_is_never_sent_unless_by_hand(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    _fault(own, "drop")
    own.create(title="Lost")
    own.create(title="Next")
    dropped, _ = wait_for_status(own, "dropped", "delivered")
    assert [got.title for got in receiver.wait_for(1)] == ["Next"]
    assert dropped["attempts"] == []
    own.post(f"deliveries/{dropped['id']}/redeliver")
    assert receiver.wait_for(2)[1].title == "Lost"


def test_a_webhooks_fault_and_a_requests_never_mix(own: Linear, receiver: Receiver) -> None:
    wrong = {"match": {"webhook": "Issue"}, "action": "http_error"}
    assert own.post("faults", wrong).status_code == 400
    wrong = {"match": {"field": "issueCreate"}, "action": "drop"}
    assert own.post("faults", wrong).status_code == 400
    create_webhook(own, receiver.url)
    own.post("faults", {"action": "unsigned"})
    own.post("faults", {"match": {"webhook": "Comment"}, "action": "drop"})
    own.create()
    (request,) = receiver.wait_for(1)
    assert "Linear-Signature" not in request.headers
    assert [action for action, _, _ in _journal(own)] == ["unsigned"]
