"""What holds for every request: who may keep its answer, and its line in the log."""

import logging

import pytest
from django.test import Client
from pytest_django import Settings

from bridge.logging import FieldsFormatter
from conversations.models import Account, User

pytestmark = pytest.mark.django_db


def directives(client: Client, path: str) -> set[str]:
    """Return the Cache-Control of an answer."""
    return set(client.get(path).headers["Cache-Control"].split(", "))


def test_a_page_is_not_stored(client: Client, bob: User, acme_support: Account) -> None:
    client.force_login(bob)
    path = f"/app/accounts/{acme_support.pk}/conversations"
    assert {"private", "no-cache", "no-store"} <= directives(client, path)


def test_an_answer_of_the_api_belongs_to_its_caller(client: Client, bob: User) -> None:
    client.force_login(bob)
    assert directives(client, "/api/v1/profile") == {"private", "no-cache"}


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_probe_may_come_by_address_and_without_tls(
    client: Client, settings: Settings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["help.example.com"]
    assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200
    assert client.get("/docs/", headers={"host": "10.1.2.3:8000"}).status_code == 400


def test_a_request_is_one_line_by_its_route(
    client: Client, bob: User, acme_support: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bridge.requests")
    client.force_login(bob)
    path = f"/app/accounts/{acme_support.pk}/conversations?q=a-secret"
    client.get(path)
    [record] = [r for r in caplog.records if r.name == "bridge.requests"]
    line = FieldsFormatter().format(record)
    assert " INFO request.done " in line
    assert " method=GET " in line
    assert " route=app/accounts/<int:account_id>/conversations " in line
    assert line.endswith(" status=200")
    assert "a-secret" not in line
    assert record.__dict__["duration_ms"] >= 0


def test_a_path_that_leads_nowhere_is_not_written_down(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bridge.requests")
    client.get("/a-secret")
    [record] = [r for r in caplog.records if r.name == "bridge.requests"]
    assert record.__dict__["route"] == "unknown"
    assert "a-secret" not in FieldsFormatter().format(record)
