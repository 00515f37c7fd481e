"""Health for load balancers and container orchestrators."""

import threading
import time

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from kombu.exceptions import OperationalError as BrokerError

from linear_integration.connection.readable import are_readable
from linear_integration.linear.deadline import time_limit

from .celery import app as celery_app

DATABASE_SECONDS = 3.0
BROKER_SECONDS = 2
BROKER_ASKED_EVERY_SECONDS = 5.0


def livez(request: HttpRequest) -> JsonResponse:
    """Answer 200 while this process answers at all; it asks nothing of others."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 while requests sent here would fail, and name what they would fail for.

    That is the database, or ENCRYPTION_KEYS that don't read what is stored: then this process was
    started with other keys than those before it. Without the broker only background work waits, on
    every web server alike; to take them all away would make it worse, so that is `degraded`, 200.
    """
    database, keys = _database_and_keys()
    parts = {"database": database, "keys": keys, "broker": broker.state()}
    if database != "ok" or keys != "ok":
        return JsonResponse({"status": "unavailable", **parts}, status=503)
    status = "ok" if parts["broker"] == "ok" else "degraded"
    return JsonResponse({"status": status, **parts})


def _database_and_keys() -> tuple[str, str]:
    """Ask both by one query: for the token that was stored last."""
    try:
        with time_limit(DATABASE_SECONDS):
            return "ok", "ok" if are_readable() else "unreadable"
    except DatabaseError:
        return "unreachable", "unknown"


class Broker:
    """Whether the broker is reached, asked every five seconds at most however many want to know."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = "unknown"
        self._good_until = 0.0

    def state(self) -> str:
        """Return `ok` or `unreachable`, within two seconds or so."""
        with self._lock:
            if time.monotonic() >= self._good_until:
                self._state = _ask_broker()
                self._good_until = time.monotonic() + BROKER_ASKED_EVERY_SECONDS
            return self._state


broker = Broker()


def _ask_broker() -> str:
    # These are for Redis, `connect_timeout` is for RabbitMQ.
    limits = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    asked = celery_app.connection_for_write(
        settings.CELERY_BROKER_URL, connect_timeout=BROKER_SECONDS, transport_options=limits
    )
    try:
        with asked:
            asked.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
    except BrokerError:
        return "unreachable"
    return "ok"
