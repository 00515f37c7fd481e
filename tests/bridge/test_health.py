"""Probes: alive, ready, and why not."""

import socket
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from bridge.health import BROKER_ASKED_EVERY_SECONDS, BROKER_SECONDS, Broker
from conversations.models import Account
from linear_integration.models import Hook, Workspace

pytestmark = pytest.mark.django_db
ALL_WELL = {"status": "ok", "database": "ok", "keys": "ok", "broker": "ok"}


@pytest.fixture(autouse=True)
def _ask_the_broker_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.health.broker", Broker())


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def connect(account: Account) -> None:
    """Store a hook, whose token is encrypted with the present keys."""
    workspace = Workspace.objects.create(account=account, linear_id=uuid.uuid4(), name="Acme")
    Hook.objects.create(
        workspace=workspace,
        token_kind=Hook.TokenKind.API_KEY,
        access_token="a-token",
        viewer_id=uuid.uuid4(),
        viewer_name="Alice",
        is_app=False,
    )


def readiness(client: Client) -> tuple[int, Any]:
    """Return what a load balancer is answered."""
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_it_is_ready_with_database_broker_and_keys(client: Client, acme_support: Account) -> None:
    connect(acme_support)
    assert readiness(client) == (200, ALL_WELL)


def test_it_is_not_ready_without_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    status, parts = readiness(client)
    assert status == 503
    assert parts == ALL_WELL | {
        "status": "unavailable",
        "database": "unreachable",
        "keys": "unknown",
    }
    assert client.get("/livez").status_code == 200


def test_it_is_not_ready_with_keys_that_read_nothing(
    client: Client, acme_support: Account, settings: Settings
) -> None:
    connect(acme_support)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert readiness(client) == (503, ALL_WELL | {"status": "unavailable", "keys": "unreadable"})


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_without_the_broker_it_is_degraded_but_serves(
    client: Client, settings: Settings, silent_port: int, scheme: str
) -> None:
    settings.CELERY_BROKER_URL = f"{scheme}://127.0.0.1:{silent_port}//"
    assert readiness(client) == (200, ALL_WELL | {"status": "degraded", "broker": "unreachable"})


def test_the_broker_is_not_asked_for_every_probe(
    client: Client, settings: Settings, silent_port: int
) -> None:
    assert BROKER_SECONDS < BROKER_ASKED_EVERY_SECONDS
    assert readiness(client) == (200, ALL_WELL)
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent_port}/0"
    assert readiness(client) == (200, ALL_WELL)
