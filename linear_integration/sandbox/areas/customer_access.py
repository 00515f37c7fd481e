"""The door to customers and their requests: the feature must be on, and the scope there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from ..api.context import Context
from ..api.errors import LinearError
from ..api.registry import field, mutation, rows_of
from ..state.store import Row

READ, WRITE = "customer:read", "customer:write"
_FOR_PEOPLE = {READ: "read", WRITE: "write"}

Write = Callable[..., Row]


def require_customers(context: Context, scope: str = READ) -> None:
    """Refuse a caller without the scope, and everybody while the feature is off."""
    require_customer_scope(context, scope)
    if not are_enabled(context):
        raise LinearError(
            "Customers feature is not enabled",
            kind="feature not accessible",
            code="FEATURE_NOT_ACCESSIBLE",
            status_code=403,
            for_people="Customer requests are not available in this workspace.",
        )


def require_customer_scope(context: Context, scope: str = READ) -> None:
    """Refuse an app without the customer scope.

    Whether a person's OAuth token needs it too is not known of Linear, so a switch says; an API
    key does with ``read`` and ``write``.
    """
    caller = context.caller
    is_person = caller.actor == "user"
    if caller.credential == "api_key" or (
        is_person and context.switches.people_reach_customers_without_scope
    ):
        scope = _FOR_PEOPLE[scope]
    caller.require_scope(scope)


def are_enabled(context: Context) -> bool:
    """Tell whether the workspace has the customers feature."""
    return bool(context.organization["customersEnabled"]) and context.switches.customers_enabled


def customer_list(name: str, table: str) -> None:
    """Register a root connection over a table of customers' data."""

    @rows_of("Query", name)
    def rows(context: Context, _root: Row) -> Iterable[Row]:
        require_customers(context)
        return context.rows(table)


def customer_entity(name: str, table: str) -> None:
    """Register a root field that finds one row of customers' data by its id."""

    @field("Query", name)
    def entity(context: Context, _root: Row, id: str) -> Row:
        require_customers(context)
        return context.get(table, id)


def customer_mutation(name: str) -> Callable[[Write], Write]:
    """Register a root mutation of customers' data."""

    def keep(resolver: Write) -> Write:
        @mutation(name, WRITE, "write")
        @wraps(resolver)
        def guarded(context: Context, **arguments: Any) -> Row:
            require_customers(context, WRITE)
            return resolver(context, **arguments)

        return guarded

    return keep
