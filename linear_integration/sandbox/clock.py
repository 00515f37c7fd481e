from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

LONGEST_MOVE_SECONDS = 100 * 365 * 86_400


class Clock:
    """The sandbox's time: the machine's, moved forward as far as a test asked.

    ``on_move`` is called after each move.
    """

    def __init__(self) -> None:
        self.on_move: Callable[[], None] = lambda: None
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present time in UTC."""
        return datetime.now(UTC) + self._ahead

    def seconds(self) -> float:
        """Return the present time as seconds since the epoch."""
        return self.now().timestamp()

    def stamp(self, *, seconds_from_now: float = 0) -> str:
        """Return a time as Linear writes it."""
        return stamp(self.now() + timedelta(seconds=seconds_from_now))

    def advance(self, seconds: float) -> None:
        """Move time by so many seconds; ValueError if that leaves the calendar."""
        if abs(self._ahead.total_seconds() + seconds) > LONGEST_MOVE_SECONDS:
            raise ValueError("time can be moved by a hundred years at most")
        self._ahead += timedelta(seconds=seconds)
        self.on_move()

    def reset(self) -> None:
        """Go back to the machine's time."""
        self._ahead = timedelta()
        self.on_move()


def stamp(moment: datetime) -> str:
    """Write a time as Linear does: ISO 8601 in UTC with milliseconds and a Z.

    All times in the state have this one form, so that they sort and compare as text.
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
