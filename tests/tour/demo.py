"""The demo of `make run` on free ports, with the people and accounts that it lacks."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from conversations.demo.people import token_of

from ..chaos.programs import Program, run_to_end, wait_until
from ..chaos.stack import INHERITED
from ..sandbox_process import Sandbox, free_port

API = "/api/v1/accounts/{account}/integrations/linear"
# A breaker spares Linear calls for five seconds.
HEALED_SECONDS = 20.0


@dataclass(frozen=True)
class Demo:
    """A running demo: its address, and the sandbox that stands for Linear."""

    url: str
    sandbox: Sandbox

    def linear(self, account: int, person: str) -> httpx.Client:
        """Return a client of the Linear part of an account's API, as a person."""
        return httpx.Client(
            base_url=self.url + API.format(account=account),
            headers={"Authorization": f"Bearer {token_of(person)}"},
            timeout=30,
        )

    def link(self, display_id: int, identifier: str) -> None:
        """Link an issue to a conversation of Acme's, as Alice; again changes nothing."""
        body = {"conversation_id": display_id, "issue_id": identifier}
        with self.linear(1, "Alice") as api:
            api.post("/link_issue", json=body).raise_for_status()

    def heal(self) -> None:
        """Take every fault away, and wait until Linear is asked again."""
        self.sandbox.reset_faults()
        with self.linear(1, "Alice") as api:
            check = partial(_succeeds, api)
            wait_until(check, HEALED_SECONDS, "Linear is asked again")


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Start the demo in an empty folder; it has ended when the block is left."""
    url, linear = (f"http://localhost:{port}" for port in _ports())
    environment = _environment(folder, url, linear)
    serve = Program(
        "demo",
        [sys.executable, "manage.py", "serve"],
        log=folder / "demo.log",
        is_ready=partial(_is_connected, url),
        env=environment,
    )
    sandbox = Sandbox(linear)
    try:
        serve.start()
        log = folder / "seed.log"
        run_to_end("seed", [sys.executable, "-m", "tests.tour.seed"], log=log, env=environment)
        yield Demo(url, sandbox)
    finally:
        sandbox.close()
        serve.kill()


def _ports() -> tuple[int, int]:
    web, sandbox = free_port(), free_port()
    return (web, sandbox) if web != sandbox else _ports()


def _environment(folder: Path, url: str, linear: str) -> Mapping[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return inherited | {
        "DEMO": "1",
        "FRONTEND_URL": url,
        "LINEAR_API_URL": linear,
        "LINEAR_AUTHORIZE_URL": f"{linear}/oauth/authorize",
        "LINEAR_CLIENT_ID": "demo-client-id",
        "LINEAR_CLIENT_SECRET": "demo-client-secret",
        "LINEAR_WEBHOOK_SECRET": "lin_wh_demo",
        "LOG_LEVEL": "WARNING",
        "VAR_DIR": str(folder),
    }


def _is_connected(url: str) -> bool:
    """Whether the demo has come to its last step, which connects the first account."""
    headers = {"Authorization": f"Bearer {token_of('Alice')}"}
    try:
        answer = httpx.get(url + API.format(account=1), headers=headers, timeout=2)
    except httpx.TransportError:
        return False
    return answer.is_success and bool(answer.json()["data"]["connected"])


def _succeeds(api: httpx.Client) -> bool:
    return api.post("/check").is_success
