"""How Celery wakes tasks up, and reaches a broker in files or on a server."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def beat_schedule(periods: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """Return Celery's schedule for tasks, each with the seconds between two of its runs."""
    return {
        # The database is the truth; a message only wakes a worker up, and a late one is worthless.
        task.rpartition(".")[2].replace("_", " "): {
            "task": task,
            "schedule": seconds,
            "options": {"expires": seconds},
        }
        for task, seconds in periods.items()
    }


def transport_options(broker_url: str, var_dir: Path) -> dict[str, Any]:
    """Return what the broker's kind needs; a broker in files gets its folders made."""
    if not broker_url.startswith("filesystem:"):
        return {"visibility_timeout": 120, "socket_timeout": 2, "socket_connect_timeout": 2}
    messages, control = var_dir / "broker" / "messages", var_dir / "broker" / "control"
    for folder in (messages, control):
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
    }
