"""What an administrator replays is worked off again, and does nothing twice."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from conversations.models import Account, Membership, User
from linear_integration.inbound import deliveries, handlers
from linear_integration.inbound.arrivals import Arrival, LocalHandler, Outcome
from linear_integration.inbound.deliveries import LEASE, work_off
from linear_integration.inbound.replaying import replay, replay_parked
from linear_integration.models import Hook, WebhookDelivery

from .arriving import delivered, parked
from .events import event

pytestmark = pytest.mark.django_db(transaction=True)


class Counting(LocalHandler):
    """Counts the events that it saw."""

    count = 0

    def apply(self, arrival: Arrival, answer: Any) -> Outcome:
        self.count += 1
        return Outcome.UPDATED


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """A handler for events of the type Issue."""
    handler = Counting()
    monkeypatch.setitem(handlers.EVENT_HANDLERS, "Issue", handler)
    return handler


@pytest.fixture
def alice_there(alice: User, acme_support: Account) -> Membership:
    """Alice in Acme Support."""
    return Membership.objects.get(user=alice, account=acme_support)


def an_issues(hook: Hook) -> Any:
    return event(hook, type="Issue")


@pytest.mark.parametrize("store", [delivered, parked])
def test_what_has_come_to_an_end_is_worked_off_anew(
    acme: Hook, alice_there: Membership, counting: Counting, store: Any
) -> None:
    delivery = store(acme, body=an_issues(acme))
    assert work_off() == 0
    assert replay(delivery, by=alice_there)
    assert work_off() == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.outcome, delivery.error) == ("done", "updated", None)
    assert (delivery.attempts, counting.count) == (1, 1)
    assert delivery.replayed_by == alice_there.user
    assert delivery.replayed_at is not None


def test_it_has_all_its_attempts_again(acme: Hook, alice_there: Membership) -> None:
    delivery = parked(acme, body=an_issues(acme))
    replay(delivery, by=alice_there)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.error) == ("waiting", 0, None)
    assert delivery.next_attempt_at <= timezone.now()


def test_one_that_waits_for_its_next_attempt_need_not_wait_any_more(
    acme: Hook, alice_there: Membership, counting: Counting
) -> None:
    later = timezone.now() + timedelta(hours=1)
    delivery = delivered(
        acme, an_issues(acme), status="waiting", outcome="", attempts=5, next_attempt_at=later
    )
    assert work_off() == 0
    assert replay(delivery, by=alice_there)
    assert work_off() == counting.count == 1


def test_one_that_somebody_is_at_work_on_is_left_alone(
    acme: Hook, alice_there: Membership, counting: Counting
) -> None:
    delivery = delivered(acme, an_issues(acme), status="waiting", outcome="", attempts=0)
    [claimed] = deliveries._claim()
    assert not replay(delivery, by=alice_there)
    assert deliveries._claim() == [], "it is still his"
    assert deliveries.attempt(claimed)
    assert counting.count == 1


def test_one_that_fails_again_is_parked_again(acme: Hook, alice_there: Membership) -> None:
    delivery = parked(acme, body=event(acme, type="Issue", data={"id": "no more"}))
    replay(delivery, by=alice_there)
    work_off()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("parked", 1)


def test_all_parked_ones_of_the_account_are_replayed_and_no_others(
    acme: Hook, globex: Hook, alice_there: Membership
) -> None:
    ours = [parked(acme) for _ in range(3)]
    done, others = delivered(acme), parked(globex)
    assert replay_parked(alice_there) == 3
    assert replay_parked(alice_there) == 0
    waiting = WebhookDelivery.objects.filter(status="waiting")
    assert set(waiting) == set(ours)
    assert {done.status, others.status} == {"done", "parked"}
    others.refresh_from_db()
    assert others.replayed_by is None


def test_a_lease_that_has_run_out_is_nobodys(
    acme: Hook, alice_there: Membership, counting: Counting
) -> None:
    delivered(acme, an_issues(acme), status="waiting", outcome="", attempts=0)
    deliveries._claim()
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert work_off() == counting.count == 1
