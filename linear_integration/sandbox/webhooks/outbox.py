from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .events import Event


class Outbox:
    """The events that wait to be delivered, the oldest first.

    Posting only queues, and may be done in any thread. ``on_post`` is called after each time that
    something was queued, in the thread of whoever posted.
    """

    def __init__(self) -> None:
        self.on_post: Callable[[], None] = lambda: None
        self._queued: deque[Event] = deque()
        self._local = threading.local()

    def post(self, event: Event) -> None:
        """Queue an event; inside of ``held`` it waits for the block's end."""
        held: list[Event] | None = getattr(self._local, "held", None)
        if held is not None:
            held.append(event)
            return
        self._queued.append(event)
        self.on_post()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Queue what this thread posts inside when the block ends well, and drop it if it fails."""
        held: list[Event] = []
        self._local.held = held
        try:
            yield
        finally:
            self._local.held = None
        for event in held:
            self.post(event)

    def take(self) -> Event | None:
        """Take the oldest event out; None if there is none."""
        try:
            return self._queued.popleft()
        except IndexError:
            return None

    def clear(self) -> None:
        """Forget what is queued."""
        self._queued.clear()
