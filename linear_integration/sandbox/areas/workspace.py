from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..api.context import Context
from ..api.registry import field, root_entity, root_list, rows_of
from ..limits import HOUR_SECONDS, MINUTE_SECONDS, Bucket
from ..state.store import Row

_COLORS = ("#5e6ad2", "#26b5ce", "#4cb782", "#f2994a", "#eb5757", "#bb87fc")

root_list("users", "User")
root_entity("user", "User")


@field("Query", "viewer")
def viewer(context: Context, _root: Row) -> Row:
    return context.viewer


@field("Query", "organization")
def organization(context: Context, _root: Row) -> Row:
    return context.organization


@field("Query", "rateLimitStatus")
def rate_limit_status(context: Context, _root: Row) -> Row:
    key = context.caller.limit_key
    limits = context.limits
    reset = (context.clock.seconds() + HOUR_SECONDS) * 1000
    return {
        "identifier": context.caller.user_id,
        "kind": context.caller.credential,
        "limits": [
            _limit("REQUEST", limits.requests(key), HOUR_SECONDS, reset),
            _limit("COMPLEXITY", limits.complexity(key), HOUR_SECONDS, reset),
            _limit("SEARCH", limits.searches(key), MINUTE_SECONDS, reset),
        ],
    }


@field("Organization", "userCount")
def user_count(context: Context, _organization: Row) -> int:
    return sum(user["active"] and not user["app"] for user in context.rows("User"))


@field("Organization", "createdIssueCount")
def created_issue_count(context: Context, _organization: Row) -> int:
    return sum(1 for _ in context.rows("Issue"))


@field("Organization", "projectStatuses")
def project_statuses(context: Context, _organization: Row) -> list[Row]:
    return sorted(context.rows("ProjectStatus"), key=lambda status: float(status["position"]))


@rows_of("Organization", "labels")
def organization_labels(context: Context, _organization: Row) -> Iterator[Row]:
    return (label for label in context.rows("IssueLabel") if label["teamId"] is None)


@rows_of("Organization", "templates")
def organization_templates(context: Context, _organization: Row) -> Iterator[Row]:
    return (template for template in context.rows("Template") if template["teamId"] is None)


@rows_of("Organization", "teams")
def organization_teams(context: Context, _organization: Row) -> Iterable[Row]:
    return context.rows("Team")


@rows_of("Organization", "users")
def organization_users(context: Context, _organization: Row) -> Iterable[Row]:
    return context.rows("User")


@field("User", "isMe")
def is_me(context: Context, user: Row) -> bool:
    return bool(user["id"] == context.caller.user_id)


@field("User", "initials")
def initials(_context: Context, user: Row) -> str:
    return "".join(word[0] for word in str(user["name"]).split()[:2]).upper()


@field("User", "avatarBackgroundColor")
def avatar_background_color(_context: Context, user: Row) -> str:
    return _COLORS[len(user["name"]) % len(_COLORS)]


@field("User", "url")
def user_url(context: Context, user: Row) -> str:
    url_key = context.organization["urlKey"]
    return f"{context.public_url}/{url_key}/profiles/{user['displayName']}"


@field("User", "createdIssueCount")
def user_created_issue_count(context: Context, user: Row) -> int:
    return sum(1 for _ in created_issues(context, user))


@rows_of("User", "createdIssues")
def created_issues(context: Context, user: Row) -> Iterator[Row]:
    return (issue for issue in context.rows("Issue") if issue["creatorId"] == user["id"])


@rows_of("User", "assignedIssues")
def assigned_issues(context: Context, user: Row) -> Iterator[Row]:
    return (issue for issue in context.rows("Issue") if issue["assigneeId"] == user["id"])


@rows_of("User", "teams")
def teams_of_user(context: Context, user: Row) -> Iterator[Row]:
    return (team for team in context.rows("Team") if user["id"] in team["memberIds"])


def _limit(kind: str, bucket: Bucket, period_seconds: int, reset: float) -> dict[str, Any]:
    return {
        "type": kind,
        "requestedAmount": 1.0,
        "allowedAmount": float(bucket.allowed),
        "remainingAmount": float(int(bucket.level)),
        "period": float(period_seconds * 1000),
        "reset": float(int(reset)),
    }
