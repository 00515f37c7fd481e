"""`manage.py serve`: the whole demo on this machine, until Ctrl-C. `make run` calls it."""

import shlex
import socket
import sys
import threading
import time
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from honcho.manager import Manager

HOST = "127.0.0.1"
START_SECONDS = 60
PEOPLE = """
  alice@example.com   administrator of Acme Support (connected to the sandbox's workspace Acme)
  bob@example.com     agent there
  carol@example.com   administrator of Globex Care (not connected yet)
  dan@example.com     member of no account
"""


class Command(BaseCommand):
    help = "Run the demo: the sandbox, the web server, a Celery worker and beat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare database and static files, start everything, stop everything together."""
        if not settings.DEMO:
            raise CommandError("This runs the demo only: use `make run`, or set DEMO=1.")
        web_port = _port("PORT", settings.FRONTEND_URL)
        sandbox_port = _port("SANDBOX_PORT", settings.LINEAR_API_URL)
        if web_port == sandbox_port:
            raise CommandError(f"PORT and SANDBOX_PORT are both {web_port}: choose two.")
        for name, port in (("PORT", web_port), ("SANDBOX_PORT", sandbox_port)):
            _require_free(name, port)
        call_command("migrate", verbosity=0)
        call_command("seed_demo")
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        manager = Manager()
        for name, command in _commands(web_port, sandbox_port).items():
            manager.add_process(name, shlex.join(command))
        threading.Thread(target=self._announce, daemon=True).start()
        manager.loop()
        sys.exit(manager.returncode)

    def _announce(self) -> None:
        _wait_for(f"{settings.LINEAR_API_URL}/_sandbox/health")
        call_command("connect_demo")
        _wait_for(f"{settings.FRONTEND_URL}/readyz")
        self.stdout.write(
            f"\nThe bridge is at   {settings.FRONTEND_URL}"
            f"\nIts API is at      {settings.FRONTEND_URL}/api/docs"
            f"\nThe sandbox is at  {settings.LINEAR_API_URL}"
            f"\n\nThe password of everybody is: demo\n{PEOPLE}"
            "\nAPI tokens: demo-token-alice, demo-token-bob, demo-token-carol, demo-token-dan"
            "\nCtrl-C stops everything; `make reset` empties the demo.\n"
        )


def _commands(web_port: int, sandbox_port: int) -> dict[str, list[str]]:
    python, celery = sys.executable, [sys.executable, "-m", "celery", "--quiet", "--app", "bridge"]
    sandbox = [python, "-m", "linear_integration.sandbox", "--port", str(sandbox_port)]
    snapshot = ["--snapshot", str(settings.VAR_DIR / "sandbox.json")]
    redirect = ["--redirect-uri", f"{settings.FRONTEND_URL}/linear/callback"]
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(web_port)]
    threads = ["--blocking-threads", "64", "--log-level", "error"]
    worker = ["worker", "--pool", "threads", "--concurrency", "4", "--loglevel", "WARNING"]
    schedule = ["--schedule", str(settings.VAR_DIR / "celerybeat-schedule"), "--pidfile", ""]
    return {
        "sandbox": [*sandbox, *snapshot, *redirect, *_webhook()],
        "web": [*web, *threads, "bridge.wsgi:application"],
        "worker": [*celery, *worker, "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", *schedule],
    }


def _webhook() -> list[str]:
    """Let the sandbox tell us of what happens there, unless no secret is agreed upon."""
    if not settings.LINEAR_WEBHOOK_SECRET:
        return []
    url = f"{settings.FRONTEND_URL}/linear/webhooks"
    return ["--webhook-url", url, "--webhook-secret", settings.LINEAR_WEBHOOK_SECRET]


def _port(name: str, url: str) -> int:
    try:
        return urlsplit(url).port or 80
    except ValueError as error:
        raise CommandError(f"{name} is not a port number: {url}") from error


def _require_free(name: str, port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use: choose another, such as `make run {name}={port + 10}`."
            ) from error


def _wait_for(url: str) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at:
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 (an address of our own settings)
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise CommandError(f"{url} does not answer.")
