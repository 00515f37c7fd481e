"""How each program is started."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ..chaos.stack import INHERITED
from ..sandbox_process import ROOT, free_port
from .programs import Served, served

TOKEN = "bench-token-bob"
WEBHOOK_SECRET = "lin_wh_bench"
PYTHON = sys.executable
# With the packages of production alone, which takes less memory than with those of development.
OUR_PYTHON = os.environ.get("BRIDGE_PYTHON", PYTHON)
APPLICATION_CORE, OTHER_CORE = 0, 1
NAIVE_WORKERS = 4
# The sandbox knows no other; the stand-in takes any.
CREDENTIALS = {"LINEAR_CLIENT_ID": "demo-client-id", "LINEAR_CLIENT_SECRET": "demo-client-secret"}
LISTEN = ("--host", "127.0.0.1", "--port")
GRANIAN = (PYTHON, "-m", "granian", "--log-level", "error")


@dataclass(frozen=True)
class Contender:
    """A program to measure, and how it is asked; the port ends its command."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    create_path: str
    authorization: str
    webhook_path: str = ""

    def changed(self, **environment: str) -> "Contender":
        """Return the same program in another environment."""
        return replace(self, environment={**self.environment, **environment})

    @contextmanager
    def running(self, folder: Path) -> Iterator[Served]:
        """Run it, on the application's core."""
        with _serving(
            self.name, self.command, self.environment, core=APPLICATION_CORE, folder=folder
        ) as server:
            yield server


def ours(database_url: str, linear_url: str) -> Contender:
    """Return the bridge: one worker, started as its container starts it."""
    environment = {"DATABASE_URL": database_url, "LINEAR_API_URL": linear_url, **CREDENTIALS}
    return Contender(
        name="ours",
        command=(OUR_PYTHON, "manage.py", "start", "web", *LISTEN),
        environment=environment | {"WEB_WORKERS": "1", "LINEAR_WEBHOOK_SECRET": WEBHOOK_SECRET},
        create_path="/api/v1/accounts/1/integrations/linear/create_issue",
        authorization=f"Bearer {TOKEN}",
        webhook_path="/linear/webhooks",
    )


def bare(linear_url: str) -> Contender:
    """Return the proxy without database, on one worker like ours."""
    target = "tests.bench.bare_proxy:application"
    return Contender(
        name="bare proxy",
        command=(*GRANIAN, "--interface", "asginl", target, *LISTEN),
        environment={"LINEAR_API_URL": linear_url},
        create_path="/",
        authorization="",
    )


def naive(database_url: str, linear_url: str) -> Contender:
    """Return the naive view on four workers of one thread each."""
    target = "tests.bench.naive.wsgi:application"
    workers = ("--workers", str(NAIVE_WORKERS), "--blocking-threads", "1")
    return Contender(
        name="naive view",
        command=(*GRANIAN, "--interface", "wsgi", *workers, target, *LISTEN),
        environment={
            "DATABASE_URL": database_url,
            "LINEAR_API_URL": linear_url,
            "LINEAR_WEBHOOK_SECRET": WEBHOOK_SECRET,
        },
        create_path="/create_issue",
        authorization=f"Token {TOKEN}",
        webhook_path="/webhooks",
    )


@contextmanager
def stand_in(folder: Path, *, delay_ms: int) -> Iterator[Served]:
    """Run the stand-in for Linear, on the other core."""
    command = (*GRANIAN, "--interface", "asginl", "tests.bench.upstream:application", *LISTEN)
    name, environment = f"upstream-{delay_ms}", {"DELAY_MS": str(delay_ms)}
    with _serving(name, command, environment, core=OTHER_CORE, folder=folder) as server:
        yield server


def seeded(module: str, contender: Contender, folder: Path) -> list[int]:
    """Fill the contender's database; return the conversations that the module names, if any."""
    environment = _complete(contender.environment, folder)
    command = [PYTHON, "-m", module]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return list(json.loads(done.stdout or "[]"))


@contextmanager
def _serving(
    name: str, command: tuple[str, ...], environment: Mapping[str, str], *, core: int, folder: Path
) -> Iterator[Served]:
    port = free_port()
    with served(
        name,
        [*command, str(port)],
        core=core,
        url=f"http://127.0.0.1:{port}",
        folder=folder,
        environment=_complete(environment, folder),
    ) as server:
        yield server


def _complete(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Add what every program needs; of this machine's own settings it sees nothing else."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, "VAR_DIR": str(folder), **environment}
