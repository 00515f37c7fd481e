"""The sandbox as a process of its own, and what tests ask of it beside Linear's API."""

import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
REDIRECT_URI = "http://localhost:8000/linear/callback"
START_TIMEOUT_SECONDS = 30
DELIVERY_TIMEOUT_SECONDS = 20
# Below the range from which the system takes ports of its own.
PORTS = range(20_000, 32_000)


class Sandbox:
    """Steers a running sandbox through its JSON under `/_sandbox/`."""

    def __init__(self, url: str) -> None:
        self.url = url
        # A kept connection may be closed by the sandbox in the moment in which it is used again.
        afresh = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(base_url=f"{url}/_sandbox", timeout=10, limits=afresh)

    def reset(self, *, keep_tokens: bool = False) -> None:
        """Go back to the seed: no tokens, no faults, an empty request log, the real time."""
        self._post("reset", {"keep_tokens": keep_tokens})

    def state(self, workspace: str = "acme") -> dict[str, Any]:
        """Return what a workspace holds."""
        state: dict[str, Any] = self._get("state", workspace=workspace)
        return state

    def requests(self) -> list[dict[str, Any]]:
        """Return the requests that the sandbox got since it was reset, the oldest first."""
        requests: list[dict[str, Any]] = self._get("requests")
        return requests

    def register_redirect_uri(self, uri: str) -> None:
        """Let consent lead back to this address, and to no other."""
        self._post("redirect_uris", {"uris": [uri]})

    def application_webhook(self) -> dict[str, Any]:
        """Return where the OAuth application is told of events, with the secret."""
        webhook: dict[str, Any] = self._get("application_webhook")
        return webhook

    def tell_application(self, url: str | None, secret: str | None = None) -> None:
        """Deliver to the OAuth application at this address; None ends it."""
        self._post("application_webhook", {"url": url, "secret": secret})

    def deliveries(self) -> list[dict[str, Any]]:
        """Return the last 1,000 deliveries to webhooks, the newest last."""
        deliveries: list[dict[str, Any]] = self._get("deliveries")
        return deliveries

    def delivery_counts(self) -> dict[str, int]:
        """Count all deliveries since the reset by what became of them: `waiting`, `delivered` …"""
        counts: dict[str, int] = self._get("deliveries/counts")
        return counts

    def forget_deliveries(self) -> None:
        """Let the list and the counts of deliveries begin anew."""
        self._client.delete("deliveries").raise_for_status()

    def redeliver(self, delivery_id: str) -> None:
        """Attempt a delivery again, whatever became of it."""
        self._post(f"deliveries/{delivery_id}/redeliver")

    def add_fault(self, **rule: Any) -> None:
        """Let the requests that match the rule fail as it says."""
        self._post("faults", rule)

    def reset_faults(self) -> None:
        """Remove every fault."""
        self._client.delete("faults").raise_for_status()

    def fault_journal(self) -> list[dict[str, Any]]:
        """Return each time that a fault fired, the oldest first."""
        journal: list[dict[str, Any]] = self._get("faults")["journal"]
        return journal

    def fired(self) -> dict[str, int]:
        """Count how often each kind of fault has fired since they were removed last."""
        counts: dict[str, int] = {}
        for rule in self._get("faults")["rules"]:
            counts[rule["action"]] = counts.get(rule["action"], 0) + rule["fired"]
        return counts

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock forward."""
        self._post("clock", {"advance_seconds": seconds})

    def expire_tokens(self) -> None:
        """Let every access token end now; refresh tokens stay good."""
        self._post("expire_tokens")

    def change_settings(self, **switches: Any) -> None:
        """Set switches until the sandbox is reset, such as `one_app_token=True`."""
        self._post("settings", switches)

    def change_teams(self, **teams: list[str]) -> None:
        """Change which of Acme's teams the app sees: `add=["ENG"]`, `remove=["ENG"]`."""
        self._post("team_access", {"workspace": "acme", **teams})

    def prompt(self, session: str, body: str, signal: str | None = None) -> None:
        """Let a person say something to the app in an agent session; `stop` is a signal."""
        self._post("prompt", {"session": session, "body": body, "signal": signal})

    def notify(self, kind: str, issue: str, **more: str) -> None:
        """Notify the app in Acme of something, whether or not it has happened."""
        self._post("notify", {"workspace": "acme", "kind": kind, "issue": issue, **more})

    def remove_app(self) -> None:
        """Remove the app from Acme: its tokens are dead, and it is told."""
        self._post("revoke_app", {"workspace": "acme"})

    def wait_for_deliveries(self) -> None:
        """Wait until every delivery has reached its receiver."""
        deadline = time.monotonic() + DELIVERY_TIMEOUT_SECONDS
        while open_ones := [each for each in self.deliveries() if each["status"] != "delivered"]:
            if time.monotonic() > deadline:
                raise RuntimeError(f"These did not arrive: {open_ones}")
            time.sleep(0.05)

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def _get(self, path: str, **query: str) -> Any:
        return self._client.get(path, params=query).raise_for_status().json()

    def _post(self, path: str, body: dict[str, Any] | None = None) -> None:
        self._client.post(path, json=body or {}).raise_for_status()


@contextmanager
def running_sandbox(*, redirect_uri: str = REDIRECT_URI) -> Iterator[Sandbox]:
    """Start a sandbox on a free port; it has ended when the block is left."""
    port = free_port()
    command = [sys.executable, "-m", "linear_integration.sandbox"]
    arguments = ["--port", str(port), "--redirect-uri", redirect_uri]
    process = subprocess.Popen([*command, *arguments], cwd=ROOT)
    sandbox = Sandbox(f"http://127.0.0.1:{port}")
    try:
        _wait_until_healthy(sandbox.url, process)
        yield sandbox
    finally:
        sandbox.close()
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """Return a port on which nothing listens."""
    # Not the seeded generator of the tests: two runs at once would choose the same ports.
    for port in random.SystemRandom().sample(PORTS, 100):
        with socket.socket() as candidate:
            if candidate.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError(f"There is no free port in {PORTS}.")


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The sandbox ended with status {process.returncode}.")
        try:
            if httpx.get(f"{url}/_sandbox/health", timeout=2).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"The sandbox didn't answer within {START_TIMEOUT_SECONDS} s.")
