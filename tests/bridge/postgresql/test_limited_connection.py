"""A database that doesn't answer is a 503 within the time limit, not a thread held for ever."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import OperationalError, connection
from django.test import Client

from conversations.models import Account, User
from linear_integration.linear.deadline import time_limit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


@pytest.fixture
def locked_conversations(bob: User, acme_support: Account) -> Iterator[None]:
    """Let every question about conversations wait, as behind a migration."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        other.set_autocommit(False)
        cursor.execute("LOCK TABLE conversations_conversation")
        yield
        other.rollback()
    # As the end of a request does; the test's client leaves that out.
    connection.close()


@pytest.mark.usefixtures("locked_conversations")
def test_a_request_to_a_database_that_hangs_is_a_503(
    client: Client, bob: User, acme_support: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.middleware.CALL_SECONDS", 0.5)
    client.force_login(bob)
    answer = client.get(f"/api/v1/accounts/{acme_support.pk}/conversations")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert answer.json()["error"]["code"] == "database_unavailable"


def test_an_answer_that_came_too_late_is_not_taken_for_the_next() -> None:
    with connection.cursor() as cursor, time_limit(0.3), pytest.raises(OperationalError):
        cursor.execute("SELECT 'late', pg_sleep(1)")
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'next'")
        assert cursor.fetchone() == ("next",)


def test_without_a_limit_it_waits() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5)")


def test_a_mistake_in_a_statement_does_not_end_the_connection() -> None:
    with time_limit(5), connection.cursor() as cursor:
        with pytest.raises(OperationalError):
            cursor.execute("SET statement_timeout = 50; SELECT pg_sleep(5)")
        cursor.execute("SELECT 'still here'")
        assert cursor.fetchone() == ("still here",)
