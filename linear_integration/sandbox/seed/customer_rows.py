from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..clock import stamp
from ..state.store import Row
from .ids import seed_id
from .rows import Seeder

TIERS = (
    ("free", "Free", "#95a2b3"),
    ("pro", "Pro", "#26b5ce"),
    ("enterprise", "Enterprise", "#5e6ad2"),
)
STATUSES = (
    ("active", "Active", "#4cb782"),
    ("prospect", "Prospect", "#f2c94c"),
    ("churned", "Churned", "#eb5757"),
)


def add_customer_kinds(seeder: Seeder, organization: Row) -> None:
    """Add a workspace's customer tiers and statuses; the first status is the default."""
    for table, kinds in (("CustomerTier", TIERS), ("CustomerStatus", STATUSES)):
        for position, (name, display_name, color) in enumerate(kinds):
            row = {
                "organizationId": organization["id"],
                "name": name,
                "displayName": display_name,
                "description": None,
                "color": color,
                "position": float(position),
            }
            seeder.add(table, seed_id(table, organization["urlKey"], name), row)


def add_integration(seeder: Seeder, organization: Row, service: str, *, creator_id: str) -> Row:
    """Add an integration of the workspace, such as ``zendesk``."""
    row = {
        "organizationId": organization["id"],
        "service": service,
        "creatorId": creator_id,
        "teamId": None,
    }
    return seeder.add("Integration", seed_id("integration", organization["urlKey"], service), row)


def add_customer(
    seeder: Seeder, organization: Row, name: str, *, tier: str | None, status: str, **values: Any
) -> Row:
    """Add a customer; ``tier`` and ``status`` are names."""
    url_key = organization["urlKey"]
    row_id = seed_id("customer", url_key, name)
    row = {
        "organizationId": organization["id"],
        "name": name,
        "slugId": row_id[-12:],
        "domains": [],
        "externalIds": [],
        "mainSourceId": None,
        "slackChannelId": None,
        "logoUrl": None,
        "revenue": None,
        "size": None,
        "ownerId": None,
        "integrationId": None,
        "statusId": seed_id("CustomerStatus", url_key, status),
        "tierId": seed_id("CustomerTier", url_key, tier) if tier else None,
        **values,
    }
    return seeder.add("Customer", row_id, row)


def add_need(seeder: Seeder, customer: Row, issue: Row, **values: Any) -> Row:
    """Add a request of a customer on an issue; ``days_ago`` is when it was made."""
    created = stamp(seeder.today - timedelta(days=values.pop("days_ago", 3)))
    row = {
        "organizationId": issue["organizationId"],
        "customerId": customer["id"],
        "issueId": issue["id"],
        "originalIssueId": None,
        "projectId": issue["projectId"],
        "attachmentId": None,
        "hasOwnAttachment": False,
        "commentId": None,
        "body": None,
        "priority": 0,
        "creatorId": issue["creatorId"],
        "createAsUser": None,
        "createdAt": created,
        "updatedAt": created,
        **values,
    }
    return seeder.add("CustomerNeed", seed_id("need", customer["id"], issue["id"]), row)
