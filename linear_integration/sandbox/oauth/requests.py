"""What an authorization request must hold, and what is said when it doesn't."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..state.store import Store

SCOPES = (
    *("read", "write", "issues:create", "comments:create", "timeSchedule:write", "admin"),
    *("app:assignable", "app:mentionable", "customer:read", "customer:write"),
    *("initiative:read", "initiative:write"),
)
ACTORS = {"user": "user", "app": "app", "application": "app"}
PARAMETERS = (
    *("client_id", "redirect_uri", "response_type", "scope", "state", "actor", "prompt"),
    *("code_challenge", "code_challenge_method"),
)


class PageError(Exception):
    """The request can't be trusted enough to redirect, so the person gets a page."""


class RedirectError(Exception):
    """The request is wrong in a way that its application is told through the redirect."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    client_id: str
    redirect_uri: str
    state: str | None
    actor: str
    scopes: list[str]
    challenge: str | None


def check_redirect(store: Store, parameters: Mapping[str, str]) -> None:
    """Check the two parameters that decide where any answer may go."""
    application = store.find("OAuthApplication", parameters.get("client_id"))
    if application is None:
        raise PageError("Invalid client_id parameter")
    if parameters.get("redirect_uri") not in application["redirectUris"]:
        raise PageError("Invalid redirect_uri parameter for the application")


def read_request(parameters: Mapping[str, str]) -> AuthorizationRequest:
    """Read the other parameters; raises RedirectError."""
    if parameters.get("response_type") != "code":
        raise RedirectError("unsupported_response_type", "response_type must be code")
    if parameters.get("prompt") not in {None, "", "consent"}:
        raise RedirectError("invalid_request", "prompt must be consent")
    actor = ACTORS.get(parameters.get("actor") or "user")
    if actor is None:
        raise RedirectError("invalid_request", "actor must be user or app")
    return AuthorizationRequest(
        client_id=parameters["client_id"],
        redirect_uri=parameters["redirect_uri"],
        state=parameters.get("state"),
        actor=actor,
        scopes=read_scopes(parameters.get("scope"), actor),
        challenge=_read_challenge(parameters),
    )


def read_scopes(text: str | None, actor: str) -> list[str]:
    """Read scopes separated by commas or spaces; ``read`` is always among them."""
    scopes = list(
        dict.fromkeys(["read", *(part for part in re.split(r"[,\s]+", text or "") if part)])
    )
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise RedirectError("invalid_scope", f"unknown scope: {unknown[0]}")
    if actor == "app" and "admin" in scopes:
        raise RedirectError("invalid_scope", "an app can't ask for the scope admin")
    if actor == "user" and any(scope.startswith("app:") for scope in scopes):
        raise RedirectError("invalid_scope", "scopes of apps need actor=app")
    return scopes


def _read_challenge(parameters: Mapping[str, str]) -> str | None:
    challenge = parameters.get("code_challenge")
    method = parameters.get("code_challenge_method")
    if not challenge:
        if method:
            raise RedirectError("invalid_request", "code_challenge is missing")
        return None
    if method != "S256":
        raise RedirectError("invalid_request", "code_challenge_method must be S256")
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", challenge):
        raise RedirectError("invalid_request", "code_challenge is not a SHA-256 in base64url")
    return challenge
