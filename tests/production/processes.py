"""The bridge's processes as production starts them: by the entry point, from an empty folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import httpx
from cryptography.fernet import Fernet

from ..sandbox_process import ROOT, free_port

START_SECONDS = 120
STOP_SECONDS = 40
REQUIRED = ("SECRET_KEY", "ENCRYPTION_KEYS", "FRONTEND_URL")


class Production:
    """An installation with a folder and a database of its own."""

    def __init__(self, folder: Path, database_url: str, broker_url: str) -> None:
        self.folder = folder
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PRODUCTION": "yes",
            "SECRET_KEY": "only-for-this-test-" * 4,
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "FRONTEND_URL": "https://help.example.com",
            "TRUST_PROXY_HEADERS": "yes",
            "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": broker_url,
            "VAR_DIR": str(folder / "var"),
            "STATIC_ROOT": str(folder / "static"),
            "WEB_WORKERS": "1",
            "WORKER_PROCESSES": "1",
            "DATABASE_POOL_SIZE": "8",
        }
        (folder / "static").mkdir()

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run the entry point to its end, with these changes to the environment."""
        return subprocess.run(
            [ROOT / "docker" / "entrypoint.sh", *arguments],
            cwd=self.folder,
            env=self.environment | changes,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
        )

    def start(self, name: str) -> "Process":
        """Start a worker or beat; it has ended when its `with` block is left."""
        return Process(self, (name,))

    def web(self) -> "Web":
        """Start a web server on a free port; it has ended when its `with` block is left."""
        return Web(self, free_port())


class Process:
    """One process of an installation, and what it has printed."""

    def __init__(self, production: Production, arguments: tuple[str, ...]) -> None:
        self._var = Path(production.environment["VAR_DIR"])
        self._log = production.folder / f"{'-'.join(arguments)}.log"
        with self._log.open("wb") as output:
            self.popen = subprocess.Popen(
                [ROOT / "docker" / "entrypoint.sh", *arguments],
                cwd=production.folder,
                env=production.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def printed(self) -> str:
        """All that it has printed so far."""
        return self._log.read_text()

    def wait_for(self, text: str) -> None:
        """Return when it has printed the text."""
        self.wait_until(lambda: text in self.printed)

    def wait_for_file(self, name: str) -> None:
        """Return when it has made a file under VAR_DIR whose name begins so."""
        self.wait_until(lambda: any(self._var.glob(f"{name}*")))

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Return when it is so; fails when the process ends, or after a minute."""
        deadline = time.monotonic() + START_SECONDS
        while not is_so():
            assert self.popen.poll() is None, self.printed
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.05)

    def stop(self) -> int:
        """End it as an orchestrator does; return its exit code."""
        self.popen.send_signal(signal.SIGTERM)
        try:
            return self.popen.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            raise AssertionError(f"It did not stop:\n{self.printed}") from None


class Web(Process):
    """A web server."""

    def __init__(self, production: Production, port: int) -> None:
        super().__init__(production, ("web", "--host", "127.0.0.1", "--port", str(port)))
        self.port = port

    def get(self, path: str, **headers: str) -> httpx.Response:
        """GET a path of this server, as a proxy that ends TLS would pass it on."""
        return self.call("GET", path, **headers)

    def call(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Make any call, with a body in JSON."""
        named = {"Host": "help.example.com", "X-Forwarded-Proto": "https"} | headers
        url = f"http://127.0.0.1:{self.port}{path}"
        return httpx.request(method, url, json=body, headers=named, timeout=20)

    def wait_until_ready(self) -> None:
        """Return when `/readyz` answers 200."""
        self.wait_until(self._is_ready)

    def _is_ready(self) -> bool:
        try:
            return self.get("/readyz").is_success
        except httpx.TransportError:
            return False
