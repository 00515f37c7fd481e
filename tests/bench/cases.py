"""What is measured: each program, action and number of callers, and its figures over all rounds."""

from collections import Counter
from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

from .sampling import Sample

CREATE, READ, DELIVER = "create_issue", "linked_issues", "webhook delivery"
OURS, BARE, NAIVE = "ours", "bare proxy", "naive view"
CALLERS = (1, 32, 256)
MANY = 32
POOLS = (8, 64)
DELAYS_MS = (100, 300)


class Case(NamedTuple):
    """A row of the table."""

    program: str
    action: str
    callers: int


Table = Mapping[Case, Sample]


def pool_case(pool: int, delay_ms: int) -> Case:
    """Return the case of a create with so many database connections and that slow a Linear."""
    return Case(f"ours, pool of {pool}", f"{CREATE} at {delay_ms} ms", MANY)


def summary(samples: list[Sample]) -> Sample:
    """Return the medians over the rounds; of what is limited the largest, of failures all."""
    return Sample(
        throughput=median(each.throughput for each in samples),
        p50_ms=median(each.p50_ms for each in samples),
        p95_ms=median(each.p95_ms for each in samples),
        p99_ms=median(each.p99_ms for each in samples),
        failures=sum((each.failures for each in samples), Counter()),
        cpu_ms=median(each.cpu_ms for each in samples),
        pss_mb=max(each.pss_mb for each in samples),
        connections=max(each.connections for each in samples),
        foreign_percent=max(each.foreign_percent for each in samples),
        unstored=sum(each.unstored for each in samples),
    )
