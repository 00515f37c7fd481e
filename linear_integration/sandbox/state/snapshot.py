from __future__ import annotations

import json
import os
from pathlib import Path

from .store import Store

FORMAT = 2


class UnreadableSnapshot(Exception):
    """The snapshot file is not one that this version wrote."""


def read_snapshot(path: Path) -> Store | None:
    """Read the state from a file; None if there is none.

    Raises UnreadableSnapshot with a sentence for people when the file is damaged or of another
    version.
    """
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text())
        if content["format"] == FORMAT:
            return Store(content["tables"], content["secret"], content["last_sync_id"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableSnapshot(f"{path} is damaged; delete it to start from the seed") from error
    except OSError as error:
        raise UnreadableSnapshot(f"{path} can't be read: {error.strerror}") from error
    raise UnreadableSnapshot(f"{path} is of another version; delete it to start from the seed")


def write_snapshot(path: Path, store: Store) -> None:
    """Write the state to a file in one step, so that a crash leaves the old one or the new one."""
    content = {
        "format": FORMAT,
        "secret": store.secret,
        "last_sync_id": store.last_sync_id,
        "tables": store.tables,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with unfinished.open("w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.replace(path)
