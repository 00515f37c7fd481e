"""The OpenAPI schema is complete, current, and what the API does."""

from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from django.core.management import call_command
from rest_framework.test import APIClient

from ..cast import Cast
from ..conftest import ApiFactory
from ..conversations.api.test_isolation import ENDPOINTS, call

COMMITTED = Path(__file__).parents[2] / "openapi.yaml"
COMMAND = "manage.py spectacular --file openapi.yaml --validate --fail-on-warn"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("openapi") / "openapi.yaml"
    call_command("spectacular", file=str(path), validate=True, fail_on_warn=True)
    return path.read_text()


@pytest.fixture(scope="module")
def document(generated: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(generated)
    return read


def test_the_committed_schema_is_current(generated: str) -> None:
    assert COMMITTED.read_text() == generated, f"Run {COMMAND}"


def test_every_call_documents_its_failures(document: dict[str, Any]) -> None:
    error = {"$ref": "#/components/schemas/Error"}
    for path, methods in document["paths"].items():
        for method, call_ in methods.items():
            if method == "parameters" or path.startswith("/api/schema"):
                continue
            failures = {s: r for s, r in call_["responses"].items() if s >= "400"}
            assert {"401", "503"} <= failures.keys(), f"{method} {path}"
            assert ("{account_id}" not in path) or "404" in failures, f"{method} {path}"
            for status, response in failures.items():
                schema = response["content"]["application/json"]["schema"]
                assert schema == error, f"{method} {path} {status}"


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_answers_are_as_the_schema_says(
    cast: Cast, api: ApiFactory, document: dict[str, Any], endpoint: str
) -> None:
    method, path, _ = ENDPOINTS[endpoint]
    numbers = {
        "account": cast.acme_support.pk,
        "inbox": cast.website.pk,
        "contact": cast.contact.pk,
        "display_id": cast.conversation.display_id,
    }
    template = path.replace("{account}", "{account_id}").replace("{contact}", "{contact_id}")
    described = document["paths"][template][method]["responses"]
    for client, status in [(api(cast.bob), None), (api(None), 401), (api(cast.dan), 404)]:
        response = call(client, endpoint, numbers)
        assert status in (None, response.status_code)
        schema = described[str(response.status_code)]["content"]["application/json"]["schema"]
        root = json_schema({**schema, "components": document["components"]})
        jsonschema.validate(response.json(), root)  # type: ignore[attr-defined]


def test_the_schema_and_its_page_are_served(db: None) -> None:
    assert b"openapi: 3" in APIClient().get("/api/schema").content
    page = APIClient().get("/api/docs")
    assert page.status_code == 200
    assert b"//cdn" not in page.content


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
