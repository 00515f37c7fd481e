"""`manage.py start web|worker|beat`: one process of a production, ready before it serves."""

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bridge import environment as env
from bridge.database import WAIT_SECONDS, DatabaseUnreachable, migrate_alone, wait_for_database


class Command(BaseCommand):
    help = "Wait for the database, check the settings, migrate, and become the process named."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the process's name, and where the web server listens."""
        parser.add_argument("name", choices=["web", "worker", "beat"])
        parser.add_argument("--host", default="0.0.0.0")  # noqa: S104 (a container's own network)
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--wait", type=float, default=WAIT_SECONDS, metavar="SECONDS")

    def handle(
        self, *args: Any, name: str, host: str, port: int, wait: float, **options: Any
    ) -> None:
        """Replace this process, so that signals reach the one that serves."""
        # As a container's first process, Python would not end on SIGTERM by itself.
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
        try:
            wait_for_database(wait)
        except DatabaseUnreachable as error:
            raise CommandError(str(error)) from error
        call_command("check", deploy=settings.PRODUCTION, stdout=self.stdout, stderr=self.stderr)
        migrate_alone()
        _prepare_metrics(settings.VAR_DIR / "metrics" / (f"web-{port}" if name == "web" else name))
        # glibc would keep memory apart for 8 threads a core, of which one runs at a time.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        command = _web(host, port) if name == "web" else _celery(name)
        self.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606 (no shell is meant)


def _prepare_metrics(folder: Path) -> None:
    """Empty the folder through which the processes to come add their metrics up."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _web(host: str, port: int) -> list[str]:
    return ["bridge.web_server", "--host", host, "--port", str(port)]


def _celery(name: str) -> list[str]:
    celery = ["celery", "--quiet", "--app", "bridge", name]
    if name == "beat":
        return [*celery, "--schedule", str(settings.VAR_DIR / "celerybeat-schedule"), "--pidfile="]
    processes = ["--concurrency", str(env.number("WORKER_PROCESSES", 2))]
    return [*celery, *processes, "--without-gossip", "--without-mingle"]
