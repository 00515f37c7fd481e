from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..delivery import deliver, json_response
from ..faults import Rule
from ..sandbox import Sandbox
from .clients import read_client
from .requests import SCOPES
from .revocation import revoke as revoke_token


async def revoke(request: Request) -> Response:
    """Answer ``POST /oauth/revoke``: 200, 400 when there was nothing to revoke, 401 for strangers.

    The token comes as ``token``, as ``access_token`` or ``refresh_token``, or as Bearer.
    """
    sandbox: Sandbox = request.app.state.sandbox
    form = {key: str(value) for key, value in (await request.form()).items()}
    entry = sandbox.requests.open("/oauth/revoke", variables=form)
    rule = sandbox.faults.take(path="/oauth/revoke", operation=None, fields=[])
    authorization = request.headers.get("authorization")

    def work(_rule: Rule | None) -> JSONResponse:
        return _revoke(sandbox, authorization, form)

    return await deliver(work, _refuse, rule, entry, sandbox.connections)


def _revoke(sandbox: Sandbox, authorization: str | None, form: dict[str, str]) -> JSONResponse:
    names_client = "client_id" in form or (authorization or "").lower().startswith("basic ")
    if names_client and read_client(sandbox.store, authorization, form)[0] is None:
        return _error("invalid_client", "Invalid client: client is invalid", 401)
    named = (form[name] for name in ("token", "refresh_token", "access_token") if form.get(name))
    word, _, bearer = (authorization or "").partition(" ")
    token = next(named, bearer.strip() if word.lower() == "bearer" else "")
    if not token:
        return _error("invalid_request", "No token was given", 401)
    if not revoke_token(sandbox, token):
        return _error("invalid_request", "The token is unknown or already revoked", 400)
    return json_response({})


def _refuse(rule: Rule) -> JSONResponse:
    status = {"unauthorized": 401, "rate_limited": 429}.get(rule.action, 500)
    return _error("server_error", "The sandbox was asked to fail", rule.status or status)


def _error(code: str, description: str, status: int) -> JSONResponse:
    return json_response({"error": code, "error_description": description}, status)


async def metadata(request: Request) -> JSONResponse:
    """Answer the authorization server's metadata document (RFC 8414)."""
    sandbox: Sandbox = request.app.state.sandbox
    base = sandbox.options.public_url
    return JSONResponse(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": [
                *("client_secret_post", "client_secret_basic", "none")
            ],
        }
    )
