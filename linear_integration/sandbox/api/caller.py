from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..clock import Clock
from ..secrecy import digest
from ..state.store import Row, Store
from .errors import LinearError, api_key_as_bearer, not_authenticated, scope_required


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking: a person or an app, in one workspace, with some scopes."""

    organization_id: str
    user_id: str
    scopes: frozenset[str]
    actor: Literal["user", "app"]
    credential: Literal["oauth", "api_key"]

    @property
    def limit_key(self) -> str:
        """Name the rate limit that this caller draws on."""
        return f"{self.credential}:{self.user_id}"

    def require_scope(self, *any_of: str) -> None:
        """Refuse a caller that holds none of these scopes; the first is the one to name."""
        if not self.scopes.intersection(any_of):
            raise scope_required(any_of[0])


def authenticate(authorization: str | None, store: Store, clock: Clock) -> Caller | LinearError:
    """Find out who an Authorization header belongs to, or what is wrong with it.

    OAuth tokens come as ``Bearer <token>``, API keys bare.
    """
    word, _, rest = (authorization or "").strip().partition(" ")
    if word.lower() == "bearer":
        if rest.strip().startswith("lin_api_"):
            return api_key_as_bearer()
        return _oauth_caller(rest.strip(), store, clock) or not_authenticated()
    return _key_caller(word, store) or not_authenticated()


def live_grant(token: Row | None, store: Store, clock: Clock) -> Row | None:
    """Return the grant behind a token that has neither expired nor been revoked."""
    grant = store.find("Grant", token["grantId"]) if token else None
    if not token or not grant or grant["revokedAt"] or token.get("revokedAt"):
        return None
    if token["expiresAt"] and token["expiresAt"] <= clock.stamp():
        return None
    return grant


def _oauth_caller(token: str, store: Store, clock: Clock) -> Caller | None:
    row = store.find("Token", digest(token))
    grant = live_grant(row, store, clock)
    if not row or not grant or row["kind"] != "access":
        return None
    return Caller(
        grant["organizationId"],
        grant["userId"],
        frozenset(grant["scopes"]),
        grant["actor"],
        "oauth",
    )


def _key_caller(key: str, store: Store) -> Caller | None:
    row = store.find("ApiKey", digest(key)) if key else None
    if not row:
        return None
    return Caller(row["organizationId"], row["userId"], frozenset(row["scopes"]), "user", "api_key")
