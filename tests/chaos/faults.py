"""Faults beside the proxies': bad and lost answers of Linear's, connections that servers close."""

from typing import Any

import redis

from .cluster import HOST
from .ledger import query
from .stack import Link, Stack

# What Linear answers to everything, as a rule of the sandbox's.
ANSWERS: dict[str, dict[str, Any]] = {
    "400 RATELIMITED": {"action": "rate_limited", "retry_after": 2},
    "401": {"action": "unauthorized"},
    "403": {"action": "http_error", "status": 403},
    "429 Retry-After": {"action": "rate_limited", "status": 429, "retry_after": 2},
    "500": {"action": "http_error", "status": 500},
    "502 HTML": {"action": "http_error", "status": 502},
    "503": {"action": "http_error", "status": 503},
    "200 errors": {"action": "internal_error"},
    "200 data null": {"action": "data_null"},
    "200 partial data": {"action": "partial_data"},
    "200 invalid JSON": {"action": "malformed_json"},
    "200 truncated": {"action": "half_body"},
    "200 50 MB": {"action": "huge_body"},
    "done but dropped": {"action": "commit_then_drop"},
}
MUTATIONS = ("issueCreate", "attachmentCreate", "attachmentDelete", "commentCreate")
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"


def lose_answers(stack: Stack) -> None:
    """Let the app's writes be done in Linear but not answered: the worker has to find out."""
    for field in MUTATIONS:
        times = 2 if field == "issueCreate" else 1
        stack.sandbox.add_fault(match={"field": field}, times=times, action="commit_then_drop")


def close_connections(stack: Stack, link: Link) -> None:
    """Let the server at the end of a link close the connections that are open, or come."""
    match link:
        case Link.APP_POSTGRESQL:
            query(stack, TERMINATE, "app")
        case Link.WORKER_POSTGRESQL:
            query(stack, TERMINATE, "worker")
        case Link.APP_REDIS:
            client = redis.Redis(HOST, stack.cluster.redis_port)
            client.client_kill_filter(_type="normal", skipme=True)
            client.close()
        case Link.APP_LINEAR:
            stack.sandbox.add_fault(times=3, action="commit_then_drop")
        case Link.WORKER_LINEAR:
            match = {"operation": "Reconcile"}
            stack.sandbox.add_fault(match=match, times=3, action="drop_before_commit")
