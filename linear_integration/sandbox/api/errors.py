"""Linear's errors: what each says, its type and code, and the HTTP status it comes with."""

from __future__ import annotations

from typing import Any


class LinearError(Exception):
    """An error as Linear's GraphQL API reports it.

    ``kind`` goes out as ``extensions.type``, which is what Linear's own SDK decides by.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: str = "invalid input",
        code: str = "INPUT_ERROR",
        status_code: int = 400,
        http_status: int = 200,
        for_people: str | None = None,
        headers: dict[str, str] | None = None,
        **extras: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.http_status = http_status
        self.headers = headers or {}
        self.extensions = {
            "type": kind,
            "code": code,
            "statusCode": status_code,
            "userError": status_code < 500,
            "userPresentableMessage": for_people or message,
            **extras,
        }


def entity_not_found(name: str) -> LinearError:
    return LinearError(f"Entity not found: {name}", for_people=f"Could not find referenced {name}.")


def id_conflict(name: str, row_id: str) -> LinearError:
    return LinearError(
        f"conflict on insert of {name}",
        for_people=f"Entity {name} with id {row_id} already exists.",
    )


def invalid_argument(name: str, rule: str, explanation: str) -> LinearError:
    """Report an argument that breaks a rule, such as ``isUuid``."""
    return LinearError(
        "Argument Validation Error",
        code="INVALID_INPUT",
        for_people=explanation,
        validationErrors=[{"property": name, "constraints": {rule: explanation}}],
    )


def forbidden(message: str, *, for_people: str | None = None) -> LinearError:
    """Report what this caller may not do."""
    return LinearError(
        message,
        kind="forbidden",
        code="FORBIDDEN",
        status_code=403,
        http_status=400,
        for_people=for_people,
    )


def scope_required(scope: str) -> LinearError:
    return forbidden(
        f"Invalid scope: `{scope}` required", for_people=f"The token lacks the scope {scope}."
    )


def not_authenticated() -> LinearError:
    return LinearError(
        "Authentication required, not authenticated",
        kind="authentication error",
        code="AUTHENTICATION_ERROR",
        status_code=401,
        http_status=401,
        for_people="You need to authenticate to access this operation.",
    )


def api_key_as_bearer() -> LinearError:
    return LinearError(
        "It looks like you're trying to use an API key as a Bearer token. "
        "Remove the Bearer prefix from the Authorization header.",
        http_status=400,
    )


def unsupported(what: str) -> LinearError:
    """Report something that Linear has and this sandbox does not."""
    return LinearError(
        f"{what} is not supported by the sandbox",
        kind="feature not accessible",
        code="FEATURE_NOT_ACCESSIBLE",
        status_code=403,
    )


def document_invalid(message: str) -> LinearError:
    return LinearError(
        message, kind="graphql error", code="GRAPHQL_VALIDATION_FAILED", http_status=400
    )


def too_complex(points: int) -> LinearError:
    return LinearError(
        "Query too complex",
        http_status=400,
        for_people=(
            f"The query is too complex. Complexity: {points}. Maximum allowed complexity: 10000."
        ),
    )


def usage_limit_exceeded(count: int) -> LinearError:
    return LinearError(
        "Usage limit exceeded",
        kind="usage limit exceeded",
        code="USAGE_LIMIT_EXCEEDED",
        for_people=f"The workspace has reached its limit of {count} active issues.",
        meta={"usageMetric": "issues"},
    )


def rate_limited(
    allowed: int, period: str, retry_after_seconds: int, *, http_status: int = 400
) -> LinearError:
    return LinearError(
        f"Rate limit exceeded. Only {allowed} requests are allowed per {period}. For more "
        "information see our developer docs at: https://linear.app/developers/rate-limiting",
        kind="ratelimited",
        code="RATELIMITED",
        status_code=429,
        http_status=http_status,
        for_people="Too many requests. Try again later.",
        headers={"Retry-After": str(retry_after_seconds)},
    )


def lock_timeout(*, http_status: int = 200) -> LinearError:
    """Report that another write held the rows for too long; Linear's SDK knows the type."""
    return LinearError(
        "Lock timeout",
        kind="lock timeout",
        code="LOCK_TIMEOUT",
        status_code=500,
        http_status=http_status,
        for_people="The operation took too long. Try again later.",
    )


def internal_error(*, http_status: int = 200) -> LinearError:
    return LinearError(
        "Internal server error",
        kind="internal error",
        code="INTERNAL_SERVER_ERROR",
        status_code=500,
        http_status=http_status,
        for_people="Something went wrong. Try again later.",
    )
