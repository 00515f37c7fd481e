"""An installation on PostgreSQL and Redis, with a database of its own."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from ..sandbox_process import Sandbox, running_sandbox
from .processes import Production

DATABASE_URL = os.environ.get("DATABASE_URL", "")
BROKER_URL = os.environ.get("CELERY_BROKER_URL", "")


@pytest.fixture
def database_url() -> Iterator[str]:
    """An empty database on the server of DATABASE_URL; it is gone afterwards."""
    if not DATABASE_URL.startswith("postgres"):
        pytest.skip("needs PostgreSQL, by DATABASE_URL")
    name = f"bridge_production_{uuid.uuid4().hex}"
    with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield urlsplit(DATABASE_URL)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def production(database_url: str, tmp_path: Path) -> Production:
    """An installation that has not been started yet."""
    if not BROKER_URL.startswith("redis"):
        pytest.skip("needs Redis, by CELERY_BROKER_URL")
    # Apart from what other processes of this machine queue.
    return Production(tmp_path, database_url, urlsplit(BROKER_URL)._replace(path="/7").geturl())


@pytest.fixture
def linear() -> Iterator[Sandbox]:
    """A Linear for this installation alone."""
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def installation(production: Production, linear: Sandbox) -> Production:
    """An installation with the demo's people, connected to that Linear."""
    production.environment |= {
        "LINEAR_API_URL": linear.url,
        "LINEAR_CLIENT_ID": "demo-client-id",
        "LINEAR_CLIENT_SECRET": "demo-client-secret",
    }
    for command in ("migrate", "seed_demo", "connect_demo"):
        ended = production.run(command, DEMO="yes")
        assert ended.returncode == 0, ended.stderr
    return production
