"""Making the table's calls, and seeing that nothing came of one."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from rest_framework.test import APIClient

from conversations.models import User
from conversations.tokens import issue_token

from ..sandbox_process import Sandbox
from .table import PLACEHOLDER, Endpoint
from .world import Numbers

CSRF_TOKEN = re.compile(rb"\b[a-zA-Z0-9]{64}\b")
APPS = ("conversations", "linear_integration")
# Noted of a token at its first use, whatever becomes of the call.
NOTED = {"last_used_at"}


class Caller:
    """A person with a token for the API and a browser for the pages; None is nobody."""

    def __init__(self, user: User | None) -> None:
        self._api, self._browser = APIClient(), Client()
        if user is not None:
            token = issue_token(user, "test")
            self._api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
            self._browser.force_login(user)

    def send(self, endpoint: Endpoint, numbers: Numbers) -> HttpResponse:
        """Make the call with these numbers, and return the answer."""
        client: Any = self._api if endpoint.is_api else self._browser
        path, query = endpoint.path(numbers), filled(endpoint.query, numbers)
        body = filled(endpoint.body, numbers)
        method = endpoint.method if endpoint.method in ("post", "put", "patch", "delete") else "get"
        if method == "get":
            response: HttpResponse = client.get(path, query)
        else:
            response = getattr(client, method)(path, body, query_params=query)
        return response


def each(endpoints: Iterable[Endpoint]) -> pytest.MarkDecorator:
    """Let a test run once for each of the endpoints."""
    return pytest.mark.parametrize("endpoint", list(endpoints), ids=str)


def filled(template: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    """Return the input with the numbers that stand in braces in the table."""
    return {name: _filled(value, numbers) for name, value in template.items()}


def code_of(response: HttpResponse) -> str:
    """Return the code of the API's error."""
    return str(json.loads(response.content)["error"]["code"])


def text_of(response: HttpResponse) -> bytes:
    """Return the body without what differs from call to call."""
    text = response.content.replace(response["X-Request-ID"].encode(), b"")
    return CSRF_TOKEN.sub(b"", text)


def assert_same_not_found(one: HttpResponse, other: HttpResponse) -> None:
    """Hold both answers to 404, and to no word that tells one from the other."""
    assert one.status_code == other.status_code == 404
    assert text_of(one) == text_of(other)


@contextmanager
def nothing_happens(sandbox: Sandbox) -> Iterator[None]:
    """Hold what is done inside to it: no request to Linear, and not one row changed."""
    rows, requests = _rows(), sandbox.requests()
    yield
    assert sandbox.requests() == requests
    assert _rows() == rows


def _filled(value: Any, numbers: Numbers) -> Any:
    match = PLACEHOLDER.fullmatch(value) if isinstance(value, str) else None
    return numbers[match[2]] if match else value


def _rows() -> dict[str, list[Any]]:
    models = [model for name in APPS for model in apps.get_app_config(name).get_models()]
    return {model.__name__: _rows_of(model) for model in models}


def _rows_of(model: type[Model]) -> list[Any]:
    fields = [field.attname for field in model._meta.concrete_fields if field.name not in NOTED]
    return list(model._base_manager.order_by("pk").values_list(*fields))
