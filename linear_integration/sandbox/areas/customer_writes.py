from __future__ import annotations

from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..state.store import Row
from .customer_access import customer_mutation
from .customer_rules import CLEARABLE, check_managed, customer_values
from .customers import find_customer
from .issue_rules import check_new_id


@customer_mutation("customerCreate")
def customer_create(context: Context, input: dict[str, Any]) -> Row:
    return {"customer": create_customer(context, input)}


@customer_mutation("customerUpdate")
def customer_update(context: Context, id: str, input: dict[str, Any]) -> Row:
    return {"customer": update_customer(context, find_customer(context, id), input)}


@customer_mutation("customerDelete")
def customer_delete(context: Context, id: str) -> Row:
    """Delete a customer with its requests; the issues' attachments stay."""
    row_id = find_customer(context, id)["id"]
    for need in list(context.store.rows("CustomerNeed")):
        if need["customerId"] == row_id:
            context.store.delete("CustomerNeed", need["id"])
    context.store.delete("Customer", row_id)
    return {"entityId": row_id}


def create_customer(context: Context, given: dict[str, Any]) -> Row:
    """Create a customer; its status is the first one unless another is given."""
    check_new_id(context, "Customer", given.get("id"))
    values = customer_values(context, given)
    row_id = (given.get("id") or str(uuid4())).lower()
    now = context.clock.stamp()
    row = {
        "id": row_id,
        "organizationId": context.caller.organization_id,
        "slugId": row_id.replace("-", "")[-12:],
        **dict.fromkeys(CLEARABLE),
        "domains": [],
        "externalIds": [],
        "statusId": _first_status_id(context),
        "integrationId": None,
        **values,
        "createdAt": now,
        "updatedAt": now,
        "archivedAt": None,
    }
    return context.store.insert("Customer", row)


def update_customer(context: Context, customer: Row, given: dict[str, Any]) -> Row:
    """Change a customer as far as no integration manages it."""
    check_managed(context, customer, given)
    values = customer_values(context, given, customer)
    times = {"updatedAt": context.clock.stamp()}
    return context.store.update("Customer", customer["id"], **values, **times)


def _first_status_id(context: Context) -> str:
    statuses = context.rows("CustomerStatus")
    return str(min(statuses, key=lambda status: float(status["position"]))["id"])
