from __future__ import annotations

from collections.abc import Iterator

from ..api.context import Context
from ..api.registry import root_entity, root_list, rows_of
from ..state.store import Row

root_list("issueLabels", "IssueLabel")
root_entity("issueLabel", "IssueLabel")


@rows_of("IssueLabel", "children")
def children(context: Context, label: Row) -> Iterator[Row]:
    return (row for row in context.rows("IssueLabel") if row["parentId"] == label["id"])


@rows_of("IssueLabel", "issues")
def issues(context: Context, label: Row) -> Iterator[Row]:
    return (row for row in context.rows("Issue") if label["id"] in row["labelIds"])
