"""How Django connects to SQLite or PostgreSQL, each set up to be shared by many threads."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from . import environment as env
from .postgresql.limited_connection import LimitedConnection


def database_settings(url: str, var_dir: Path) -> dict[str, Any]:
    """Return Django's settings for a database URL, with what each engine needs to be shared."""
    settings: dict[str, Any] = dict(dj_database_url.parse(url))
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        # A file, not memory: tests with threads and a live server share it, two runs don't.
        settings["TEST"] = {"NAME": var_dir / f"test-{os.getpid()}.sqlite3"}
    else:
        # Apart from the URL, so that it can come from a file of its own.
        settings["PASSWORD"] = env.text("DATABASE_PASSWORD", settings["PASSWORD"])
        settings["ENGINE"] = "bridge.postgresql"
        settings["OPTIONS"] = {
            # What a connection has been asked three times it plans no more.
            "server_side_binding": True,
            "prepare_threshold": 3,
            "connect_timeout": 3,
            # A server that went without a word is noticed, by idle connections, too.
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "pool": {
                "min_size": 2,
                "max_size": env.number("DATABASE_POOL_SIZE", 16),
                "timeout": 3,
                # The pool tries again after 1, 2, 4 … seconds, and everybody waits for that, well
                # beyond the server's return. So it soon gives up: who asks next makes it try.
                "reconnect_timeout": 1,
                "connection_class": LimitedConnection,
            },
        }
    return settings
