"""What the bridge counts of its own work, for Prometheus; `bridge.metrics` shows it.

A process counts for itself, and its numbers are added up with those of its siblings.
https://prometheus.github.io/client_python/multiprocess/
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from .linear.rate_limit import Budget
from .linear.transport import CALLS_AT_A_TIME, spared_hosts

REGISTRY = CollectorRegistry()

CALLS = Histogram(
    "bridge_linear_call_seconds",
    "Requests to Linear, repeated ones each: `ok` or the error's code.",
    ["operation", "outcome"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
CALLS_IN_PROGRESS = Gauge(
    "bridge_linear_calls_in_progress",
    f"Calls to Linear under way; each process allows itself {CALLS_AT_A_TIME} at a time.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
BREAKERS_OPEN = Gauge(
    "bridge_linear_breakers_open",
    "Processes that spare Linear, since it failed five times in a row.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
BUDGET_REMAINING = Gauge(
    "bridge_linear_budget_remaining_ratio",
    "What was left of Linear's limit when it last answered, 0 to 1, by Linear's workspace id.",
    ["workspace", "limit"],
    multiprocess_mode="mostrecent",
    registry=REGISTRY,
)
BUDGET_RESETS_AT = Gauge(
    "bridge_linear_budget_reset_timestamp_seconds",
    "When that limit is full again.",
    ["workspace", "limit"],
    multiprocess_mode="mostrecent",
    registry=REGISTRY,
)
OPERATIONS_FINISHED = Counter(
    "bridge_operations_finished",
    "Writes to Linear that came to an end: done or refused.",
    ["kind", "status"],
    registry=REGISTRY,
)
WEBHOOKS_RECEIVED = Counter(
    "bridge_webhooks_received",
    "Requests at our webhooks: `stored`, `not_new` (repeated, or of nobody), or why not.",
    ["outcome"],
    registry=REGISTRY,
)
DELIVERIES_FINISHED = Counter(
    "bridge_deliveries_finished",
    "Deliveries that were worked off: done with an outcome, or parked.",
    ["event", "outcome"],
    registry=REGISTRY,
)


def count_call(operation: str, outcome: str, seconds: float) -> None:
    """Count a request to Linear that has ended, well or not."""
    CALLS.labels(operation, outcome).observe(seconds)
    BREAKERS_OPEN.set(len(spared_hosts()))


def show_budget(workspace: str, budget: Budget) -> None:
    """Show what Linear last said of a workspace's limits."""
    for limit, allowance in budget.allowances.items():
        # As it was said: nobody sets it anew when the reset has passed.
        ratio = allowance.fraction(now=0)
        BUDGET_REMAINING.labels(workspace, limit).set(ratio)
        BUDGET_RESETS_AT.labels(workspace, limit).set(allowance.resets_at)
