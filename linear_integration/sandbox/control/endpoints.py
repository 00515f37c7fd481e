"""The endpoints under ``/_sandbox/``, for tests and scripts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ..json_input import UnreadableBody, read_json
from ..oauth.tokens import expire_access_tokens
from ..sandbox import Sandbox
from .state_view import state_view


async def health(_request: Request) -> Response:
    return JSONResponse({"status": "ready"})


async def state(request: Request) -> Response:
    return JSONResponse(state_view(_sandbox(request), request.query_params.get("workspace")))


async def requests(request: Request) -> Response:
    sandbox = _sandbox(request)
    if request.method == "DELETE":
        sandbox.requests.clear()
    return JSONResponse(sandbox.requests.as_list())


async def reset(request: Request) -> Response:
    """Go back to the seed; the control page's button keeps clients connected."""
    if _is_form(request):
        _sandbox(request).reset(keep_tokens=True)
        return RedirectResponse("/", 303)
    values = await _read_object(request)
    _sandbox(request).reset(keep_tokens=values.get("keep_tokens") is not False)
    return JSONResponse({"status": "reset"})


async def clock(request: Request) -> Response:
    values = await _read_object(request)
    seconds = values.get("advance_seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return _wrong("advance_seconds must be a number")
    sandbox = _sandbox(request)
    try:
        sandbox.clock.advance(seconds)
    except ValueError as error:
        return _wrong(str(error))
    return JSONResponse({"now": sandbox.clock.stamp()})


async def expire_tokens(request: Request) -> Response:
    return JSONResponse({"expired": expire_access_tokens(_sandbox(request))})


async def redirect_uris(request: Request) -> Response:
    values = await _read_object(request)
    uris = values.get("uris")
    if not isinstance(uris, list) or not all(isinstance(uri, str) for uri in uris):
        return _wrong("uris must be a list of texts")
    _sandbox(request).set_redirect_uris(uris)
    return JSONResponse({"uris": uris})


async def settings(request: Request) -> Response:
    sandbox = _sandbox(request)
    if request.method == "POST":
        try:
            sandbox.switches.change(await _read_object(request))
        except ValueError as error:
            return _wrong(str(error))
    return JSONResponse(asdict(sandbox.switches))


async def faults(request: Request) -> Response:
    sandbox = _sandbox(request)
    if request.method == "DELETE":
        sandbox.faults.clear()
    if request.method == "POST":
        try:
            return JSONResponse(asdict(sandbox.faults.add(await _read_object(request))), 201)
        except ValueError as error:
            return _wrong(str(error))
    return JSONResponse(sandbox.faults.as_dict())


async def faults_form(request: Request) -> Response:
    """Answer the control page's form: add one rule, or clear them all."""
    sandbox = _sandbox(request)
    form = await request.form()
    if form.get("clear"):
        sandbox.faults.clear()
    else:
        field = str(form.get("field") or "")
        match = {"path": field} if field.startswith("/") else {"field": field} if field else {}
        try:
            sandbox.faults.add({"match": match, "action": str(form.get("action"))})
        except ValueError as error:
            return _wrong(str(error))
    return RedirectResponse("/", 303)


def _sandbox(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


async def _read_object(request: Request) -> dict[str, Any]:
    """Read a JSON object; an empty body is an empty one, anything else UnreadableBody."""
    body = await request.body()
    content = read_json(body) if body else {}
    if not isinstance(content, dict):
        raise UnreadableBody("The body must be an object")
    return content


def refuse_body(_request: Request, error: Exception) -> Response:
    """Answer whoever sent a body that can't be read."""
    return _wrong(str(error))


def _wrong(message: str) -> JSONResponse:
    return JSONResponse({"error": message}, 400)
