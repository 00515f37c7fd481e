from __future__ import annotations

from typing import Any

from ..state.store import Row, Store

# What an app can see unless an administrator chose otherwise. Private teams are given one by one.
EVERY_PUBLIC_TEAM: dict[str, Any] = {"allPublic": True, "teamIds": []}


def access_of(app_user: Row) -> dict[str, Any]:
    """Return which teams an app may see: ``allPublic``, and single ones in ``teamIds``."""
    return app_user.get("teamAccess") or EVERY_PUBLIC_TEAM


def visible_team_ids(store: Store, user: Row) -> frozenset[str]:
    """Return the teams that a user sees: a person the public ones and their own."""
    teams = [row for row in store.rows("Team") if row["organizationId"] == user["organizationId"]]
    if not user["app"]:
        return frozenset(
            team["id"]
            for team in teams
            if team["visibility"] == "public" or user["id"] in team["memberIds"]
        )
    access = access_of(user)
    return frozenset(
        team["id"]
        for team in teams
        if (access["allPublic"] and team["visibility"] == "public")
        or team["id"] in access["teamIds"]
    )
