"""Searching on SQLite as on PostgreSQL: in whatever case, also beyond ASCII."""

import re
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# A search compares one pattern with every row.
REMEMBERED_PATTERNS = 64


def teach_like(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Replace a new connection's LIKE, to which Ü and ü are different letters."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("like", 3, _like, deterministic=True)


def _like(pattern: str | None, text: object, escape: str) -> bool | None:
    if pattern is None or text is None:
        return None
    return _expression(pattern, escape).fullmatch(str(text).lower()) is not None


@lru_cache(maxsize=REMEMBERED_PATTERNS)
def _expression(pattern: str, escape: str) -> re.Pattern[str]:
    wild = {"%": ".*", "_": "."}
    pieces = re.findall(rf"{re.escape(escape)}(.)|(.)", pattern.lower(), re.DOTALL)
    return re.compile(
        "".join(re.escape(plain) if plain else wild.get(c, re.escape(c)) for plain, c in pieces),
        re.DOTALL,
    )
