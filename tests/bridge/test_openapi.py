"""The OpenAPI schema is complete, current, and what the API does."""

from typing import Any

import pytest
import yaml
from django.core.management import call_command
from rest_framework.test import APIClient

from .. import openapi

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
    assert openapi.FILE.read_text() == generated, f"Run {COMMAND}"


def test_the_schema_is_the_same_in_every_language() -> None:
    client = APIClient()
    english = client.get("/api/schema").content
    assert client.get("/api/schema", headers={"Accept-Language": "de"}).content == english
    assert client.get("/api/schema?lang=de").content == english


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


def test_the_schema_and_its_page_are_served(db: None) -> None:
    assert b"openapi: 3" in APIClient().get("/api/schema").content
    page = APIClient().get("/api/docs")
    assert page.status_code == 200
    assert b"//cdn" not in page.content
