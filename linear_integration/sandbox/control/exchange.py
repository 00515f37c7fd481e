"""What the endpoints under ``/_sandbox/`` share: reading a request, refusing it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..json_input import UnreadableBody, read_json
from ..sandbox import Sandbox


def sandbox_of(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


def is_form(request: Request) -> bool:
    """Tell whether a form of the control page is asking, rather than a script."""
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


async def read_object(request: Request) -> dict[str, Any]:
    """Read a JSON object; an empty body is an empty one, anything else UnreadableBody."""
    body = await request.body()
    content = read_json(body) if body else {}
    if not isinstance(content, dict):
        raise UnreadableBody("The body must be an object")
    return content


def refuse_body(_request: Request, error: Exception) -> Response:
    """Answer whoever sent a body that can't be read."""
    return wrong(str(error))


def wrong(message: str) -> JSONResponse:
    """Answer a request that makes no sense."""
    return JSONResponse({"error": message}, 400)
