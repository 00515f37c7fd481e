from __future__ import annotations

from collections.abc import Iterator

from ..api.context import Context
from ..api.errors import LinearError, entity_not_found
from ..api.registry import field, root_list, rows_of
from ..state.store import Row
from .issues import issue_url
from .prosemirror import document_of

SHORTEST_HASH = 8

root_list("comments", "Comment")


@field("Query", "comment")
def comment(context: Context, _root: Row, id: str | None = None, hash: str | None = None) -> Row:
    return find_by_id_or_hash(context, "Comment", id, hash)


def find_by_id_or_hash(
    context: Context, table: str, row_id: str | None, id_start: str | None
) -> Row:
    """Return a row by its id, or by the first eight or more characters of it."""
    if (row_id is None) == (id_start is None):
        raise LinearError("Exactly one of id and hash must be given")
    if id_start is None:
        return context.get(table, row_id)
    rows = (row for row in context.rows(table) if row["id"].startswith(id_start.lower()))
    found = next(rows, None) if len(id_start) >= SHORTEST_HASH else None
    if found is None:
        raise entity_not_found(table)
    return found


@rows_of("Issue", "comments")
def comments_of_issue(context: Context, issue: Row) -> Iterator[Row]:
    # Who sees the issue sees its comments: no need to look each one's issue up again.
    return (row for row in context.store.rows("Comment") if row["issueId"] == issue["id"])


@rows_of("Comment", "children")
def children(context: Context, parent: Row) -> Iterator[Row]:
    return (row for row in context.store.rows("Comment") if row["parentId"] == parent["id"])


def comment_url(public_url: str, url_key: str, issue: Row, comment: Row) -> str:
    """Write a comment's address: its place on the page of its issue."""
    start = comment["id"][:SHORTEST_HASH]
    return f"{issue_url(public_url, url_key, issue)}#comment-{start}"


@field("Comment", "url")
def url(context: Context, comment: Row) -> str:
    issue = context.get("Issue", comment["issueId"])
    return comment_url(context.public_url, context.organization["urlKey"], issue, comment)


@field("Comment", "bodyData")
def body_data(_context: Context, comment: Row) -> str:
    return document_of(comment["body"])
