"""Connections that PostgreSQL ended, as a restart does, cost no request."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import cast

import pytest
from django.db import connection
from django.db.models import CharField
from django.test.utils import CaptureQueriesContext
from psycopg_pool import ConnectionPool

from bridge.postgresql.base import DatabaseWrapper
from conversations.models import User
from conversations.prepared import Parameter, PreparedQuery

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]

IDLE = 4


@pytest.fixture
def pool() -> Iterator[ConnectionPool]:
    """The pool of this process, with several connections that lie idle."""
    connection.close()
    pool: ConnectionPool = cast(DatabaseWrapper, connection).pool
    pool.open()
    with ExitStack() as taken:
        for _ in range(IDLE):
            taken.enter_context(pool.connection())
    yield pool
    connection.close()


def take_each(pool: ConnectionPool) -> set[int]:
    """Take all the connections that lie in the pool, one after another, as requests do."""
    pids = set()
    for _ in range(pool.get_stats()["pool_available"]):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.add(cursor.fetchone()[0])
        connection.close()
    return pids


def test_connections_that_the_server_ended_are_replaced_unnoticed(pool: ConnectionPool) -> None:
    before = take_each(pool)
    with closing(connection.copy()) as other:
        other.settings_dict["OPTIONS"] = {}
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s) pid", [[*before]]
            )
    assert len(before) >= IDLE
    assert not take_each(pool) & before


def test_a_connection_with_news_from_a_living_server_is_kept(pool: ConnectionPool) -> None:
    with pool.connection() as listening:
        listening.execute("LISTEN news")
        listening.commit()
        pid = listening.info.backend_pid
    with pool.connection() as other:
        other.execute("NOTIFY news")
        other.commit()
    assert pid in take_each(pool)


def test_a_prepared_query_keeps_its_cursor_whoever_counts_queries(bob: User, alice: User) -> None:
    users = PreparedQuery(
        lambda: User.objects.filter(email=Parameter("email", CharField())).order_by("pk")
    )
    with CaptureQueriesContext(connection) as counted:
        assert users.all(email=bob.email) == [bob]
    assert len(counted) == 1
    assert users.all(email=alice.email) == [alice]
    kept = dict(connection.connection.kept_cursors)
    assert users.all(email=bob.email) == [bob]
    assert connection.connection.kept_cursors == kept
    assert not any(cursor.closed for cursor in kept.values())


def test_a_kept_cursor_ends_with_its_connection(bob: User) -> None:
    users = PreparedQuery(lambda: User.objects.filter(email=Parameter("email", CharField())))
    assert users.all(email=bob.email) == [bob]
    connection.connection.close()
    connection.close()
    assert users.all(email=bob.email) == [bob]
