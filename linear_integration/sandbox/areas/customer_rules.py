"""What Linear accepts in a customer: each rule refuses with Linear's error, or lets pass."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..api.context import Context
from ..api.errors import LinearError, invalid_argument
from ..state.store import Row
from .customer_domains import apex_domain

CLEARABLE = (
    *("ownerId", "tierId", "revenue", "size", "logoUrl", "slackChannelId", "mainSourceId"),
)
_KEPT = (*CLEARABLE, "name", "domains", "externalIds", "statusId")
_OPEN = frozenset({"ownerId", "statusId", "logoUrl"})
# What can still be changed of a customer that an integration manages; others leave all open.
_OPEN_OF_SERVICE = {
    "intercom": _OPEN,
    "zendesk": _OPEN | {"revenue", "size", "tierId"},
    "front": _OPEN | {"revenue", "size", "tierId"},
}


def check_managed(context: Context, customer: Row, names: Collection[str]) -> None:
    """Refuse to change what belongs to the integration that manages the customer."""
    integration = context.find("Integration", customer["integrationId"])
    service = str(integration["service"]) if integration else ""
    closed = set(names) - _OPEN_OF_SERVICE.get(service, frozenset(names))
    if closed:
        raise LinearError(
            f"{min(closed)} is managed by an integration",
            for_people=f"{', '.join(sorted(closed))} can't be changed: "
            f"{service.capitalize()} manages this customer.",
        )


def customer_values(context: Context, given: dict[str, Any], customer: Row | None = None) -> Row:
    """Check an input and return what it sets; ``customer`` is the one it changes.

    Domains replace the customer's, external ids are added to them. Null clears what may be
    empty, and elsewhere means nothing.
    """
    values = {
        name: value
        for name, value in given.items()
        if name in _KEPT and (value is not None or name in CLEARABLE)
    }
    if not str(values.get("name", customer and customer["name"]) or "").strip():
        raise invalid_argument("name", "isNotEmpty", "name should not be empty")
    _check_references(context, values)
    if "domains" in values:
        domains = dict.fromkeys(map(apex_domain, values["domains"]))
        values["domains"] = _only_its_own(context, customer, "domains", domains)
    if "externalIds" in values:
        external_ids = _only_its_own(context, customer, "externalIds", values["externalIds"])
        present = customer["externalIds"] if customer else []
        values["externalIds"] = list(dict.fromkeys([*present, *external_ids]))
    if values.get("slackChannelId"):
        _check_channel(context, customer, values["slackChannelId"])
    _check_main_source(values, customer)
    return values


def _check_references(context: Context, values: dict[str, Any]) -> None:
    if values.get("tierId"):
        context.get("CustomerTier", values["tierId"])
    if "statusId" in values:
        context.get("CustomerStatus", values["statusId"])
    if values.get("ownerId") and context.get("User", values["ownerId"])["app"]:
        raise LinearError(
            "ownerId is an app user", for_people="An app cannot be the owner of a customer."
        )


def _only_its_own(
    context: Context, customer: Row | None, name: str, values: Collection[str]
) -> list[str]:
    """Return the values unless another customer of the workspace has one of them."""
    for other in _others(context, customer):
        taken = [value for value in values if value in other[name]]
        if taken:
            raise LinearError(
                f"{name} must be unique",
                for_people=f"{taken[0]} belongs to the customer {other['name']} already.",
            )
    return list(values)


def _check_channel(context: Context, customer: Row | None, channel_id: str) -> None:
    for other in _others(context, customer):
        if other["slackChannelId"] == channel_id:
            raise LinearError(
                "slackChannelId must be unique",
                for_people=f"The Slack channel belongs to the customer {other['name']} already.",
            )


def _check_main_source(values: dict[str, Any], customer: Row | None) -> None:
    known: list[str] = values.get("externalIds") or (customer["externalIds"] if customer else [])
    if values.get("mainSourceId") and values["mainSourceId"] not in known:
        raise LinearError(
            "mainSourceId must be one of externalIds",
            for_people="The main source must be one of the customer's external ids.",
        )


def _others(context: Context, customer: Row | None) -> list[Row]:
    return [row for row in context.rows("Customer") if row is not customer]
