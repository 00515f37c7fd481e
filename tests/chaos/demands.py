"""What every scenario demands: all sides agree, every answer was sound, nothing leaked."""

import time

import psutil

from .callers import Callers
from .ledger import audit_run, open_operations, query
from .programs import wait_until
from .report import Result
from .stack import POOL_SIZE, Link, Stack

SETTLE_SECONDS = 120.0
# Nobody but Linear and the bridge may ever read these.
SECRETS = ("lin_api_", "lin_oauth_", "lin_refresh_", "demo-client-secret", "demo-token-", "lin_wh_")
CONNECTIONS = """
SELECT state, count(*) AS number FROM pg_stat_activity
WHERE application_name = %s GROUP BY state
"""


def settle(stack: Stack, callers: Callers, result: Result, prefix: str, since: float) -> None:
    """Wait until no operation of the prefix is open, then audit all sides.

    `since` is when the fault ended, by the monotonic clock.
    """
    try:
        what = f"no operation of {prefix!r} is open"
        wait_until(lambda: not open_operations(stack, prefix), SETTLE_SECONDS, what)
        result.recovery_seconds = time.monotonic() - since
    except RuntimeError as error:
        result.failures.append(str(error))
    audit = audit_run(stack, prefix)
    result.doubles += len(audit.doubles)
    result.losses += len(audit.losses) + len(audit.open)
    result.failures += [f"double: {text}" for text in audit.doubles]
    result.failures += [f"lost: {text}" for text in audit.losses]
    result.failures += [f"left open: {text}" for text in audit.open]
    count_calls(callers, result)


def count_calls(callers: Callers, result: Result) -> None:
    """Take over how many calls there were, the slowest, and what was wrong with their answers."""
    result.calls += len(callers.answers)
    result.repeats += callers.repeats
    slowest = max((answer.seconds for _, answer in callers.answers), default=0.0)
    result.slowest_seconds = max(slowest, result.slowest_seconds or 0.0)
    result.failures += callers.flaws()


def demand_no_secret_in_logs(stack: Stack, result: Result) -> None:
    """No token stands in what any of the product's programs has printed."""
    for program in stack.programs:
        text = program.logged()
        for secret in SECRETS:
            if secret in text:
                place = text.index(secret)
                line = text[: place + 60].rpartition("\n")[2]
                result.failures.append(f"a secret in the log of {program.name}: {line}")


def demand_nothing_leaked(stack: Stack, result: Result, threads_before: int) -> None:
    """No connection to the database beyond the pool or in a transaction, and no thread more."""
    try:
        wait_until(lambda: not _busy_connections(stack), 15, "no connection is in use")
    except RuntimeError:
        result.failures.append(f"connections still in use: {_connections(stack)}")
    total = sum(_connections(stack).values())
    if total > POOL_SIZE:
        result.failures.append(f"{total} connections of the app, of a pool of {POOL_SIZE}")
    held = _sockets(stack)
    if held > POOL_SIZE:
        result.failures.append(f"{held} sockets to the database, of a pool of {POOL_SIZE}")
    threads = count_threads(stack)
    if threads > threads_before:
        result.failures.append(f"{threads} threads of the app, {threads_before} before")


def count_threads(stack: Stack) -> int:
    """Return how many threads the web processes have."""
    return sum(psutil.Process(pid).num_threads() for pid in stack.web.pids())


def _connections(stack: Stack) -> dict[str, int]:
    return {row["state"]: row["number"] for row in query(stack, CONNECTIONS, "app")}


def _busy_connections(stack: Stack) -> int:
    return sum(number for state, number in _connections(stack).items() if state != "idle")


def _sockets(stack: Stack) -> int:
    port = stack.proxies[Link.APP_POSTGRESQL].port
    return sum(
        connection.status == psutil.CONN_ESTABLISHED and connection.raddr[1:] == (port,)
        for pid in stack.web.pids()
        for connection in psutil.Process(pid).net_connections("tcp")
    )
