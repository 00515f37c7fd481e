"""The API answers what its OpenAPI schema says, and not a word more."""

from typing import Any

import jsonschema
import pytest

from .. import openapi
from ..cast import Cast
from .calling import Caller, each
from .table import ENDPOINTS, Endpoint
from .world import World


@pytest.mark.django_db(transaction=True)
@each(e for e in ENDPOINTS if e.is_api)
def test_answers_are_as_the_schema_says(cast: Cast, world: World, endpoint: Endpoint) -> None:
    document = openapi.document()
    described = document["paths"][endpoint.documented_path][endpoint.method]["responses"]
    for user in (None, cast.dan, cast.bob, cast.alice):
        response: Any = Caller(user).send(endpoint, world.mine)
        schema = described[str(response.status_code)]["content"]["application/json"]["schema"]
        root = json_schema({**schema, "components": document["components"]})
        jsonschema.validate(response.json(), root)


def json_schema(node: Any) -> Any:
    """Return OpenAPI 3.0's schema as JSON Schema: `nullable` is a type of its own there."""
    if isinstance(node, list):
        return [json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    known = {name: json_schema(value) for name, value in node.items() if name != "nullable"}
    if isinstance(known.get("properties"), dict):
        known.setdefault("additionalProperties", False)
    return {"anyOf": [known, {"type": "null"}]} if node.get("nullable") is True else known
