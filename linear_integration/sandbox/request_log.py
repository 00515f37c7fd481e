from __future__ import annotations

import json
from collections import deque
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Any

from .clock import Clock
from .secrecy import scrub

KEPT = 1_000
_LONGEST_VARIABLES = 100_000


@dataclass(slots=True)
class Entry:
    """One request as the log shows it; ``status`` is None while, or if, there is no answer."""

    at: str
    path: str
    operation: str | None
    root_fields: list[str]
    variables: dict[str, Any]
    status: int | None = None
    duration_ms: float | None = None
    auth: str | None = None
    workspace: str | None = None
    fault: str | None = None
    _started: float = field(default_factory=perf_counter)

    def finish(self, status: int | None) -> None:
        """Note the answer."""
        self.status = status
        self.duration_ms = round((perf_counter() - self._started) * 1000, 1)


class RequestLog:
    """The last requests to /graphql and /oauth/*, secrets blanked, the newest last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def open(
        self,
        path: str,
        *,
        operation: str | None = None,
        root_fields: list[str] | None = None,
        variables: dict[str, Any] | None = None,
    ) -> Entry:
        """Add a request that has just come in."""
        entry = Entry(
            self._clock.stamp(), path, operation, root_fields or [], _kept(variables or {})
        )
        self._entries.append(entry)
        return entry

    def as_list(self) -> list[dict[str, Any]]:
        """Write the log for ``GET /_sandbox/requests``."""
        entries = (asdict(entry) for entry in self._entries)
        return [
            {name: value for name, value in entry.items() if not name.startswith("_")}
            for entry in entries
        ]

    def clear(self) -> None:
        """Empty the log."""
        self._entries.clear()


def _kept(variables: dict[str, Any]) -> dict[str, Any]:
    """Blank the secrets; of what would fill the memory, keep the beginning as text."""
    scrubbed: dict[str, Any] = scrub(variables)
    text = json.dumps(scrubbed)
    if len(text) <= _LONGEST_VARIABLES:
        return scrubbed
    return {"shortened": f"{text[:1_000]}… ({len(text)} characters)"}
