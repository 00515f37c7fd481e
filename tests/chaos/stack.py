"""The whole system in processes of its own, with a proxy on each link between its parts."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from ..sandbox_process import Sandbox, free_port
from .cluster import HOST, Cluster, database_url, running_cluster
from .programs import Program, answers, run_to_end
from .proxy import Proxy

POOL_SIZE = 16
WEBHOOK_SECRET = "lin_wh_of_the_stack"
# As docker/entrypoint.sh starts the product's programs.
START = [sys.executable, "manage.py", "start"]
# Of this machine's own settings the programs under test see nothing else.
INHERITED = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")


class Link(StrEnum):
    """A connection between two parts that can fail."""

    APP_LINEAR = "app-linear"
    APP_POSTGRESQL = "app-postgresql"
    APP_REDIS = "app-redis"
    WORKER_LINEAR = "worker-linear"
    WORKER_POSTGRESQL = "worker-postgresql"


@dataclass(frozen=True)
class Stack:
    """The programs, the proxies by link, and where things are. Alice has connected Acme.

    `web` is granian with one worker, `worker` Celery with two processes, `beat` its clock. Beat
    and worker share the link to Redis; no other process speaks to it.
    """

    folder: Path
    url: str
    cluster: Cluster
    sandbox: Sandbox
    proxies: dict[Link, Proxy]
    web: Program
    worker: Program
    beat: Program

    @property
    def programs(self) -> list[Program]:
        """Everything of the product's that runs."""
        return [self.web, self.worker, self.beat]

    def heal(self) -> None:
        """Take every fault away: toxics, gates, and the sandbox's."""
        for proxy in self.proxies.values():
            proxy.remove_gates()
            proxy.heal()
        self.sandbox.reset_faults()


@contextmanager
def running_stack(folder: Path) -> Iterator[Stack]:
    """Start everything, in an empty folder; it has ended when the block is left."""
    with ExitStack() as cleanup:
        cluster = cleanup.enter_context(running_cluster(folder))
        web_port, sandbox_port = free_port(), free_port()
        targets = {
            Link.APP_LINEAR: sandbox_port,
            Link.APP_POSTGRESQL: cluster.postgres_port,
            Link.APP_REDIS: cluster.redis_port,
            Link.WORKER_LINEAR: sandbox_port,
            Link.WORKER_POSTGRESQL: cluster.postgres_port,
        }
        linear = _sandbox_program(folder, sandbox_port, web_port)
        cleanup.callback(linear.kill)
        linear.start()
        proxies = {
            link: cleanup.enter_context(closing(Proxy(link, port)))
            for link, port in targets.items()
        }
        environment = _environment(folder, web_port, sandbox_port, proxies)
        stack = Stack(
            folder=folder,
            url=f"http://{HOST}:{web_port}",
            cluster=cluster,
            sandbox=cleanup.enter_context(closing(Sandbox(f"http://{HOST}:{sandbox_port}"))),
            proxies=proxies,
            web=_web(folder, web_port, environment["app"]),
            worker=_worker(folder, environment["worker"]),
            beat=_beat(folder, environment["worker"]),
        )
        for program in stack.programs:
            cleanup.callback(program.kill)
        _prepare(folder, environment["app"])
        for program in stack.programs:
            program.start(wait=False)
        for program in stack.programs:
            program.wait_until_ready()
        yield stack


def _environment(
    folder: Path, web_port: int, sandbox_port: int, proxies: dict[Link, Proxy]
) -> dict[str, dict[str, str]]:
    """Return the environment of the app's processes, and of the worker's and beat's."""
    common = {name: os.environ[name] for name in INHERITED if name in os.environ} | {
        "WEB_WORKERS": "1",
        "WORKER_PROCESSES": "2",
        "LOG_LEVEL": "INFO",
        "VAR_DIR": str(folder / "var"),
        "DATABASE_POOL_SIZE": str(POOL_SIZE),
        "FRONTEND_URL": f"http://{HOST}:{web_port}",
        "LINEAR_AUTHORIZE_URL": f"http://{HOST}:{sandbox_port}/oauth/authorize",
        "LINEAR_CLIENT_ID": "demo-client-id",
        "LINEAR_CLIENT_SECRET": "demo-client-secret",
        "LINEAR_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "CELERY_BROKER_URL": f"redis://{HOST}:{proxies[Link.APP_REDIS].port}/0",
    }
    links = {
        "app": (Link.APP_POSTGRESQL, Link.APP_LINEAR),
        "worker": (Link.WORKER_POSTGRESQL, Link.WORKER_LINEAR),
    }
    return {
        role: common
        | {
            "DATABASE_URL": database_url(proxies[database].port),
            "LINEAR_API_URL": f"http://{HOST}:{proxies[linear].port}",
            "PGAPPNAME": role,
        }
        for role, (database, linear) in links.items()
    }


def _prepare(folder: Path, env: dict[str, str]) -> None:
    for command in ("migrate", "seed_demo", "connect_demo"):
        run_to_end(
            command,
            [sys.executable, "manage.py", command],
            log=folder / f"{command}.log",
            env=env | {"DEMO": "1"},
        )


def _sandbox_program(folder: Path, port: int, web_port: int) -> Program:
    redirect = f"http://{HOST}:{web_port}/linear/callback"
    command = [sys.executable, "-m", "linear_integration.sandbox", "--port", str(port)]
    options = ["--redirect-uri", redirect, "--requests-per-hour", "1000000"]
    return Program(
        "sandbox",
        [*command, *options],
        log=folder / "sandbox.log",
        is_ready=partial(answers, f"http://{HOST}:{port}/_sandbox/health"),
        env={name: value for name, value in os.environ.items() if name in INHERITED},
    )


def _web(folder: Path, port: int, env: dict[str, str]) -> Program:
    return Program(
        "web",
        [*START, "web", "--host", HOST, "--port", str(port)],
        log=folder / "web.log",
        is_ready=partial(answers, f"http://{HOST}:{port}/readyz"),
        env=env,
    )


def _worker(folder: Path, env: dict[str, str]) -> Program:
    sign = Path(env["VAR_DIR"]) / "worker.alive"
    return Program(
        "worker",
        [*START, "worker"],
        log=folder / "worker.log",
        is_ready=sign.exists,
        before_start=partial(sign.unlink, missing_ok=True),
        env=env,
    )


def _beat(folder: Path, env: dict[str, str]) -> Program:
    # It tells nobody that it is ready; the work that it wakes up shows it.
    return Program(
        "beat", [*START, "beat"], log=folder / "beat.log", is_ready=lambda: True, env=env
    )
