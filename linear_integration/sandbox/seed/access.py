from __future__ import annotations

from typing import Any

from ..secrecy import digest
from ..settings import CLIENT_ID, CLIENT_SECRET, DEFAULT_REDIRECT_URI
from .ids import app_user_id, seed_id
from .rows import Seeder

API_KEYS = {"acme": "lin_api_demo_acme", "globex": "lin_api_demo_globex"}
_SCOPES = ("read", "write", "customer:read", "customer:write")
# The demo's, published in the README: the same app, plain and installed as an agent.
DEMO_REFRESH_TOKENS = {
    "lin_refresh_demo_acme": [*_SCOPES],
    "lin_refresh_demo_agent": [*_SCOPES, "app:assignable", "app:mentionable"],
}


def add_access(seeder: Seeder) -> None:
    """Add the OAuth application, an API key for each workspace, and Acme's installed app."""
    acme_id = seed_id("organization", "acme")
    application = {
        "name": "Support Bridge",
        "secretHash": digest(CLIENT_SECRET),
        "redirectUris": [DEFAULT_REDIRECT_URI],
        "ownerOrganizationId": acme_id,
        "allowsClientCredentials": True,
    }
    seeder.add("OAuthApplication", CLIENT_ID, application)
    for url_key, key in API_KEYS.items():
        row = {
            "organizationId": seed_id("organization", url_key),
            "userId": _administrator_id(seeder, url_key),
            "scopes": ["read", "write", "admin"],
        }
        seeder.add("ApiKey", digest(key), row)
    _install_demo(seeder, acme_id)


def app_user_row(organization_id: str, name: str) -> dict[str, Any]:
    """Write the user that an installed app acts as, without id and times."""
    row_id = app_user_id(organization_id, CLIENT_ID)
    return {
        "organizationId": organization_id,
        "name": name,
        "displayName": name.lower().replace(" ", ""),
        "email": f"{row_id}@oauthapp.linear.app",
        "active": True,
        "admin": False,
        "owner": False,
        "app": True,
        "guest": False,
        "isAssignable": False,
        "isMentionable": False,
        "avatarUrl": None,
        "timezone": None,
    }


def _install_demo(seeder: Seeder, acme_id: str) -> None:
    """Install the app in Acme, with refresh tokens that the demo can always start from."""
    user_id = app_user_id(acme_id, CLIENT_ID)
    seeder.add("User", user_id, app_user_row(acme_id, "Support Bridge"))
    for refresh_token, scopes in DEMO_REFRESH_TOKENS.items():
        grant = {
            "organizationId": acme_id,
            "userId": user_id,
            "clientId": CLIENT_ID,
            "actor": "app",
            "kind": "authorization_code",
            "scopes": scopes,
            "revokedAt": None,
        }
        token = {
            "grantId": seeder.add("Grant", seed_id("grant", refresh_token), grant)["id"],
            "kind": "refresh",
            "expiresAt": None,
            "spentAt": None,
            "isReusable": True,
        }
        seeder.add("Token", digest(refresh_token), token)


def _administrator_id(seeder: Seeder, url_key: str) -> str:
    organization_id = seed_id("organization", url_key)
    people = seeder.tables["User"].values()
    return next(
        str(person["id"])
        for person in people
        if person["admin"] and person["organizationId"] == organization_id
    )
