from __future__ import annotations

from typing import Any

from ..api.connections import connection
from ..api.context import Context
from ..api.errors import entity_not_found, unsupported
from ..api.registry import field
from ..state.store import Row
from .customer_access import are_enabled, customer_entity, customer_list, require_customers

for _name, _names, _table in (
    ("customerTier", "customerTiers", "CustomerTier"),
    ("customerStatus", "customerStatuses", "CustomerStatus"),
):
    customer_entity(_name, _table)
    customer_list(_names, _table)


@field("Query", "customers")
def customers(
    context: Context, _root: Row, sorts: list[dict[str, Any]] | None = None, **arguments: Any
) -> Row:
    require_customers(context)
    if sorts:
        raise unsupported("sorts of customers")
    return connection(context, "Customer", context.rows("Customer"), arguments)


@field("Query", "customer")
def customer(context: Context, _root: Row, id: str) -> Row:
    require_customers(context)
    return find_customer(context, id)


def find_customer(context: Context, reference: str) -> Row:
    """Return a customer by its UUID or its slug."""
    slugs = (row for row in context.rows("Customer") if row["slugId"] == reference)
    found = context.find("Customer", reference) or next(slugs, None)
    if found is None:
        raise entity_not_found("Customer")
    return found


def customer_of_external_id(context: Context, external_id: str) -> Row | None:
    """Return the customer that carries an external system's id."""
    rows = (row for row in context.rows("Customer") if external_id in row["externalIds"])
    return next(rows, None)


def customer_url(public_url: str, url_key: str, customer: Row) -> str:
    """Write a customer's address."""
    return f"{public_url}/{url_key}/customer/{customer['slugId']}"


@field("Customer", "url")
def url(context: Context, customer: Row) -> str:
    return customer_url(context.public_url, context.organization["urlKey"], customer)


@field("Customer", "needs")
def needs(context: Context, customer: Row) -> list[Row]:
    rows = (row for row in context.rows("CustomerNeed") if row["customerId"] == customer["id"])
    return [row for row in rows if not row["archivedAt"]]


@field("Customer", "approximateNeedCount")
def approximate_need_count(context: Context, customer: Row) -> int:
    """Count a customer's requests, also those on issues that the caller can't see."""
    rows = context.store.rows("CustomerNeed")
    return sum(row["customerId"] == customer["id"] and not row["archivedAt"] for row in rows)


@field("Organization", "customersEnabled")
def customers_enabled(context: Context, _organization: Row) -> bool:
    return are_enabled(context)


@field("Organization", "customerCount")
def customer_count(context: Context, _organization: Row) -> int:
    return sum(not row["archivedAt"] for row in context.rows("Customer"))
