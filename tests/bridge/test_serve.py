"""`manage.py serve`: the demo starts with one command and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from ..sandbox_process import ROOT, Sandbox, free_port

START_SECONDS = 60
STOP_SECONDS = 20


class Demo:
    """The demo on two free ports, with its data in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.sandbox_port = free_port(), free_port()
        self.url = f"http://localhost:{self.port}"
        sandbox_url = f"http://localhost:{self.sandbox_port}"
        unset = ("DATABASE_URL", "CELERY_BROKER_URL")
        self.sandbox = Sandbox(sandbox_url)
        self.environment = {k: v for k, v in os.environ.items() if k not in unset} | {
            "DEMO": "1",
            "VAR_DIR": str(folder),
            "FRONTEND_URL": self.url,
            "LINEAR_API_URL": sandbox_url,
            "LINEAR_AUTHORIZE_URL": f"{sandbox_url}/oauth/authorize",
            "LINEAR_CLIENT_ID": "demo-client-id",
            "LINEAR_CLIENT_SECRET": "demo-client-secret",
            "LINEAR_WEBHOOK_SECRET": "lin_wh_demo",
        }

    @contextmanager
    def running(self, stop_with: signal.Signals) -> Iterator[str]:
        """Run it in a process group of its own; yields what it has printed once it is ready."""
        log = Path(self.environment["VAR_DIR"]) / "serve.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                yield _wait_for(log, "Ctrl-C stops everything", process)
            finally:
                process.send_signal(stop_with)
                process.wait(STOP_SECONDS)

    def processes(self) -> list[str]:
        """Return the command lines of what still runs with this demo's folder."""
        found = subprocess.run(
            ["pgrep", "-f", f"{self.sandbox_port}|{self.port}"], capture_output=True, text=True
        )
        return [pid for pid in found.stdout.split() if _belongs_to(pid, self)]

    def api(self, path: str) -> httpx.Response:
        """GET a path of the API as Bob."""
        headers = {"Authorization": "Bearer demo-token-bob"}
        return httpx.get(f"{self.url}/api/v1/{path}", headers=headers)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo that has not run yet."""
    demo = Demo(tmp_path / "var")
    yield demo
    demo.sandbox.close()


def test_it_starts_serves_stops_and_keeps_its_data(demo: Demo) -> None:
    with demo.running(stop_with=signal.SIGINT) as printed:
        assert demo.url in printed
        assert "bob@example.com" in printed
        assert demo.api("accounts/1/integrations/linear").json()["data"]["connected"] is True
        assert demo.api("accounts/1/conversations/1").json()["data"]["status"] == "open"
        _assert_told_of_events(demo)
        message = {"content": "Still here", "message_type": "outgoing"}
        httpx.post(
            f"{demo.url}/api/v1/accounts/1/conversations/1/messages",
            json=message,
            headers={"Authorization": "Bearer demo-token-bob"},
        ).raise_for_status()
    assert demo.processes() == []
    started_at = time.monotonic()
    with demo.running(stop_with=signal.SIGTERM):
        assert time.monotonic() - started_at < START_SECONDS / 2
        assert "Still here" in demo.api("accounts/1/conversations/1/messages").text
        assert demo.api("accounts/1/integrations/linear/teams").status_code == 200
    assert demo.processes() == []


def test_a_port_in_use_is_one_clear_line(demo: Demo) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", demo.port))
        listener.listen()
        ended = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=demo.environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
        )
    assert ended.returncode != 0
    [line] = ended.stderr.strip().splitlines()
    assert f"Port {demo.port} is in use" in line
    assert "PORT=" in line


def _assert_told_of_events(demo: Demo) -> None:
    """The sandbox delivers to us, and signs with what we know; still so after a reset."""
    demo.sandbox.reset(keep_tokens=True)
    webhook = demo.sandbox.application_webhook()
    assert webhook["url"] == f"{demo.url}/linear/webhooks"
    assert webhook["secret"] == demo.environment["LINEAR_WEBHOOK_SECRET"]
    assert {"Issue", "Attachment", "AgentSessionEvent"} <= set(webhook["resourceTypes"])


def _belongs_to(pid: str, demo: Demo) -> bool:
    try:
        environment = Path(f"/proc/{pid}/environ").read_text()
    except OSError:
        return False
    return demo.environment["VAR_DIR"] in environment


def _wait_for(log: Path, text: str, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        printed = log.read_text()
        if text in printed:
            return printed
        time.sleep(0.1)
    raise AssertionError(f"The demo did not start:\n{log.read_text()}")
