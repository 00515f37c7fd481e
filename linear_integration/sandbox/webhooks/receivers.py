"""Who is told of an event: the workspaces' own webhooks, and the OAuth application's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..api.team_access import visible_team_ids
from ..seed.ids import app_user_id, seed_id
from ..settings import CLIENT_ID
from ..state.store import Row, Store
from .application import application_webhook
from .events import Event

# The application is told when it is removed, whatever it subscribed to.
_REMOVAL = "OAuthApp"
_OF_THE_APPLICATION = {"AgentSessionEvent", "AppUserNotification", "PermissionChange", _REMOVAL}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where a webhook's deliveries go, and what they are signed with."""

    webhook_id: str
    url: str
    secret: str


def receivers_of(store: Store, event: Event) -> Iterator[Receiver]:
    """Find the webhooks that an event is for."""
    if event.kind not in _OF_THE_APPLICATION:
        for row in store.rows("Webhook"):
            if _is_told(store, row, event):
                yield Receiver(row["id"], row["url"], row["secret"])
    if _is_application_told(store, event):
        yield from _application(store, event.organization_id)


def find_receiver(store: Store, webhook_id: str, organization_id: str) -> Receiver | None:
    """Return a webhook as it is now; None if it is gone or disabled."""
    row = store.find("Webhook", webhook_id)
    if row:
        return Receiver(row["id"], row["url"], row["secret"]) if row["enabled"] else None
    found = _application(store, organization_id)
    return next((receiver for receiver in found if receiver.webhook_id == webhook_id), None)


def _application(store: Store, organization_id: str) -> Iterator[Receiver]:
    """Return the application's webhook as the one workspace knows it; its id differs in each."""
    webhook = application_webhook(store)
    if webhook and webhook["enabled"]:
        webhook_id = seed_id("application webhook", organization_id, CLIENT_ID)
        yield Receiver(webhook_id, webhook["url"], webhook["secret"])


def _is_told(store: Store, row: Row, event: Event) -> bool:
    if not row["enabled"] or row["organizationId"] != event.organization_id:
        return False
    if event.kind not in row["resourceTypes"]:
        return False
    if row["teamId"] in event.team_ids:
        return True
    return bool(row["allPublicTeams"]) and _is_visible(store, event, None)


def _is_application_told(store: Store, event: Event) -> bool:
    webhook = application_webhook(store)
    app_user = store.find("User", app_user_id(event.organization_id, CLIENT_ID))
    if not webhook or not _is_visible(store, event, app_user):
        return False
    if event.kind == _REMOVAL:
        return True
    is_installed = any(
        grant["organizationId"] == event.organization_id and not grant["revokedAt"]
        for grant in store.rows("Grant")
    )
    is_wanted = event.kind in webhook["resourceTypes"]
    # The grant that a person takes back may have been the last one.
    return is_wanted and (is_installed or event.kind == "OAuthAuthorization")


def _is_visible(store: Store, event: Event, app_user: Row | None) -> bool:
    """Tell whether an event is the workspace's, or of a team that the app (or everybody) sees."""
    if not event.team_ids:
        return True
    if app_user:
        return not visible_team_ids(store, app_user).isdisjoint(event.team_ids)
    teams = (store.find("Team", team_id) for team_id in event.team_ids)
    return any(team and team["visibility"] == "public" for team in teams)
