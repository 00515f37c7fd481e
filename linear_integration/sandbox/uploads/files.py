from __future__ import annotations

from collections import OrderedDict

LARGEST_FILE_BYTES = 10_000_000
KEPT_BYTES = 100_000_000


class Files:
    """The bytes of uploaded files, in memory only; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._contents: OrderedDict[str, bytes] = OrderedDict()
        self._kept_bytes = 0

    def put(self, upload_id: str, content: bytes) -> None:
        """Keep a file, in the place of the one of that id."""
        self._drop(upload_id)
        self._contents[upload_id] = content
        self._kept_bytes += len(content)
        while self._kept_bytes > KEPT_BYTES:
            self._drop(next(iter(self._contents)))

    def get(self, upload_id: str) -> bytes | None:
        """Return a file, or None if it never came or is gone."""
        return self._contents.get(upload_id)

    def clear(self) -> None:
        """Forget all files."""
        self._contents.clear()
        self._kept_bytes = 0

    def _drop(self, upload_id: str) -> None:
        self._kept_bytes -= len(self._contents.pop(upload_id, b""))
