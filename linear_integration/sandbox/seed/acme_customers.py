"""Acme's customers and what they asked for."""

from __future__ import annotations

from typing import Any

from .customer_rows import add_customer, add_customer_kinds, add_integration, add_need
from .ids import seed_id
from .issue_rows import issue_of
from .rows import Seeder

# Name, tier, status, and what else is set; ``service`` is the integration that manages it.
CUSTOMERS: tuple[tuple[str, str | None, str, dict[str, Any]], ...] = (
    (
        "Northwind Traders",
        "enterprise",
        "active",
        {
            "domains": ["northwind.example", "northwind-traders.example"],
            "externalIds": ["crm-1001"],
            "revenue": 480_000,
            "size": 1200,
            "owner": "Lena Fischer",
        },
    ),
    ("Blue Harbour", "pro", "active", {"domains": ["blueharbour.example"], "size": 85}),
    (
        "Castello Foods",
        "pro",
        "active",
        {
            "domains": ["castello.example"],
            "externalIds": ["intercom-77"],
            "service": "intercom",
            "revenue": 36_000,
        },
    ),
    (
        "Lumen Clinics",
        "enterprise",
        "active",
        {
            "domains": ["lumenclinics.example"],
            "externalIds": ["zendesk-512"],
            "service": "zendesk",
            "owner": "Sam Okafor",
        },
    ),
    ("Petit Atelier", "free", "prospect", {"domains": ["petit-atelier.example"], "size": 3}),
    ("Orbital Freight", None, "churned", {"externalIds": ["crm-1044"]}),
)
# Customer, issue, whether it is important, and what they said.
NEEDS: tuple[tuple[str, str, int, str], ...] = (
    ("Northwind Traders", "ENG-9", 1, "Their auditors reject invoices with a foreign time zone."),
    ("Northwind Traders", "ENG-5", 1, "Forty people can't sign in since the domain change."),
    ("Blue Harbour", "ENG-9", 0, "The due date on the invoice is a day early."),
    ("Castello Foods", "OPS-2", 1, "A refund of 312 euros has been stuck for a week."),
    ("Lumen Clinics", "ENG-5", 0, "Staff with two addresses are asked to sign in twice."),
    ("Lumen Clinics", "ENG-2", 0, "The export is missing all wards without a cost centre."),
    ("Petit Atelier", "ENG-4", 0, "Would use the app at markets without reception."),
    ("Orbital Freight", "SEC-1", 0, "Asked how long a session lives after a new password."),
)


def add_acme_customers(seeder: Seeder) -> None:
    """Add customers and their requests to Acme, whose issues are there."""
    acme = seeder.tables["Organization"][seed_id("organization", "acme")]
    add_customer_kinds(seeder, acme)
    maya_id = _person_id("Maya Lindqvist")
    integrations = {
        service: add_integration(seeder, acme, service, creator_id=maya_id)["id"]
        for service in ("intercom", "zendesk")
    }
    customers = {}
    for name, tier, status, more in CUSTOMERS:
        values = {key: value for key, value in more.items() if key not in {"owner", "service"}}
        values["ownerId"] = _person_id(more["owner"]) if "owner" in more else None
        values["integrationId"] = integrations.get(more.get("service", ""))
        customers[name] = add_customer(seeder, acme, name, tier=tier, status=status, **values)
    for days_ago, (name, identifier, priority, body) in enumerate(NEEDS, start=1):
        issue = issue_of(seeder, "acme", identifier)
        values = {"priority": priority, "body": body, "days_ago": days_ago}
        add_need(seeder, customers[name], issue, **values)


def _person_id(name: str) -> str:
    return seed_id("user", "acme", name)
