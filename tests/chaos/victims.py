"""Who is killed: how each dies by SIGKILL, and how it comes back."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import psutil
import redis

from .cluster import HOST
from .ledger import query
from .programs import Program, answers, wait_until
from .stack import Stack

BACK_SECONDS = 60.0
# Of the app's connections the one that is at work, else any.
BACKEND = """
SELECT pid FROM pg_stat_activity WHERE application_name = %s
ORDER BY state <> 'idle' DESC, state_change DESC LIMIT 1
"""


@dataclass(frozen=True)
class Victim:
    """`kill` ends it at once, `revive` returns when it serves again.

    `is_worker` says that it dies while the worker finishes a write, not while the app makes one.
    """

    kill: Callable[[Stack], None]
    revive: Callable[[Stack], None]
    is_worker: bool = False


def _kill_web_worker(stack: Stack) -> None:
    _kill(stack.web.pids()[1:])


def _revive_web(stack: Stack) -> None:
    # Its parent puts another in its place.
    wait_until(lambda: answers(f"{stack.url}/readyz"), BACK_SECONDS, "the web server is back")


def _kill_celery_parent(stack: Stack) -> None:
    _kill(stack.worker.pids()[:1])


def _kill_celery_children(stack: Stack) -> None:
    _kill(stack.worker.pids()[1:])


def _revive_celery_children(stack: Stack) -> None:
    wait_until(lambda: len(stack.worker.pids()) > 1, BACK_SECONDS, "the worker has children")


def _kill_backend(stack: Stack) -> None:
    _kill([row["pid"] for row in query(stack, BACKEND, "app")])


def _revive_postgres(stack: Stack) -> None:
    # One backend that dies takes all with it: the server recovers as from a crash.
    stack.cluster.postgres.wait_until_ready()


def _kill_redis(stack: Stack) -> None:
    stack.cluster.redis.kill()


def _flush_redis(stack: Stack) -> None:
    client = redis.Redis(HOST, stack.cluster.redis_port)
    client.flushall()
    client.close()


def _all_programs(stack: Stack) -> list[Program]:
    return [stack.cluster.postgres, stack.cluster.redis, *stack.programs]


def _kill_everything(stack: Stack) -> None:
    _kill([pid for program in _all_programs(stack) for pid in program.pids()])


def _revive_everything(stack: Stack) -> None:
    for program in _all_programs(stack):
        program.kill()  # what it left behind, and the memory of it
        program.start(wait=False)
    for program in _all_programs(stack):
        program.wait_until_ready()


def _kill(pids: list[int]) -> None:
    killed = []
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            process.kill()
            killed.append(process)
    psutil.wait_procs(killed, timeout=5)


VICTIMS: Mapping[str, Victim] = {
    "web worker": Victim(_kill_web_worker, _revive_web),
    "celery parent": Victim(_kill_celery_parent, lambda s: s.worker.restart(), is_worker=True),
    "celery children": Victim(_kill_celery_children, _revive_celery_children, is_worker=True),
    "postgresql backend": Victim(_kill_backend, _revive_postgres),
    "redis": Victim(_kill_redis, lambda stack: stack.cluster.redis.start()),
    "redis, flushed": Victim(_flush_redis, lambda stack: None),
    "everything": Victim(_kill_everything, _revive_everything),
}
