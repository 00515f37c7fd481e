from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..clock import stamp
from ..settings import CLIENT_ID
from ..state.store import Row
from .ids import app_user_id, seed_id
from .issue_rows import issue_of
from .rows import Seeder

COMMENTS_OF_BIG_1 = 60


def add_comments(seeder: Seeder) -> None:
    """Add comments to both workspaces, whose issues and app are there."""
    acme = seeder.tables["Organization"][seed_id("organization", "acme")]
    _talk_at_acme(seeder, acme)
    busy = issue_of(seeder, "globex", "BIG-1")
    for number in range(COMMENTS_OF_BIG_1):
        _add(seeder, busy, f"Note {number + 1} of the weekly call", days_ago=number)


def _talk_at_acme(seeder: Seeder, acme: Row) -> None:
    """Add a thread between people, a comment by the app and one by somebody outside."""
    sign_in, invoices = issue_of(seeder, "acme", "ENG-5"), issue_of(seeder, "acme", "ENG-9")
    question = _add(seeder, sign_in, "Does it also happen with a **single** address?", days_ago=6)
    _add(
        seeder,
        sign_in,
        "No, only when the second one is verified.",
        userId=seed_id("user", "acme", "Priya Raman"),
        parentId=question["id"],
        days_ago=5,
    )
    outsider = _external_user(seeder, acme)
    text = "The invoice of March shows 1 April, 00:30."
    _add(seeder, invoices, text, userId=None, externalUserId=outsider["id"], days_ago=4)
    bot = {
        "id": app_user_id(acme["id"], CLIENT_ID),
        "type": "oauthClient",
        "subType": None,
        "name": "Support Bridge",
        "userDisplayName": "Nadia from support",
        "avatarUrl": None,
    }
    text = "A second customer reports this: the due date is a day early."
    _add(seeder, invoices, text, userId=None, botActor=bot, days_ago=3)
    _add(seeder, issue_of(seeder, "acme", "SEC-1"), "Reproduced on staging.", days_ago=1)


def _external_user(seeder: Seeder, acme: Row) -> Row:
    row = {
        "organizationId": acme["id"],
        "name": "Ravi Menon",
        "displayName": "ravi.menon",
        "email": "ravi@northwind.example",
        "avatarUrl": None,
        "lastSeen": None,
    }
    return seeder.add("ExternalUser", seed_id("external user", "acme", "Ravi Menon"), row)


def _add(seeder: Seeder, issue: Row, body: str, **values: Any) -> Row:
    """Add a comment on an issue, by its creator unless told otherwise."""
    created = stamp(seeder.today - timedelta(days=values.pop("days_ago", 2)))
    row = {
        "organizationId": issue["organizationId"],
        "issueId": issue["id"],
        "parentId": None,
        "body": body,
        "quotedText": None,
        "userId": issue["creatorId"],
        "botActor": None,
        "externalUserId": None,
        "editedAt": None,
        "createdAt": created,
        "updatedAt": created,
        **values,
    }
    return seeder.add("Comment", seed_id("comment", issue["id"], body), row)
