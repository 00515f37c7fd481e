from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from ..state.store import Row
from .context import Context
from .errors import invalid_argument
from .filters import matches

DEFAULT_SIZE = 50
MAXIMUM_SIZE = 250


def connection(
    context: Context,
    type_name: str,
    rows: Iterable[Row],
    arguments: dict[str, Any],
) -> Row:
    """Filter, order (newest first) and page rows as Linear does: ``first`` 50 and at most 250.

    The cursor is the last node's id, good with the same ``orderBy`` only.
    """
    conditions = arguments.get("filter") or {}
    kept = [
        row
        for row in rows
        if _is_listed(type_name, row, arguments) and matches(context, type_name, row, conditions)
    ]
    order = arguments.get("orderBy") or "createdAt"
    # Sorting is stable, so rows of the same moment come in the order of their insertion.
    kept.sort(key=lambda row: str(row[order]))
    kept.reverse()
    return page(context, type_name, kept, arguments, order=order)


def page(
    context: Context,
    type_name: str,
    rows: list[Row],
    arguments: dict[str, Any],
    *,
    order: str | None = None,
) -> Row:
    """Cut a page out of rows that are in order already."""
    size = _size(arguments)
    start, end = 0, len(rows)
    if arguments.get("after"):
        start = _position(context, type_name, rows, arguments["after"], "after", order) + 1
    if arguments.get("before"):
        end = _position(context, type_name, rows, arguments["before"], "before", order)
    if arguments.get("last") and not arguments.get("first"):
        start = max(start, end - size)
    nodes = rows[start : min(start + size, end)]
    return {
        "nodes": nodes,
        "edges": [{"cursor": row["id"], "node": row} for row in nodes],
        "pageInfo": {
            "hasNextPage": start + len(nodes) < len(rows),
            "hasPreviousPage": start > 0,
            "startCursor": nodes[0]["id"] if nodes else None,
            "endCursor": nodes[-1]["id"] if nodes else None,
        },
    }


def _is_listed(type_name: str, row: Row, arguments: dict[str, Any]) -> bool:
    if row.get("archivedAt") and not arguments.get("includeArchived"):
        return False
    return type_name != "User" or row["active"] or bool(arguments.get("includeDisabled"))


def _size(arguments: dict[str, Any]) -> int:
    name = "first" if arguments.get("first") is not None else "last"
    size = arguments.get(name)
    if size is None:
        return DEFAULT_SIZE
    if size > MAXIMUM_SIZE:
        raise invalid_argument(name, "max", f"{name} must not be greater than {MAXIMUM_SIZE}")
    if size < 1:
        raise invalid_argument(name, "min", f"{name} must not be less than 1")
    return int(size)


def _position(
    context: Context, type_name: str, rows: list[Row], cursor: str, name: str, order: str | None
) -> int:
    for position, row in enumerate(rows):
        if row["id"] == cursor:
            return position
    gone = context.find(type_name, cursor)
    if gone is None or order is None:
        raise invalid_argument(name, "isCursor", f"{name} must be a cursor of this connection")
    # The row has left the list since the last page: go on where it stood.
    oldest_first = [str(row[order]) for row in reversed(rows)]
    return len(rows) - bisect_right(oldest_first, str(gone[order])) - 1
