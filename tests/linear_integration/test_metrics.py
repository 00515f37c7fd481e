"""What Prometheus is told of the bridge's work."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from conversations.models import Conversation
from linear_integration.linear.breaker import FAILURES
from linear_integration.linear.transport import reset_transport
from linear_integration.models import Hook, WebhookDelivery

from ..sandbox_process import ROOT, Sandbox
from .conftest import LinearApi
from .inbound.arriving import delivered, parked

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "only-for-prometheus"
CREATE = {"field": "issueCreate"}


class Metrics:
    """Reads `/metrics`, and how it has changed since."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._before = self._read()

    def value(self, name: str, **labels: str) -> float:
        """Return what it says now; 0.0 for what it doesn't name."""
        return self._read().get((name, frozenset(labels.items())), 0.0)

    def growth(self, name: str, **labels: str) -> float:
        """Return by how much it has grown."""
        before = self._before.get((name, frozenset(labels.items())), 0.0)
        return self.value(name, **labels) - before

    def _read(self) -> dict[Any, float]:
        answer = self._client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }


@pytest.fixture
def metrics(client: Client, settings: Settings) -> Metrics:
    """The metrics, as they were when the test began."""
    settings.METRICS_TOKEN = TOKEN
    return Metrics(client)


@pytest.fixture
def body(team: str, conversation: Conversation) -> dict[str, Any]:
    """The body of a create_issue call."""
    return {"conversation_id": 1, "title": "Export fails", "team_id": team}


@pytest.mark.parametrize("sent", ["", TOKEN, f"Basic {TOKEN}", "Bearer wrong", "Bearer ä"])
def test_only_the_token_opens_them(client: Client, settings: Settings, sent: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"authorization": sent})
    assert (answer.status_code, answer.content) == (401, b"")


def test_without_a_token_in_the_settings_there_are_none(client: Client) -> None:
    for sent in ("Bearer", "Bearer ", ""):
        answer = client.get("/metrics", headers={"authorization": sent})
        assert answer.status_code == 404


def test_a_call_is_counted_by_operation_and_outcome(
    metrics: Metrics, bobs: LinearApi, sandbox: Sandbox
) -> None:
    bobs.get("teams", refresh="true")
    assert metrics.growth("bridge_linear_call_seconds_count", operation="teams", outcome="ok") == 1
    sandbox.add_fault(action="http_error")
    bobs.get("teams", refresh="true")
    failed = {"operation": "teams", "outcome": "linear_unavailable"}
    assert metrics.growth("bridge_linear_call_seconds_count", **failed) == 1


def test_a_call_is_seen_while_it_is_under_way(metrics: Metrics, bobs: LinearApi) -> None:
    seen = []

    def look(_: httpx.Request) -> httpx.Response:
        seen.append(metrics.value("bridge_linear_calls_in_progress"))
        return httpx.Response(500)

    reset_transport(httpx.MockTransport(look))
    bobs.get("teams", refresh="true")
    assert set(seen) == {1}
    assert metrics.value("bridge_linear_calls_in_progress") == 0


def test_the_budget_is_told_by_workspace(metrics: Metrics, bobs: LinearApi, acme: Hook) -> None:
    bobs.get("teams", refresh="true")
    labels = {"workspace": str(acme.workspace.linear_id), "limit": "requests"}
    assert 0.9 < metrics.value("bridge_linear_budget_remaining_ratio", **labels) < 1
    assert metrics.value("bridge_linear_budget_reset_timestamp_seconds", **labels) > 0


def test_an_open_breaker_is_seen(metrics: Metrics, bobs: LinearApi, sandbox: Sandbox) -> None:
    sandbox.add_fault(action="http_error", times=None)
    for _ in range(FAILURES):
        bobs.get("teams", refresh="true")
    assert metrics.value("bridge_linear_breakers_open") == 1


def test_what_linear_told_is_seen_until_it_is_worked_off(metrics: Metrics, acme: Hook) -> None:
    long_ago = timezone.now() - timedelta(minutes=30)
    waiting = delivered(acme, status="waiting", outcome="", received_at=long_ago)
    for _ in range(2):
        parked(acme)
    assert metrics.value("bridge_deliveries_waiting") == 1
    assert metrics.value("bridge_deliveries_parked") == 2
    assert 1800 <= metrics.value("bridge_deliveries_oldest_waiting_seconds") < 1900
    WebhookDelivery.objects.filter(pk=waiting.pk).update(replayed_at=timezone.now())
    assert metrics.value("bridge_deliveries_oldest_waiting_seconds") < 60
    WebhookDelivery.objects.all().delete()
    assert metrics.value("bridge_deliveries_oldest_waiting_seconds") == 0


def test_a_finished_write_is_counted_and_an_open_one_is_seen(
    metrics: Metrics, bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    assert bobs.post("create_issue", body).status_code == 200
    finished = {"kind": "create_issue", "status": "done"}
    assert metrics.growth("bridge_operations_finished_total", **finished) == 1
    assert metrics.value("bridge_operations_open", status="unknown") == 0
    sandbox.add_fault(match=CREATE, action="drop_before_commit")
    assert bobs.post("create_issue", body).status_code == 504
    assert metrics.value("bridge_operations_open", status="unknown") == 1
    assert metrics.value("bridge_operations_oldest_open_seconds") > 0
    assert metrics.growth("bridge_operations_finished_total", **finished) == 1


def test_a_refused_write_is_counted(
    metrics: Metrics, bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    sandbox.add_fault(match=CREATE, action="usage_limit")
    assert bobs.post("create_issue", body).status_code == 422
    refused = {"kind": "create_issue", "status": "refused"}
    assert metrics.growth("bridge_operations_finished_total", **refused) == 1


def test_without_the_database_the_rest_is_told(
    metrics: Metrics, bobs: LinearApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs.get("teams", refresh="true")

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(QuerySet, "aggregate", refuse)
    assert metrics.growth("bridge_linear_call_seconds_count", operation="teams", outcome="ok") == 1


def test_processes_are_added_up_and_what_a_dead_one_was_doing_is_forgotten(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.METRICS_TOKEN = TOKEN
    script = (
        "import django; django.setup(); from linear_integration import metrics;"
        "metrics.CALLS.labels('teams', 'ok').observe(1); metrics.CALLS_IN_PROGRESS.inc()"
    )
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "bridge.settings")
    for _ in range(2):
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    told = Metrics(client)
    assert told.value("bridge_linear_call_seconds_count", operation="teams", outcome="ok") == 2
    assert told.value("bridge_linear_calls_in_progress") == 0
