from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graphql import OperationDefinitionNode, OperationType
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..delivery import deliver, json_response
from ..faults import Rule
from ..json_input import read_json
from ..limits import MAXIMUM_COMPLEXITY
from ..request_log import Entry
from ..sandbox import Sandbox
from ..uploads.addresses import with_signed_assets
from .caller import Caller, authenticate
from .context import Context
from .engine import Prepared, error_body, root_fields
from .errors import (
    LinearError,
    document_invalid,
    internal_error,
    not_authenticated,
    rate_limited,
    too_complex,
)
from .fault_errors import fault_error

_ANONYMOUS = "anonymous:"


@dataclass
class Call:
    """A GraphQL request as read from its body."""

    prepared: Prepared
    operation: OperationDefinitionNode | None
    variables: dict[str, Any]
    operation_name: str | None
    entry: Entry
    asset_seconds: int | None = None
    caller: Caller | None = None
    stranger: LinearError | None = None

    @property
    def limit_key(self) -> str:
        return self.caller.limit_key if self.caller else _ANONYMOUS


async def graphql(request: Request) -> Response:
    """Answer ``POST /graphql``."""
    sandbox: Sandbox = request.app.state.sandbox
    try:
        call = _read_call(sandbox, await request.body())
    except ValueError as error:
        sandbox.requests.open("/graphql").finish(400)
        return _refusal(sandbox, _ANONYMOUS, document_invalid(str(error)))
    name = call.operation.name.value if call.operation and call.operation.name else None
    rule = sandbox.faults.take(path="/graphql", operation=name, fields=call.entry.root_fields)
    authorization = request.headers.get("authorization")
    _identify(sandbox, call, authorization)
    call.asset_seconds = _read_seconds(request.headers.get("public-file-urls-expire-in"))

    def work(rule: Rule | None) -> JSONResponse:
        return _answer(sandbox, call, rule)

    def refuse(rule: Rule) -> JSONResponse:
        error = fault_error(sandbox, rule, limit_key=call.limit_key, authorization=authorization)
        return _refusal(sandbox, call.limit_key, error)

    return await deliver(work, refuse, rule, call.entry, sandbox.connections)


def _read_call(sandbox: Sandbox, body: bytes) -> Call:
    """Read the body; raises ValueError with a sentence when it is no GraphQL request."""
    content = read_json(body)
    if not isinstance(content, dict) or not isinstance(content.get("query"), str):
        raise ValueError("The body must be an object with a query")
    variables = content.get("variables") or {}
    if not isinstance(variables, dict):
        raise ValueError("variables must be an object")
    prepared = sandbox.engine.prepare(content["query"])
    operation = prepared.operation(content.get("operationName"))
    name = operation.name.value if operation and operation.name else None
    entry = sandbox.requests.open(
        "/graphql", operation=name, root_fields=root_fields(operation), variables=variables
    )
    return Call(prepared, operation, variables, content.get("operationName"), entry)


def _answer(sandbox: Sandbox, call: Call, rule: Rule | None) -> JSONResponse:
    points = 0
    try:
        _check_caller(call)
        operation = _valid_operation(call)
        points = sandbox.engine.points(call.prepared, operation, call.variables)
        if rule and rule.action == "low_bucket":
            sandbox.limits.leave(call.limit_key, requests=1 + (rule.remaining or 0))
        _charge(sandbox, call, points)
    except LinearError as error:
        return _refusal(sandbox, call.limit_key, error, points)
    document = call.prepared.document
    assert document is not None  # noqa: S101 - _valid_operation has seen to it
    body, status, headers = sandbox.engine.execute(
        document, call.variables, call.operation_name, _context(sandbox, call.caller, rule, points)
    )
    if call.asset_seconds and operation.operation is OperationType.QUERY:
        body = with_signed_assets(
            body,
            public_url=sandbox.options.public_url,
            store=sandbox.store,
            clock=sandbox.clock,
            lifetime_seconds=call.asset_seconds,
        )
    limits = sandbox.limits.headers(call.limit_key, points)
    return json_response(body, status, {**limits, **headers})


def _read_seconds(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else None


def _identify(sandbox: Sandbox, call: Call, authorization: str | None) -> None:
    """Set the caller, or why there is none; a request without credentials has neither."""
    found = authenticate(authorization, sandbox.store, sandbox.clock)
    if isinstance(found, Caller):
        call.caller = found
        call.entry.auth = found.credential
        call.entry.workspace = sandbox.store.tables["Organization"][found.organization_id]["urlKey"]
    elif authorization:
        call.stranger = found


def _check_caller(call: Call) -> None:
    """Refuse bad credentials, and none at all unless for introspection."""
    if call.stranger:
        raise call.stranger
    if call.caller is None and not _is_introspection(call.entry.root_fields):
        raise not_authenticated()


def _is_introspection(fields: list[str]) -> bool:
    return bool(fields) and all(name.startswith("__") for name in fields)


def _valid_operation(call: Call) -> OperationDefinitionNode:
    if call.prepared.errors:
        raise document_invalid(call.prepared.errors[0].message)
    if call.operation is None:
        raise document_invalid("Unknown operation, or several and none named")
    return call.operation


def _charge(sandbox: Sandbox, call: Call, points: int) -> None:
    """Take the request and its points from the caller's limits."""
    if points > MAXIMUM_COMPLEXITY:
        raise too_complex(points)
    requests = sandbox.limits.requests(call.limit_key)
    complexity = sandbox.limits.complexity(call.limit_key)
    for bucket, amount in ((requests, 1), (complexity, points)):
        if not sandbox.limits.take(bucket, amount):
            raise rate_limited(bucket.allowed, "1 hour", bucket.wait_seconds(amount))


def _context(
    sandbox: Sandbox, caller: Caller | None, rule: Rule | None, points: int
) -> Context | None:
    if caller is None:
        return None

    def before_mutation(number: int) -> None:
        if rule and rule.action == "fail_second_mutation" and number == 2:
            raise internal_error()

    context = sandbox.context(caller)
    context.before_mutation = before_mutation
    context.points = points
    return context


def _refusal(sandbox: Sandbox, limit_key: str, error: LinearError, points: int = 0) -> JSONResponse:
    headers = {**sandbox.limits.headers(limit_key, points), **error.headers}
    return json_response({"errors": [error_body(error)], "data": None}, error.http_status, headers)
