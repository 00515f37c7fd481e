"""The Celery application: `celery -A bridge worker` and `celery -A bridge beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, setup_logging, worker_ready
from kombu.transport import TRANSPORT_ALIASES

# Kombu's own loses a race that ends the worker: see there.
TRANSPORT_ALIASES["filesystem"] = "bridge.file_broker:Transport"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridge.settings")

app = Celery("bridge")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Let LOGGING in the settings be all: with a receiver here, Celery sets up nothing."""


@heartbeat_sent.connect
def show_life(**_: Any) -> None:
    """Touch `worker.alive` under VAR_DIR every two seconds, as long as the broker is reached."""
    from django.conf import settings

    (settings.VAR_DIR / "worker.alive").touch()


@worker_ready.connect
def show_metrics(**_: Any) -> None:
    """Serve the worker's metrics from its main process, whose children do the work."""
    from .metrics import serve_worker_metrics

    serve_worker_metrics()
