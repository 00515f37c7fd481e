from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from .connections import Connections, Dropped, HalfSent
from .faults import Rule
from .request_log import Entry

Work = Callable[[Rule | None], JSONResponse]
# The actions that answer something else before anything is done, each in its caller's way.
REFUSALS = frozenset({"rate_limited", "unauthorized", "internal_error", "invalid_grant"})


async def deliver(
    work: Work,
    refuse: Callable[[Rule], JSONResponse],
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
    work: Work, refuse: Callable[[Rule], JSONResponse], rule: Rule, connections: Connections
) -> Response:
    match rule.action:
        case "http_error":
            return _error_page(rule.status or 500)
        case "drop_before_commit":
            return Dropped(connections)
        case action if action in REFUSALS:
            return refuse(rule)
        case "latency":
            await connections.wait(rule.seconds or 1)
    return _spoilt(work(rule), rule, connections)


def _spoilt(answer: JSONResponse, rule: Rule, connections: Connections) -> Response:
    match rule.action:
        case "commit_then_drop":
            return Dropped(connections)
        case "commit_then_hang":
            return Dropped(connections, after=rule.seconds)
        case "half_body":
            return HalfSent(connections, answer)
        case "malformed_json":
            return _replaced(answer, bytes(answer.body)[:-2] + b",")
        case "data_null":
            return _replaced(answer, json.dumps({"data": None}).encode())
        case "wrong_content_type":
            answer.headers["content-type"] = "text/plain; charset=utf-8"
    return answer


def _replaced(answer: Response, body: bytes) -> Response:
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(body, answer.status_code, headers)


def _error_page(status: int) -> HTMLResponse:
    phrase = HTTPStatus(status).phrase
    page = f"<html><head><title>{status} {phrase}</title></head><body><h1>{phrase}</h1></body>"
    return HTMLResponse(f"{page}</html>", status)


def json_response(
    content: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Write JSON as Linear does, with its charset named."""
    named = {"content-type": "application/json; charset=utf-8"}
    return JSONResponse(content, status, {**(headers or {}), **named})
