"""What is demanded of the figures."""

from collections import Counter

import pytest

from .bars import Bar, bars_of_deliveries
from .cases import CALLERS, DELIVER, NAIVE, OURS, Case, summary
from .sampling import Sample


def _sample(
    throughput: float, *, pss_mb: float = 90, failures: int = 0, unstored: int = 0
) -> Sample:
    return Sample(
        throughput=throughput,
        p50_ms=1,
        p95_ms=1,
        p99_ms=1,
        failures=Counter({"503": failures}),
        cpu_ms=1,
        pss_mb=pss_mb,
        connections=1,
        foreign_percent=1,
        unstored=unstored,
    )


@pytest.mark.parametrize(
    ("bar", "is_met"),
    [
        (Bar("ratio", 0.88, at_least=0.88), True),
        (Bar("ratio", 0.87, at_least=0.88), False),
        (Bar("failed", 0, at_most=0), True),
        (Bar("failed", 1, at_most=0), False),
    ],
)
def test_a_bar_is_met_up_to_its_limit(bar: Bar, is_met: bool) -> None:
    assert bar.is_met is is_met


def test_rounds_give_the_median_rate_the_largest_memory_and_every_failure() -> None:
    samples = [_sample(100), _sample(10, pss_mb=120, failures=2), _sample(90, failures=1)]
    together = summary(samples)
    assert (together.throughput, together.pss_mb, together.failures["503"]) == (90, 120, 3)


@pytest.mark.parametrize(
    ("ours", "missed"),
    [
        (_sample(800), []),
        (_sample(790), ["webhook delivery, 32 callers: throughput / naive view"]),
        (_sample(800, unstored=1), ["webhook deliveries: answers less rows, ours"]),
        (_sample(800, failures=1), ["webhook deliveries that failed, ours"]),
    ],
)
def test_deliveries_are_eight_times_as_many_as_of_the_naive_view_and_all_stored(
    ours: Sample, missed: list[str]
) -> None:
    table = {Case(OURS, DELIVER, callers): ours for callers in CALLERS}
    table |= {Case(NAIVE, DELIVER, callers): _sample(100) for callers in CALLERS}
    assert [bar.what for bar in bars_of_deliveries(table) if not bar.is_met] == missed
