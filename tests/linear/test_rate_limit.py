"""The budget knows what Linear's headers say, and nothing else."""

import time
from datetime import timedelta

import pytest
import time_machine

from linear_integration.linear.errors import RateLimited
from linear_integration.linear.rate_limit import Budget

from . import answers
from .conftest import PretendedLinear

NOW = 1_800_000_000


def headers(kind: str, limit: int, remaining: int, resets_in: float = 3_600) -> dict[str, str]:
    prefix = f"x-ratelimit-{kind}"
    reset_ms = int((time.time() + resets_in) * 1000)
    return {
        f"{prefix}-limit": str(limit),
        f"{prefix}-remaining": str(remaining),
        f"{prefix}-reset": str(reset_ms),
    }


def test_the_scarcest_limit_counts() -> None:
    budget = Budget()
    assert budget.remaining_fraction == 1.0
    budget.observe(headers("requests", 5_000, 4_000) | headers("complexity", 2_000_000, 500_000))
    assert budget.remaining_fraction == pytest.approx(0.25)
    assert budget.allowances["requests"].limit == 5_000
    budget.observe(headers("complexity", 2_000_000, 2_000_000))
    assert budget.remaining_fraction == pytest.approx(0.8)


def test_an_allowance_is_full_again_after_its_reset() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        budget = Budget()
        budget.observe(headers("requests", 100, 0, resets_in=60))
        assert budget.remaining_fraction == 0.0
        clock.shift(timedelta(seconds=61))
        assert budget.remaining_fraction == 1.0


@pytest.mark.parametrize("value", ["", "soon", "-1", "nan", "inf", "1e999"])
def test_unreadable_headers_say_nothing(value: str) -> None:
    budget = Budget()
    odd = {f"x-ratelimit-requests-{name}": value for name in ("limit", "remaining", "reset")}
    assert budget.refuse(odd | {"retry-after": value}, "viewer") is None
    assert budget.blocked_for_seconds() == 0
    assert budget.remaining_fraction == 1.0


def test_retry_after_governs_where_it_is_given() -> None:
    budget = Budget()
    spent = headers("requests", 5_000, 0, resets_in=3_600)
    assert budget.refuse(spent | {"retry-after": "30"}, "viewer") == 30
    assert 29 < budget.blocked_for_seconds() <= 30


def test_without_retry_after_the_later_of_the_spent_limits_governs() -> None:
    with time_machine.travel(NOW, tick=False):
        spent = headers("requests", 9, 0, 60) | headers("complexity", 9, 0, 90)
        assert Budget().refuse(spent, "viewer") == pytest.approx(90)
        one = headers("requests", 9, 0, 60) | headers("complexity", 9, 5, 90)
        assert Budget().refuse(one, "viewer") == pytest.approx(60)


def test_a_reset_of_another_unit_holds_nothing_back_for_longer_than_a_limit_lasts() -> None:
    budget = Budget()
    spent = headers("requests", 9, 0, 60)
    spent["x-ratelimit-requests-reset"] += "000"  # microseconds
    assert budget.refuse(spent, "viewer") == 3_600
    assert budget.blocked_for_seconds() <= 3_600


def test_a_refusal_that_names_no_time_holds_nothing_back() -> None:
    budget = Budget()
    assert budget.refuse({}, "viewer") is None
    assert budget.blocked_for_seconds() == 0


def test_after_a_refusal_calls_fail_at_once_until_the_time_is_over(linear: PretendedLinear) -> None:
    refusal = answers.error("Rate limit exceeded", type="ratelimited")
    with time_machine.travel(NOW, tick=False) as clock:
        linear.will_answer(refusal, status=400, headers={"Retry-After": "30"})
        linear.will_answer({"data": {"viewer": answers.VIEWER}})
        assert wait_seconds(linear) == pytest.approx(30)
        clock.shift(timedelta(seconds=20))
        assert wait_seconds(linear) == pytest.approx(10)
        assert len(linear.requests) == 1
        clock.shift(timedelta(seconds=10))
        assert linear.client.viewer().id == "v"
        assert len(linear.requests) == 2


def test_a_refused_search_holds_back_searches_alone(linear: PretendedLinear) -> None:
    spent = headers("endpoint-requests", 30, 0, 60) | {"retry-after": "60"}
    linear.will_answer(answers.error("slow", type="ratelimited"), status=400, headers=spent)
    linear.will_answer({"data": {"viewer": answers.VIEWER}})
    for _ in range(2):
        with pytest.raises(RateLimited):
            linear.client.search_issues("fire")
    assert linear.client.viewer().id == "v"
    assert len(linear.requests) == 2


def test_every_answer_feeds_the_budget(linear: PretendedLinear) -> None:
    linear.will_answer(
        {"data": {"viewer": answers.VIEWER}}, headers=headers("requests", 5_000, 1_000)
    )
    linear.client.viewer()
    assert linear.budget.remaining_fraction == pytest.approx(0.2)


def wait_seconds(linear: PretendedLinear) -> float | None:
    with pytest.raises(RateLimited) as caught:
        linear.client.viewer()
    return caught.value.retry_after_seconds
