from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from ..sandbox import Sandbox
from ..secrecy import derive, digest
from ..seed import app_user_id
from ..seed.access import app_user_row
from ..settings import CLIENT_ID
from ..state.store import Row
from .revocation import revoke_app

ACCESS_SECONDS = 86_400
CLIENT_CREDENTIALS_SECONDS = 30 * 86_400
REPLAY_SECONDS = 30 * 60


def new_grant(
    sandbox: Sandbox,
    *,
    organization_id: str,
    actor: str,
    kind: str,
    scopes: list[str],
    team_ids: Sequence[str] = (),
    user_id: str | None = None,
) -> Row:
    """Note that a workspace lets the application act, as a person or as its own user.

    ``team_ids`` are the teams that its own user shall see; none mean every public one. ``user_id``
    is the person who consented, the administrator if nobody else is named.
    """
    if actor == "app":
        if sandbox.switches.one_app_token:
            revoke_app(sandbox, organization_id, actors={"app"})
        user_id = _app_user(sandbox, organization_id)
        access = {"allPublic": not team_ids, "teamIds": list(team_ids)}
        sandbox.store.update("User", user_id, teamAccess=access)
    else:
        user_id = user_id or administrator(sandbox, organization_id)["id"]
    grant = {
        "id": str(uuid4()),
        "organizationId": organization_id,
        "userId": user_id,
        "clientId": CLIENT_ID,
        "actor": actor,
        "kind": kind,
        "scopes": scopes,
        "revokedAt": None,
    }
    return sandbox.store.insert("Grant", grant)


def administrator(sandbox: Sandbox, organization_id: str) -> Row:
    """Return the person of a workspace who consents in the sandbox."""
    return next(
        user
        for user in sandbox.store.rows("User")
        if user["organizationId"] == organization_id and user["admin"]
    )


def issue_pair(sandbox: Sandbox, grant: Row) -> dict[str, Any]:
    """Make an access and a refresh token for a grant, as the token endpoint answers them."""
    return _keep_pair(sandbox, grant, secrets.token_hex(32), secrets.token_hex(32))


def issue_access_token(sandbox: Sandbox, grant: Row) -> dict[str, Any]:
    """Make a 30-day access token without a refresh token, for client_credentials."""
    token = f"lin_oauth_{secrets.token_hex(32)}"
    _keep(sandbox, grant, token, "access", CLIENT_CREDENTIALS_SECONDS)
    return _answer(grant, token, CLIENT_CREDENTIALS_SECONDS)


def rotate(sandbox: Sandbox, client: Row, refresh_token: str) -> dict[str, Any] | None:
    """Spend a refresh token on a new pair; None if it is not good.

    A spent token gets the same pair again for 30 minutes, so that a client whose answer was lost
    can repeat itself. The pair is derived from the spent token rather than kept, because the
    state holds no token in the clear. The demo's seeded token can always be used again.
    """
    key = digest(refresh_token)
    row = sandbox.store.find("Token", key)
    grant = sandbox.store.find("Grant", row["grantId"]) if row else None
    if not row or not grant or grant["clientId"] != client["id"]:
        return None
    if row["kind"] != "refresh" or row.get("revokedAt") or grant["revokedAt"]:
        return None
    if row.get("isReusable"):
        return issue_pair(sandbox, grant)
    if row["spentAt"] and sandbox.clock.stamp(seconds_from_now=-REPLAY_SECONDS) > row["spentAt"]:
        return None
    if not row["spentAt"]:
        sandbox.store.update("Token", key, spentAt=sandbox.clock.stamp())
    secret = sandbox.store.secret
    return _keep_pair(
        sandbox,
        grant,
        derive(secret, "access", refresh_token),
        derive(secret, "refresh", refresh_token),
    )


def _app_user(sandbox: Sandbox, organization_id: str) -> str:
    user_id = app_user_id(organization_id, CLIENT_ID)
    if sandbox.store.find("User", user_id) is None:
        name = sandbox.store.tables["OAuthApplication"][CLIENT_ID]["name"]
        now = sandbox.clock.stamp()
        times = {"createdAt": now, "updatedAt": now, "archivedAt": None}
        sandbox.store.insert(
            "User", {"id": user_id, **times, **app_user_row(organization_id, name)}
        )
    return user_id


def _keep_pair(sandbox: Sandbox, grant: Row, access: str, refresh: str) -> dict[str, Any]:
    access_token, refresh_token = f"lin_oauth_{access}", f"lin_refresh_{refresh}"
    _keep(sandbox, grant, access_token, "access", ACCESS_SECONDS)
    _keep(sandbox, grant, refresh_token, "refresh", None)
    return {**_answer(grant, access_token, ACCESS_SECONDS), "refresh_token": refresh_token}


def _keep(
    sandbox: Sandbox, grant: Row, token: str, kind: str, lifetime_seconds: int | None
) -> None:
    key = digest(token)
    if sandbox.store.find("Token", key):
        return
    expires = sandbox.clock.stamp(seconds_from_now=lifetime_seconds) if lifetime_seconds else None
    row = {"id": key, "grantId": grant["id"], "kind": kind, "expiresAt": expires, "spentAt": None}
    sandbox.store.insert("Token", row)


def _answer(grant: Row, access_token: str, lifetime_seconds: int) -> dict[str, Any]:
    return {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": lifetime_seconds - 1,
        "scope": " ".join(grant["scopes"]),
    }
