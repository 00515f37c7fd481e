"""What a fault rule makes of a GraphQL request that is refused on purpose."""

from __future__ import annotations

from ..faults import Rule
from ..oauth.revocation import expire_token, revoke_grant
from ..sandbox import Sandbox
from .errors import (
    LinearError,
    internal_error,
    lock_timeout,
    not_authenticated,
    rate_limited,
    usage_limit_exceeded,
)

_FREE_PLAN_ISSUES = 250


def fault_error(
    sandbox: Sandbox, rule: Rule, *, limit_key: str, authorization: str | None
) -> LinearError:
    """Return the error of a rule; the caller's token dies first if the rule says so."""
    match rule.action:
        case "expire_token":
            expire_token(sandbox, _bearer(authorization))
            return not_authenticated()
        case "revoke_token":
            revoke_grant(sandbox, _bearer(authorization))
            return not_authenticated()
        case "unauthorized":
            return not_authenticated()
        case "rate_limited":
            return _rate_limited(sandbox, rule, limit_key)
        case "lock_timeout":
            return lock_timeout(http_status=rule.status or 200)
        case "usage_limit":
            return usage_limit_exceeded(sandbox.switches.plan_cap or _FREE_PLAN_ISSUES)
    return internal_error(http_status=rule.status or 200)


def _rate_limited(sandbox: Sandbox, rule: Rule, limit_key: str) -> LinearError:
    seconds = rule.retry_after if rule.retry_after is not None else 60
    allowed = sandbox.limits.requests(limit_key).allowed
    error = rate_limited(allowed, "1 hour", seconds, http_status=rule.status or 400)
    error.headers["X-RateLimit-Requests-Remaining"] = "0"
    return error


def _bearer(authorization: str | None) -> str:
    word, _, token = (authorization or "").strip().partition(" ")
    return token.strip() if word.lower() == "bearer" else ""
