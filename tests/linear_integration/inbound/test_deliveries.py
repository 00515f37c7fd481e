"""Deliveries are worked off exactly once, whatever fails, and a poisoned one stops no other."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from linear_integration.inbound import deliveries, handlers
from linear_integration.inbound.arrivals import Arrival, LocalHandler, Outcome
from linear_integration.inbound.deliveries import BACKOFF_SECONDS, LEASE, MOST_ATTEMPTS, work_off
from linear_integration.linear.errors import Unavailable
from linear_integration.models import Hook, WebhookDelivery
from linear_integration.pages.delivery_words import failure_in_words

from .conftest import Post
from .events import event

pytestmark = pytest.mark.django_db(transaction=True)


class Scripted(LocalHandler):
    """Does what the test says, and remembers the events that it saw."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.errors: dict[str, BaseException] = {}
        self.seconds: dict[str, float] = {}

    def apply(self, arrival: Arrival, answer: Any) -> Outcome:
        name = arrival.event.envelope.data["name"]
        self.seen.append(name)
        time.sleep(self.seconds.get(name, 0))
        Hook.objects.update(viewer_name=name)
        if name in self.errors:
            raise self.errors[name]
        return Outcome.UPDATED


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """A handler for events of the type Test."""
    handler = Scripted()
    monkeypatch.setitem(handlers.EVENT_HANDLERS, "Test", handler)
    return handler


@pytest.fixture
def arrive(acme: Hook, post_event: Post) -> Any:
    """Return what lets an event of the type Test arrive."""

    def let_arrive(name: str) -> WebhookDelivery:
        body = event(acme, type="Test", data={"id": name, "name": name})
        assert post_event(body).status_code == 200
        return WebhookDelivery.objects.get(entity_id=name)

    return let_arrive


def test_they_are_worked_off_in_the_order_in_which_they_came(
    arrive: Any, scripted: Scripted
) -> None:
    names = [f"event {number}" for number in range(25)]
    for name in names:
        arrive(name)
    assert work_off() == 25
    assert scripted.seen == names
    assert set(WebhookDelivery.objects.values_list("status", "outcome")) == {("done", "updated")}


def test_a_question_to_the_app_does_not_wait_for_what_came_before(
    arrive: Any,
    scripted: Scripted,
    acme: Hook,
    post_event: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(handlers.EVENT_HANDLERS, "AgentSessionEvent", scripted)
    for number in range(deliveries.BATCH * 2):
        arrive(f"event {number}")
    post_event(event(acme, type="AgentSessionEvent", data={"id": "q", "name": "question"}))
    work_off()
    assert scripted.seen.index("question") < deliveries.BATCH


def test_what_failed_has_left_nothing_and_is_tried_again_later(
    arrive: Any, scripted: Scripted, acme: Hook
) -> None:
    scripted.errors["poison"] = Unavailable("Linear is down.")
    delivery = arrive("poison")
    assert work_off() == 0
    acme.refresh_from_db()
    assert acme.viewer_name != "poison"
    delivery.refresh_from_db()
    assert delivery.error == {"code": "linear_unavailable", "message": "Linear is down."}
    assert work_off() == 0, "it is not due yet"
    scripted.errors.clear()
    with time_machine.travel(timezone.now() + timedelta(seconds=BACKOFF_SECONDS[0] + 1)):
        assert work_off() == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.error, delivery.attempts) == ("done", None, 2)


def test_a_poisoned_event_is_parked_in_the_end_and_never_blocks_the_next(
    arrive: Any, scripted: Scripted
) -> None:
    scripted.errors["poison"] = KeyError("of no use")
    delivery = arrive("poison")
    arrive("next")
    now = timezone.now()
    for _ in range(len(BACKOFF_SECONDS) + 1):
        with time_machine.travel(now):
            work_off()
        now += timedelta(hours=2)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("parked", len(BACKOFF_SECONDS) + 1)
    assert delivery.error == {"code": "internal_error", "message": "KeyError"}
    assert scripted.seen.count("next") == 1
    with time_machine.travel(now):
        assert work_off() == 0


def test_a_signed_event_that_lacks_what_its_kind_needs_is_parked_with_the_reason(
    acme: Hook, post_event: Post
) -> None:
    post_event(event(acme, type="Issue", data={"id": "no more"}))
    work_off()
    delivery = WebhookDelivery.objects.get()
    assert delivery.error == {"code": "unreadable_event", "message": "identifier: missing"}
    assert delivery.status == "parked"


def test_what_there_was_no_time_for_is_left_to_others_as_it_was(
    arrive: Any, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("slow", "second", "third"):
        arrive(name)
    scripted.seconds["slow"] = 0.2
    monkeypatch.setattr(deliveries, "DRAIN_SECONDS", 0.1)
    assert work_off() == 1
    left = WebhookDelivery.objects.filter(status="waiting", next_attempt_at__lte=timezone.now())
    assert list(left.values_list("attempts", flat=True)) == [0, 0]
    monkeypatch.undo()
    assert len(deliveries._claim()) == 2


def test_whoever_dies_leaves_it_to_the_next_when_the_lease_has_run_out(
    arrive: Any, scripted: Scripted
) -> None:
    arrive("left behind")
    assert len(deliveries._claim()) == 1
    assert work_off() == 0, "somebody else holds it"
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert work_off() == 1


def test_an_event_at_which_each_process_dies_is_parked_and_takes_no_other_with_it(
    arrive: Any, scripted: Scripted
) -> None:
    class Death(BaseException):
        """What nobody catches: the process is gone."""

    scripted.errors["poison"] = Death()
    poison = arrive("poison")
    others = {f"other {number}" for number in range(5)}
    for name in others:
        arrive(name)
    now = timezone.now()
    finished = []
    for _ in range(MOST_ATTEMPTS):
        with time_machine.travel(now):
            with pytest.raises(Death):
                work_off()
            finished.append(work_off())
        now += LEASE + timedelta(seconds=1)
    assert finished[:2] == [0, len(others)], "once it took its neighbours with it, and never again"
    assert scripted.seen.count("poison") == MOST_ATTEMPTS
    with time_machine.travel(now):
        assert work_off() == 1
    assert scripted.seen.count("poison") == MOST_ATTEMPTS
    poison.refresh_from_db()
    assert (poison.status, poison.error) == ("parked", deliveries.PROCESS_DIED)
    assert failure_in_words("process_died") != failure_in_words("no such code")


def test_whoever_comes_back_after_his_lease_changes_nothing(
    arrive: Any, scripted: Scripted, acme: Hook
) -> None:
    arrive("slow")
    [slow] = deliveries._claim()
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        work_off()
    Hook.objects.update(viewer_name="as it was")
    assert deliveries.attempt(slow) is False
    acme.refresh_from_db()
    assert acme.viewer_name == "as it was"


def test_a_kind_that_is_unknown_is_recorded_and_one_of_no_use_ignored(
    acme: Hook, post_event: Post
) -> None:
    post_event(event(acme, type="Hologram"))
    post_event(event(acme, type="Cycle"))
    work_off()
    found = WebhookDelivery.objects.order_by("pk").values_list("event_type", "outcome")
    assert list(found) == [("Hologram", "unknown"), ("Cycle", "ignored")]
