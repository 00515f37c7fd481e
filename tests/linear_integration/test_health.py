"""What is noted of the calls to a workspace, how seldom, and that it harms no caller."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations.models import Membership
from linear_integration.connection import health
from linear_integration.connection.clients import client_for
from linear_integration.connection.connecting import connect_with_api_key
from linear_integration.connection.disconnecting import disconnect
from linear_integration.linear.errors import InvalidInput, Unavailable
from linear_integration.linear.transport import reset_transport
from linear_integration.models import ConnectionHealth, Hook

from ..sandbox_process import Sandbox

# Calls to Linear are refused inside a transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def noted(hook: Hook) -> ConnectionHealth:
    return ConnectionHealth.objects.get(workspace=hook.workspace)


def code_noted(hook: Hook) -> str:
    error: dict[str, Any] = noted(hook).error or {}
    return str(error.get("code"))


def call(hook: Hook) -> None:
    client_for(hook).viewer()


def fail(hook: Hook, sandbox: Sandbox) -> None:
    """Make a call of which every attempt meets an error."""
    sandbox.add_fault(action="http_error", status=500, times=3)
    with pytest.raises(Unavailable):
        call(hook)
    sandbox.reset_faults()
    reset_transport()  # so that the breaker keeps out of it


def as_another_process() -> None:
    """Go on as a process that has noted nothing yet."""
    health._pace_of.cache_clear()


def writes_during(do: Callable[[], None]) -> int:
    """Return how many statements wrote to the table."""
    with CaptureQueriesContext(connection) as queries:
        do()
    table = ConnectionHealth._meta.db_table
    return sum(f'INSERT INTO "{table}"' in query["sql"] for query in queries)


def test_a_call_notes_when_it_was_and_what_is_left_of_the_limits(acme: Hook) -> None:
    before = timezone.now()
    call(acme)
    row = noted(acme)
    assert before <= row.asked_at <= timezone.now()
    assert row.error is None
    requests, complexity = row.budget["requests"], row.budget["complexity"]
    assert (requests["limit"], requests["remaining"]) == (5000, 4998)
    assert complexity["limit"] == 2_000_000
    assert requests["resets_at"] > before.timestamp()


def test_an_error_is_noted_at_once_and_is_over_after_the_next_good_answer(
    acme: Hook, sandbox: Sandbox
) -> None:
    call(acme)
    fail(acme, sandbox)
    row = noted(acme)
    assert row.error == {
        "code": "linear_unavailable",
        "message": "Linear answered with HTTP 500.",
        "operation": "viewer",
        "request_id": None,
    }
    assert row.failed_at is not None
    assert row.recovered_at is None
    call(acme)
    assert noted(acme).recovered_at is not None
    assert code_noted(acme) == "linear_unavailable"


def test_what_linear_refuses_of_an_input_is_no_trouble_of_the_connection(
    acme: Hook, sandbox: Sandbox
) -> None:
    fail(acme, sandbox)
    with pytest.raises(InvalidInput):
        client_for(acme).issue("ENG-99999")
    assert noted(acme).recovered_at is not None
    assert code_noted(acme) == "linear_unavailable"


def test_of_many_calls_one_a_minute_writes(acme: Hook) -> None:
    def many() -> None:
        for _ in range(5):
            call(acme)

    assert writes_during(many) == 1
    health._pace_of(acme.pk, acme.connected_at)._began_at -= health.INTERVAL_SECONDS
    assert writes_during(many) == 1


def test_calls_that_fail_every_second_time_do_not_write_each(acme: Hook) -> None:
    pace = health.Pace()
    outcomes = ["", "linear_timeout"] * 100
    assert sum(pace.is_due(outcome) for outcome in outcomes) == health.NOTES_AN_INTERVAL


def test_one_process_ends_the_error_that_another_noted(acme: Hook, sandbox: Sandbox) -> None:
    fail(acme, sandbox)
    as_another_process()
    call(acme)
    assert noted(acme).recovered_at is not None


def test_a_table_that_can_not_be_written_fails_no_call(
    acme: Hook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: Any, **options: Any) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(health, "_write", broken)
    call(acme)
    assert "health.not_noted" in caplog.messages


def test_connecting_again_and_disconnecting_forget_what_was_noted(
    acme: Hook, sandbox: Sandbox
) -> None:
    member = Membership.objects.get(user=acme.connected_by)
    fail(acme, sandbox)
    hook = connect_with_api_key(member, api_key="lin_api_demo_acme")
    assert noted(hook).error is None
    call(hook)
    assert noted(hook).budget["requests"]["limit"] == 2500
    disconnect(hook, by=None)
    assert not ConnectionHealth.objects.exists()
