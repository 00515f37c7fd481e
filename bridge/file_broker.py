"""The broker in files, of demos: no reader finds a message that is not written yet.

Kombu's own writes a message in the place where readers look for it, and a worker that finds it
while it is empty ends: https://github.com/celery/kombu/issues/1551
"""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Reads and keeps messages as Kombu does."""

    def _put(  # type: ignore[override]  # Kombu's here narrows its base's, too
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        # Readers take the oldest first, by name; one that begins with a dot is of no queue.
        name = f"{time.monotonic_ns()}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        unfinished = folder / f".{name}"
        unfinished.write_text(dumps(payload))
        unfinished.rename(folder / name)


class Transport(filesystem.Transport):
    """Kombu's transport in files, with our channel."""

    Channel = Channel
