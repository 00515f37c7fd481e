"""Every call with a body refuses hundreds of bad ones, in words, and does nothing else."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from rest_framework.test import APIClient

from conversations.tokens import issue_token

from ..cast import Cast
from ..isolation.calling import each, filled, nothing_happens
from ..isolation.table import ENDPOINTS, Endpoint
from ..isolation.world import World
from ..openapi import document
from ..sandbox_process import Sandbox
from .bodies import Bad, Schema, bad_bodies

WITH_BODY = [endpoint for endpoint in ENDPOINTS if endpoint.is_api and endpoint.body]
FEWEST = 200


def test_every_call_with_a_body_is_here() -> None:
    documented = {
        (method, path)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if "requestBody" in operation
    }
    assert documented == {(endpoint.method, endpoint.documented_path) for endpoint in WITH_BODY}


@each(WITH_BODY)
def test_a_bad_body_is_refused_and_nothing_comes_of_it(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    right = {
        name: json.dumps(value, default=str)
        for name, value in filled(endpoint.body, world.mine).items()
    }
    bodies = list(bad_bodies(right, schema_of(endpoint)))
    assert len(set(bodies)) >= FEWEST
    client = alices(cast)
    with nothing_happens(sandbox):
        assert answered_wrongly(client, endpoint, world, bodies) == {}


def alices(cast: Cast) -> Any:
    """Return a client of Alice's, who may make every call; what goes wrong is an answer, too."""
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(cast.alice, 'test')}")
    return client


def answered_wrongly(
    client: Any, endpoint: Endpoint, world: World, bodies: Iterable[Bad]
) -> dict[str, Any]:
    """Send the bodies; return the answers that are no refusal in the API's form, by body."""
    answers = {}
    method, path = endpoint.method.upper(), endpoint.path(world.mine)
    if query := filled(endpoint.query, world.mine):
        path += f"?{urlencode(query)}"
    for bad in bodies:
        response = client.generic(method, path, bad.content, bad.content_type)
        if not 400 <= response.status_code < 500 or not is_an_error(response):
            answers[bad.name] = (response.status_code, response.content[:300])
    return answers


def is_an_error(response: Any) -> bool:
    """Whether the body is the API's error: code, message and request id, and what else is known."""
    body: dict[str, Any] = response.json()
    return body.keys() == {"error"} and {"code", "message", "request_id"} <= body["error"].keys()


def schema_of(endpoint: Endpoint) -> Schema:
    """Return what OpenAPI says of the call's body, without references."""
    operation = document()["paths"][endpoint.documented_path][endpoint.method]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    resolved: Schema = _resolved(schema)
    return resolved


def _resolved(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _resolved(document()["components"]["schemas"][node["$ref"].rpartition("/")[2]])
    # The other choice, where there is one, is the empty text.
    parts = [_resolved(part) for part in node.get("allOf", []) + node.get("oneOf", [])[:1]]
    known = {name: _resolved(node[name]) for name in node.keys() - {"allOf", "oneOf"}}
    return {name: value for part in parts for name, value in part.items()} | known
