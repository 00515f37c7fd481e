"""What a soak is failed for."""

from collections import Counter
from collections.abc import Sequence

import pytest

from ..bench.load import Outcome
from .resources import Resources
from .soak import SAMPLE_SECONDS, Sample, bars, phases

RATE = 2.0
LATENCIES_MS = [1.0] * int(RATE * SAMPLE_SECONDS)


def _sample(
    *,
    pss_mb: float = 90,
    descriptors: int = 50,
    connections: int = 16,
    answers: Sequence[float] = LATENCIES_MS,
    failures: int = 0,
) -> Sample:
    return Sample(
        Outcome(SAMPLE_SECONDS, list(answers), Counter({"503": failures})),
        Resources(pss_mb, 100, descriptors, 60, connections),
    )


def _missed(samples: list[Sample]) -> list[str]:
    return [bar.what for bar in bars(samples, RATE) if not bar.is_met]


def test_a_soak_in_which_nothing_grows_is_passed_whatever_the_warm_up_took() -> None:
    assert _missed([_sample(pss_mb=70, descriptors=20)] * 2 + [_sample()] * 8) == []


@pytest.mark.parametrize(
    ("last", "missed"),
    [
        (_sample(pss_mb=95), "soak: memory (PSS), end / after warm-up"),
        (_sample(descriptors=51), "soak: growth of file descriptors"),
        (_sample(connections=17), "soak: database connections, at most"),
        (_sample(failures=1), "soak: calls that failed"),
        (_sample(answers=[]), "soak: answers / calls due"),
    ],
)
def test_a_soak_at_whose_end_something_has_grown_is_failed(last: Sample, missed: str) -> None:
    assert _missed([_sample()] * 8 + [last] * 2) == [missed]


def test_of_a_long_soak_two_minutes_after_the_first_two_are_compared_with_the_last_two() -> None:
    samples = [_sample(pss_mb=number) for number in range(240)]
    first, last = phases(samples)
    assert (first, last) == (samples[24:48], samples[-24:])
