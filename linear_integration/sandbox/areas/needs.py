from __future__ import annotations

from collections.abc import Iterator

from ..api.context import Context
from ..api.registry import field, filter_value, rows_of
from ..state.store import Row
from .comments import find_by_id_or_hash
from .customer_access import customer_list, require_customer_scope, require_customers
from .prosemirror import document_of

customer_list("customerNeeds", "CustomerNeed")


@field("Query", "customerNeed")
def customer_need(
    context: Context, _root: Row, id: str | None = None, hash: str | None = None
) -> Row:
    require_customers(context)
    return find_by_id_or_hash(context, "CustomerNeed", id, hash)


@rows_of("Issue", "needs")
def needs_of_issue(context: Context, issue: Row) -> Iterator[Row]:
    require_customer_scope(context)
    return (row for row in context.rows("CustomerNeed") if row["issueId"] == issue["id"])


@rows_of("Issue", "formerNeeds")
def former_needs(context: Context, issue: Row) -> Iterator[Row]:
    require_customer_scope(context)
    return (row for row in context.rows("CustomerNeed") if row["originalIssueId"] == issue["id"])


@rows_of("Project", "needs")
def needs_of_project(context: Context, project: Row) -> Iterator[Row]:
    require_customer_scope(context)
    return (row for row in context.rows("CustomerNeed") if row["projectId"] == project["id"])


@filter_value("Issue", "customerCount")
def customer_count(context: Context, issue: Row) -> int:
    return len(_customer_ids(context, issue, least_priority=0))


@filter_value("Issue", "customerImportantCount")
def customer_important_count(context: Context, issue: Row) -> int:
    return len(_customer_ids(context, issue, least_priority=1))


def _customer_ids(context: Context, issue: Row, *, least_priority: int) -> set[str]:
    """Name the customers with a request on an issue that is as important as that."""
    return {
        need["customerId"]
        for need in needs_of_issue(context, issue)
        if need["customerId"] and not need["archivedAt"] and need["priority"] >= least_priority
    }


@field("CustomerNeed", "url")
def url(context: Context, need: Row) -> str | None:
    attachment = context.find("Attachment", need["attachmentId"])
    return attachment["url"] if attachment else None


@field("CustomerNeed", "content")
def content(_context: Context, need: Row) -> str | None:
    return str(need["body"]) if need["body"] is not None else None


@field("CustomerNeed", "bodyData")
def body_data(_context: Context, need: Row) -> str | None:
    return document_of(need["body"]) if need["body"] is not None else None
