from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..delivery import deliver, json_response
from ..faults import TOKEN_PATH, Rule
from ..sandbox import Sandbox
from ..secrecy import digest
from ..state.store import Row
from .clients import read_client
from .requests import RedirectError, read_scopes
from .tokens import issue_access_token, issue_pair, new_grant, rotate


class TokenError(Exception):
    """A refusal of the token endpoint, by its OAuth error code."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.status = status


async def token(request: Request) -> Response:
    """Answer ``POST /oauth/token``: a code, a refresh token or credentials for tokens."""
    sandbox: Sandbox = request.app.state.sandbox
    form = {key: str(value) for key, value in (await request.form()).items()}
    entry = sandbox.requests.open(TOKEN_PATH, operation=form.get("grant_type"), variables=form)
    rule = sandbox.faults.take(path=TOKEN_PATH, operation=form.get("grant_type"), fields=[])
    authorization = request.headers.get("authorization")

    def work(_rule: Rule | None) -> JSONResponse:
        try:
            return json_response(_grant(sandbox, authorization, form), 200, _NOT_STORED)
        except TokenError as error:
            return _refusal(error)

    return await deliver(work, _refuse, rule, entry, sandbox.connections)


_NOT_STORED = {"cache-control": "no-store"}


def _refusal(error: TokenError) -> JSONResponse:
    body = {"error": error.code, "error_description": error.description}
    return json_response(body, error.status, _NOT_STORED)


def _refuse(rule: Rule) -> JSONResponse:
    """Write the error of a fault rule."""
    match rule.action:
        case "invalid_grant":
            return _refusal(_bad_grant())
        case "rate_limited":
            answer = _refusal(TokenError("rate_limited", "Too many requests", rule.status or 429))
            answer.headers["Retry-After"] = str(rule.retry_after or 60)
            return answer
        case "unauthorized":
            return _refusal(TokenError("invalid_client", "Invalid client: client is invalid", 401))
    return _refusal(TokenError("server_error", "Internal server error", rule.status or 500))


def _grant(sandbox: Sandbox, authorization: str | None, form: Mapping[str, str]) -> dict[str, Any]:
    client, has_secret = read_client(sandbox.store, authorization, form)
    if client is None:
        raise TokenError("invalid_client", "Invalid client: client is invalid")
    grant_type = form.get("grant_type", "")
    if grant_type not in _GRANTS:
        raise TokenError("unsupported_grant_type", f"Unsupported grant type: {grant_type}")
    return _GRANTS[grant_type](sandbox, client, has_secret, form)


def _by_code(
    sandbox: Sandbox, client: Row, has_secret: bool, form: Mapping[str, str]
) -> dict[str, Any]:
    code = sandbox.store.find("Code", digest(form.get("code", "")))
    if code is None or code["usedAt"] or code["expiresAt"] <= sandbox.clock.stamp():
        raise _bad_grant("The authorization code is unknown, used or expired")
    if code["clientId"] != client["id"] or code["redirectUri"] != form.get("redirect_uri"):
        raise _bad_grant("The redirect_uri is not the one of the authorization request")
    if not has_secret and not code["challenge"]:
        raise TokenError("invalid_client", "Invalid client: client is invalid")
    if code["challenge"] and not _verifies(form.get("code_verifier", ""), code["challenge"]):
        raise _bad_grant("The code_verifier does not fit the code_challenge")
    sandbox.store.update("Code", code["id"], usedAt=sandbox.clock.stamp())
    grant = new_grant(
        sandbox,
        organization_id=code["organizationId"],
        actor=code["actor"],
        kind="authorization_code",
        scopes=code["scopes"],
        team_ids=code["teamIds"],
        user_id=code.get("userId"),
    )
    return issue_pair(sandbox, grant)


def _by_refresh_token(
    sandbox: Sandbox, client: Row, _has_secret: bool, form: Mapping[str, str]
) -> dict[str, Any]:
    # A public client has no secret to show, so one that is not sent is not asked for.
    pair = rotate(sandbox, client, form.get("refresh_token", ""))
    if pair is None:
        raise _bad_grant("The refresh token is unknown, spent or revoked")
    return pair


def _by_client_credentials(
    sandbox: Sandbox, client: Row, has_secret: bool, form: Mapping[str, str]
) -> dict[str, Any]:
    if not has_secret:
        raise TokenError("invalid_client", "Invalid client: client is invalid")
    if not client["allowsClientCredentials"]:
        raise TokenError("Error", "Client does not support the client_credentials grant type")
    try:
        scopes = read_scopes(form.get("scope"), "app")
    except RedirectError as error:
        raise TokenError(error.code, error.description) from error
    for grant in list(sandbox.store.rows("Grant")):
        # Tokens of this grant type live side by side only while their scopes are the same.
        if grant["kind"] == "client_credentials" and set(grant["scopes"]) != set(scopes):
            sandbox.store.update("Grant", grant["id"], revokedAt=sandbox.clock.stamp())
    grant = new_grant(
        sandbox,
        organization_id=client["ownerOrganizationId"],
        actor="app",
        kind="client_credentials",
        scopes=scopes,
    )
    return issue_access_token(sandbox, grant)


_GRANTS: dict[str, Callable[[Sandbox, Row, bool, Mapping[str, str]], dict[str, Any]]] = {
    "authorization_code": _by_code,
    "refresh_token": _by_refresh_token,
    "client_credentials": _by_client_credentials,
}


def _bad_grant(description: str = "The grant is invalid") -> TokenError:
    return TokenError("invalid_grant", description)


def _verifies(verifier: str, challenge: str) -> bool:
    hashed = hashlib.sha256(verifier.encode()).digest()
    expected = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
    return hmac.compare_digest(expected, challenge)
