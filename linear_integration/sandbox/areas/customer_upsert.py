from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..api.context import Context
from ..api.errors import LinearError
from ..state.store import Row
from .customer_access import customer_mutation
from .customer_domains import apex_domain
from .customer_tiers import tier_of_name
from .customer_writes import create_customer, update_customer


@customer_mutation("customerUpsert")
def customer_upsert(context: Context, input: dict[str, Any]) -> Row:
    """Change the customer that a key of the input finds, or else create one.

    Domains and the external id are added to what the customer has.
    """
    given = {name: value for name, value in input.items() if value is not None}
    if "domains" in given:
        given["domains"] = list(dict.fromkeys(map(apex_domain, given["domains"])))
    found = _match(context, given)
    _choose_tier(context, given)
    if "externalId" in given:
        given["externalIds"] = [given.pop("externalId")]
    if found is None:
        return {"customer": create_customer(context, given)}
    return {"customer": update_customer(context, found, _news(found, given))}


def _match(context: Context, given: dict[str, Any]) -> Row | None:
    """Find the customer by the first key that finds one, in the order of Linear's schema.

    Which key Linear prefers is not known. It makes no difference here: keys of two customers are
    refused in either order, since one has what must be the other's alone.
    """
    channel_id, domains = given.get("slackChannelId"), frozenset(given.get("domains", ()))
    tests: tuple[Callable[[Row], bool], ...] = (
        lambda row: row["id"] == str(given.get("id")).lower(),
        lambda row: given.get("externalId") in row["externalIds"],
        lambda row: channel_id is not None and row["slackChannelId"] == channel_id,
        lambda row: not domains.isdisjoint(row["domains"]),
    )
    rows = list(context.rows("Customer"))
    return next((row for is_match in tests for row in rows if is_match(row)), None)


def _choose_tier(context: Context, given: dict[str, Any]) -> None:
    if "tierName" in given and "tierId" in given:
        raise LinearError(
            "tierId and tierName cannot be used together",
            for_people="Name the customer's tier by its id or by its name, not by both.",
        )
    if "tierName" in given:
        given["tierId"] = tier_of_name(context, given.pop("tierName"))["id"]


def _news(customer: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the input would change, so that a key that only found the row is no change."""
    wanted = {name: value for name, value in given.items() if name != "id"}
    for name in ("domains", "externalIds"):
        if name in wanted:
            wanted[name] = list(dict.fromkeys([*customer[name], *wanted[name]]))
    return {name: value for name, value in wanted.items() if customer[name] != value}
