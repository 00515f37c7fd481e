from __future__ import annotations

import re
from collections.abc import Iterator

from ..api.context import Context
from ..api.errors import entity_not_found
from ..api.registry import field, filter_value, root_list, rows_of
from ..state.store import Row

PRIORITY_LABELS = ("No priority", "Urgent", "High", "Medium", "Low")
_LONGEST_SLUG = 80

root_list("issues", "Issue")


@field("Query", "issue")
def issue(context: Context, _root: Row, id: str) -> Row:
    return find_issue(context, id)


def find_issue(context: Context, reference: str) -> Row:
    """Return an issue by its UUID, its identifier (ENG-1) or one that it had before."""
    found = context.find("Issue", reference) or _by_identifier(context, reference.upper())
    if found is None:
        raise entity_not_found("Issue")
    return found


def _by_identifier(context: Context, identifier: str) -> Row | None:
    if "-" not in identifier:
        return None
    rows = list(context.rows("Issue"))
    present = (row for row in rows if row["identifier"] == identifier)
    former = (row for row in rows if identifier in row["previousIdentifiers"])
    return next(present, None) or next(former, None)


def issue_url(public_url: str, url_key: str, issue: Row) -> str:
    """Write an issue's address; the sandbox serves a page there."""
    return f"{public_url}/{url_key}/issue/{issue['identifier']}/{slug(issue['title'])}"


def slug(title: str) -> str:
    """Turn a title into the readable end of a URL."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_LONGEST_SLUG].rstrip("-") or "-"


@field("Issue", "url")
def url(context: Context, issue: Row) -> str:
    return issue_url(context.public_url, context.organization["urlKey"], issue)


@field("Issue", "branchName")
def branch_name(context: Context, issue: Row) -> str:
    name = f"{issue['identifier'].lower()}-{slug(issue['title'])}"
    return f"{context.viewer['displayName']}/{name}"


@field("Issue", "priorityLabel")
def priority_label(_context: Context, issue: Row) -> str:
    return PRIORITY_LABELS[int(issue["priority"])]


@rows_of("Issue", "labels")
def labels(context: Context, issue: Row) -> Iterator[Row]:
    return (row for row in context.rows("IssueLabel") if row["id"] in issue["labelIds"])


@rows_of("Issue", "subscribers")
def subscribers(context: Context, issue: Row) -> Iterator[Row]:
    return (row for row in context.rows("User") if row["id"] in issue["subscriberIds"])


@rows_of("Issue", "children")
def children(context: Context, issue: Row) -> Iterator[Row]:
    return (row for row in context.rows("Issue") if row["parentId"] == issue["id"])


@rows_of("Issue", "attachments")
def attachments(context: Context, issue: Row) -> Iterator[Row]:
    # Who sees the issue sees its attachments: no need to look each one's issue up again.
    return (row for row in context.store.rows("Attachment") if row["issueId"] == issue["id"])


@filter_value("Issue", "searchableContent")
def searchable_content(_context: Context, issue: Row) -> str:
    return f"{issue['identifier']} {issue['title']} {issue['description'] or ''}"
