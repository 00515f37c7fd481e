"""The ways in which a token dies before its time."""

from __future__ import annotations

from collections.abc import Set

from ..api.caller import live_grant
from ..apps.events import authorization_revoked_event
from ..sandbox import Sandbox
from ..secrecy import digest
from ..state.store import Row
from ..webhooks.view import View


def revoke(sandbox: Sandbox, token: str) -> bool:
    """Revoke a token, or with a refresh token its whole grant; False if there was none."""
    row = sandbox.store.find("Token", digest(token))
    grant = sandbox.store.find("Grant", row["grantId"]) if row else None
    if not row or not grant or row.get("revokedAt") or grant["revokedAt"]:
        return False
    now = sandbox.clock.stamp()
    sandbox.store.update("Token", row["id"], revokedAt=now)
    if row["kind"] == "refresh":
        sandbox.store.update("Grant", grant["id"], revokedAt=now)
        if grant["actor"] == "user":
            _tell_of_person(sandbox, grant)
    return True


def expire_token(sandbox: Sandbox, access_token: str) -> None:
    """Make one access token expired, if there is such a token."""
    row = sandbox.store.find("Token", digest(access_token))
    if row:
        sandbox.store.update("Token", row["id"], expiresAt=sandbox.clock.stamp())


def revoke_app(sandbox: Sandbox, organization_id: str, *, actors: Set[str]) -> int:
    """Revoke what the application may do in a workspace as itself, or in a person's name.

    Returns how many grants that were.
    """
    live = [
        grant
        for grant in sandbox.store.rows("Grant")
        if grant["organizationId"] == organization_id
        and grant["actor"] in actors
        and not grant["revokedAt"]
    ]
    for grant in live:
        sandbox.store.update("Grant", grant["id"], revokedAt=sandbox.clock.stamp())
    return len(live)


def revoke_grant(sandbox: Sandbox, token: str) -> None:
    """Revoke the grant behind a token, if there is such a token: all its tokens are dead then."""
    row = sandbox.store.find("Token", digest(token))
    if row:
        sandbox.store.update("Grant", row["grantId"], revokedAt=sandbox.clock.stamp())


def expire_access_tokens(sandbox: Sandbox) -> int:
    """Make every OAuth access token expired; return how many were not."""
    now = sandbox.clock.stamp()
    expired = 0
    for row in _access_tokens(sandbox):
        if row["expiresAt"] > now:
            sandbox.store.update("Token", row["id"], expiresAt=now)
            expired += 1
    return expired


def _tell_of_person(sandbox: Sandbox, grant: Row) -> None:
    """Tell the application that a person no longer lets it act in their name."""
    grants = (live_grant(token, sandbox.store, sandbox.clock) for token in _access_tokens(sandbox))
    active = sum(bool(live and live["userId"] == grant["userId"]) for live in grants)
    view = View(sandbox.store, sandbox.options.public_url)
    sandbox.outbox.post(authorization_revoked_event(view, grant, active_tokens=active))


def _access_tokens(sandbox: Sandbox) -> list[Row]:
    return [row for row in sandbox.store.rows("Token") if row["kind"] == "access"]
