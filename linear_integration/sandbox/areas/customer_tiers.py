from __future__ import annotations

from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import LinearError, invalid_argument
from ..state.store import Row
from .customer_access import customer_mutation
from .issue_rules import check_new_id

COLOR = "#95a2b3"


@customer_mutation("customerTierCreate")
def customer_tier_create(context: Context, input: dict[str, Any]) -> Row:
    check_new_id(context, "CustomerTier", input.get("id"))
    name = input.get("name") or input.get("displayName")
    if not name:
        raise LinearError("At least one of name and displayName must be provided")
    if any(tier["name"] == name for tier in context.rows("CustomerTier")):
        raise LinearError(
            "name must be unique", for_people=f"There is a customer tier {name} already."
        )
    if not input["color"].startswith("#"):
        raise invalid_argument("color", "isHexColor", "color must be a hexadecimal color")
    return {"tier": add_tier(context, **{**input, "name": name})}


def tier_of_name(context: Context, name: str) -> Row:
    """Return the tier of that name; there will be one if there was none."""
    for tier in context.rows("CustomerTier"):
        if name.casefold() in {tier["name"].casefold(), tier["displayName"].casefold()}:
            return tier
    return add_tier(context, name)


def add_tier(context: Context, name: str, **values: Any) -> Row:
    """Add a tier; it goes to the end unless ``position`` is given and free."""
    now = context.clock.stamp()
    positions = [tier["position"] for tier in context.rows("CustomerTier")]
    position = values.get("position")
    if position is None or position in positions:
        position = max(positions, default=-1) + 1
    row = {
        "id": (values.get("id") or str(uuid4())).lower(),
        "organizationId": context.caller.organization_id,
        "name": name,
        "displayName": values.get("displayName") or name,
        "description": values.get("description"),
        "color": values.get("color", COLOR),
        "position": position,
        "createdAt": now,
        "updatedAt": now,
        "archivedAt": None,
    }
    return context.store.insert("CustomerTier", row)
