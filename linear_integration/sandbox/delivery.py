from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from .connections import Connections, Dropped, HalfSent
from .faults import Rule
from .request_log import Entry

Work = Callable[[Rule | None], Response]
# The actions that answer something else before anything is done, each in its caller's way.
REFUSALS = frozenset(
    {
        *("rate_limited", "unauthorized", "internal_error", "invalid_grant"),
        *("lock_timeout", "usage_limit", "expire_token", "revoke_token"),
    }
)

HUGE_BYTES = 50 * 1024 * 1024


async def deliver(
    work: Work,
    refuse: Callable[[Rule], Response],
    rule: Rule | None,
    entry: Entry,
    connections: Connections,
) -> Response:
    """Do the work and answer, in the way that the fault rule says, and note it in the log.

    ``work`` does what was asked, ``refuse`` writes the error of an action in REFUSALS.
    """
    entry.fault = rule.action if rule else None
    response = await _respond(work, refuse, rule, connections) if rule else work(None)
    entry.finish(None if isinstance(response, Dropped) else response.status_code)
    return response


async def _respond(
    work: Work, refuse: Callable[[Rule], Response], rule: Rule, connections: Connections
) -> Response:
    match rule.action:
        case "http_error":
            return _error_page(rule)
        case "drop_before_commit":
            return Dropped(connections)
        case action if action in REFUSALS:
            return refuse(rule)
        case "latency":
            await connections.wait(rule.seconds or 1)
    return _spoilt(work(rule), rule, connections)


def _spoilt(answer: Response, rule: Rule, connections: Connections) -> Response:
    match rule.action:
        case "commit_then_drop":
            return Dropped(connections)
        case "commit_then_error":
            return _error_page(rule)
        case "commit_then_hang":
            return Dropped(connections, after=rule.seconds)
        case "half_body":
            return HalfSent(connections, answer)
        case "malformed_json":
            return _replaced(answer, bytes(answer.body)[:-2] + b",")
        case "huge_body":
            return _replaced(answer, bytes(answer.body).ljust(HUGE_BYTES))
        case "partial_data":
            return _replaced(answer, _with_error_at_the_end(bytes(answer.body)))
        case "data_null":
            return _replaced(answer, json.dumps({"data": None}).encode())
        case "wrong_content_type":
            answer.headers["content-type"] = "text/plain; charset=utf-8"
    return answer


def _with_error_at_the_end(body: bytes) -> bytes:
    content = json.loads(body)
    if data := content.get("data"):
        last = list(data)[-1]
        data[last] = None
        extensions = {"type": "internal error", "code": "INTERNAL_SERVER_ERROR"}
        error = {"message": "Internal server error", "path": [last], "extensions": extensions}
        content["errors"] = [error]
    return json.dumps(content).encode()


def _replaced(answer: Response, body: bytes) -> Response:
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(body, answer.status_code, headers)


def _error_page(rule: Rule) -> HTMLResponse:
    """Write what a gateway in front of Linear would."""
    status = rule.status or 500
    phrase = HTTPStatus(status).phrase
    page = f"<html><head><title>{status} {phrase}</title></head><body><h1>{phrase}</h1></body>"
    headers = {"Retry-After": str(rule.retry_after)} if rule.retry_after is not None else {}
    return HTMLResponse(f"{page}</html>", status, headers)


def json_response(
    content: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Write JSON as Linear does, with its charset named."""
    named = {"content-type": "application/json; charset=utf-8"}
    return JSONResponse(content, status, {**(headers or {}), **named})
