from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..api.context import Context
from ..api.registry import field, root_entity, root_list, rows_of
from ..limits import Bucket
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
    key, limits = context.caller.limit_key, context.limits
    return {
        "identifier": context.caller.user_id,
        "kind": context.caller.credential,
        "limits": [
            _limit(context, "REQUEST", limits.requests(key), 1),
            _limit(context, "COMPLEXITY", limits.complexity(key), context.points),
            _limit(context, "SEARCH", limits.searches(key), 0),
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
    return profile_url(context.public_url, context.organization["urlKey"], user)


def profile_url(public_url: str, url_key: str, user: Row) -> str:
    """Write the address of a person's page."""
    return f"{public_url}/{url_key}/profiles/{user['displayName']}"


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


def _limit(context: Context, kind: str, bucket: Bucket, requested: int) -> dict[str, Any]:
    """Write a limit; ``requested`` is what the request itself took of it, times in milliseconds."""
    return {
        "type": kind,
        "requestedAmount": float(requested),
        "allowedAmount": float(bucket.allowed),
        "remainingAmount": float(int(bucket.level)),
        "period": float(bucket.period_seconds * 1000),
        "reset": float(context.limits.reset_milliseconds(bucket)),
    }
