from __future__ import annotations

from typing import Any

from ..api.connections import page
from ..api.context import Context
from ..api.errors import invalid_argument, rate_limited
from ..api.filters import matches
from ..api.registry import field
from ..limits import SEARCHES_PER_MINUTE
from ..state.store import Row
from .comments import comments_of_issue
from .issues import searchable_content


@field("Query", "searchIssues")
def search_issues(context: Context, _root: Row, term: str, **arguments: Any) -> Row:
    """Find issues that hold every word of the term, the best match first.

    With ``includeComments`` the words may also stand in comments. Linear compares meanings too;
    here only words count.
    """
    _respect_limit(context)
    with_comments = bool(arguments.get("includeComments"))
    words = term.casefold().split()
    if not words:
        raise invalid_argument("term", "isNotEmpty", "term should not be empty")
    found = [
        (_rank(issue, words), issue)
        for issue in context.rows("Issue")
        if _is_wanted(context, issue, arguments)
        and _holds(_text(context, issue, with_comments), words)
    ]
    order = arguments.get("orderBy")
    found.sort(key=lambda pair: (0 if order else pair[0], pair[1][order or "updatedAt"]))
    rows = [issue for _, issue in reversed(found)]
    payload = page(context, "Issue", rows, arguments)
    return {**payload, "totalCount": float(len(rows))}


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _text(context: Context, issue: Row, with_comments: bool) -> str:
    parts = [searchable_content(context, issue)]
    if with_comments:
        parts += [comment["body"] for comment in comments_of_issue(context, issue)]
    return " ".join(parts).casefold()


def _rank(issue: Row, words: list[str]) -> int:
    """Weigh a match: the identifier most, then words in the title."""
    title = str(issue["title"]).casefold()
    return 100 * (str(issue["identifier"]).casefold() in words) + sum(
        word in title for word in words
    )


def _is_wanted(context: Context, issue: Row, arguments: dict[str, Any]) -> bool:
    if issue["archivedAt"] and not arguments.get("includeArchived"):
        return False
    team_id = arguments.get("teamId")
    if team_id and issue["teamId"] != team_id:
        return False
    return matches(context, "Issue", issue, arguments.get("filter") or {})


def _respect_limit(context: Context) -> None:
    if not context.switches.search_limit:
        return
    bucket = context.limits.searches(context.caller.limit_key)
    is_allowed = context.limits.take(bucket, 1)
    context.headers |= context.limits.endpoint_headers("searchIssues", bucket)
    if not is_allowed:
        raise rate_limited(SEARCHES_PER_MINUTE, "1 minute", bucket.wait_seconds(1))
