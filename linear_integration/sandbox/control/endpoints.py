"""The endpoints under ``/_sandbox/``, for tests and scripts."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ..faults import WEBHOOK_ACTIONS
from ..oauth.revocation import expire_access_tokens
from .exchange import is_form, read_object, sandbox_of, wrong
from .state_view import state_view


async def health(_request: Request) -> Response:
    return JSONResponse({"status": "ready"})


async def state(request: Request) -> Response:
    return JSONResponse(state_view(sandbox_of(request), request.query_params.get("workspace")))


async def requests(request: Request) -> Response:
    sandbox = sandbox_of(request)
    if request.method == "DELETE":
        sandbox.requests.clear()
    return JSONResponse(sandbox.requests.as_list())


async def reset(request: Request) -> Response:
    """Go back to the seed; the control page's button keeps clients connected."""
    if is_form(request):
        sandbox_of(request).reset(keep_tokens=True)
        return RedirectResponse("/", 303)
    values = await read_object(request)
    sandbox_of(request).reset(keep_tokens=values.get("keep_tokens") is not False)
    return JSONResponse({"status": "reset"})


async def clock(request: Request) -> Response:
    values = await read_object(request)
    seconds = values.get("advance_seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return wrong("advance_seconds must be a number")
    sandbox = sandbox_of(request)
    try:
        sandbox.clock.advance(seconds)
    except ValueError as error:
        return wrong(str(error))
    return JSONResponse({"now": sandbox.clock.stamp()})


async def expire_tokens(request: Request) -> Response:
    return JSONResponse({"expired": expire_access_tokens(sandbox_of(request))})


async def redirect_uris(request: Request) -> Response:
    values = await read_object(request)
    uris = values.get("uris")
    if not isinstance(uris, list) or not all(isinstance(uri, str) for uri in uris):
        return wrong("uris must be a list of texts")
    sandbox_of(request).set_redirect_uris(uris)
    return JSONResponse({"uris": uris})


async def settings(request: Request) -> Response:
    sandbox = sandbox_of(request)
    if request.method == "POST":
        try:
            sandbox.switches.change(await read_object(request))
        except ValueError as error:
            return wrong(str(error))
    return JSONResponse(asdict(sandbox.switches))


async def faults(request: Request) -> Response:
    sandbox = sandbox_of(request)
    if request.method == "DELETE":
        sandbox.faults.clear()
    if request.method == "POST":
        try:
            return JSONResponse(asdict(sandbox.faults.add(await read_object(request))), 201)
        except ValueError as error:
            return wrong(str(error))
    return JSONResponse(sandbox.faults.as_dict())


async def faults_form(request: Request) -> Response:
    """Answer the control page's form: add one rule, or clear them all."""
    sandbox = sandbox_of(request)
    form = await request.form()
    if form.get("clear"):
        sandbox.faults.clear()
    else:
        field, action = str(form.get("field") or ""), str(form.get("action"))
        try:
            sandbox.faults.add({"match": _match(field, action), "action": action})
        except ValueError as error:
            return wrong(str(error))
    return RedirectResponse("/", 303)


def _match(field: str, action: str) -> dict[str, str]:
    """Read the form's one field: a path, a root field, or with a webhook's action its resource."""
    if not field:
        return {}
    name = "path" if field.startswith("/") else "field"
    return {"webhook" if action in WEBHOOK_ACTIONS else name: field}
