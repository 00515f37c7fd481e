from __future__ import annotations

from ..api.team_access import access_of, visible_team_ids
from ..state.store import Row, Store
from ..webhooks.events import Event
from .events import team_access_event


def change_team_access(
    store: Store, app_user: Row, *, add: list[Row], remove: list[Row]
) -> Event | None:
    """Give an app teams and take some away; the event that tells it, or None if nothing changed.

    Taking a public team away ends the access to all public ones: what is left is listed.
    """
    before = visible_team_ids(store, app_user)
    removed_ids = {team["id"] for team in remove}
    access = access_of(app_user)
    if access["allPublic"] and any(team["visibility"] == "public" for team in remove):
        access = {"allPublic": False, "teamIds": sorted(before)}
    wanted = {*access["teamIds"], *(team["id"] for team in add)} - removed_ids
    access = {**access, "teamIds": sorted(wanted)}
    changed = store.update("User", app_user["id"], teamAccess=access)
    after = visible_team_ids(store, changed)
    if before == after:
        return None
    return team_access_event(
        changed,
        added=sorted(after - before),
        removed=sorted(before - after),
        all_public=access["allPublic"],
    )
