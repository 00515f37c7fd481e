"""A program under test: a process group of its own that can be killed and started again."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

from ..sandbox_process import ROOT

START_SECONDS = 60.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.05

# Every program that was started and not ended, whatever thread did so.
_started: "set[Program]" = set()
_ending = threading.Event()


class Program:
    """A command with its environment; `is_ready` says when a start has come to its end.

    `before_start` takes away what an earlier life has left, and `is_ready` would be misled by.

    `user` is whom it runs as. What it prints goes to `log`, of all its lives together.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        is_ready: Callable[[], bool],
        before_start: Callable[[], object] | None = None,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._is_ready = is_ready
        self._before_start = before_start
        self._env = dict(env) if env is not None else None
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether the process that was started last still lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def status(self) -> int | None:
        """Return the exit status of its last life; None while it lives."""
        return None if self._process is None else self._process.poll()

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it is ready; raises RuntimeError when it doesn't become so."""
        if _ending.is_set():
            raise RuntimeError("Everything is ending: nothing is started any more.")
        if self._before_start is not None:
            self._before_start()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self._user,
                group=self._user,
                extra_groups=[] if self._user else None,
            )
        _started.add(self)
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait for the end of a start."""
        wait_until(self._has_started, START_SECONDS, f"{self.name} is ready")

    def pids(self) -> list[int]:
        """Return the ids of the process and all its descendants, itself first."""
        return [process.pid for process in self._family()]

    def kill(self) -> None:
        """Send SIGKILL to all its processes at once, and wait until none is left."""
        if self._process is None:
            return
        family = self._family()
        # The group, for children that outlived their parent; the family, for those that left it.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait()
        wait_until(lambda: all(map(_has_ended, family)), STOP_SECONDS, f"{self.name} has ended")
        _started.discard(self)

    def restart(self) -> None:
        """Kill it and start it again."""
        self.kill()
        self.start()

    def logged(self) -> str:
        """Return what it has printed."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _family(self) -> list[psutil.Process]:
        if self._process is None or not self.is_running:
            return []
        with suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self._process.pid)
            return [parent, *parent.children(recursive=True)]
        return []

    def _has_started(self) -> bool:
        if not self.is_running:
            tail = self.logged()[-2000:]
            raise RuntimeError(f"{self.name} ended while it was starting:\n{tail}")
        return self._is_ready()


def _has_ended(process: psutil.Process) -> bool:
    # An orphan's exit status may wait for init to read it; dead it is all the same.
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def kill_all() -> None:
    """Kill every program that still runs: the last thing to do, however a run ends."""
    _ending.set()
    for program in list(_started):
        program.kill()


def run_to_end(
    name: str, command: Sequence[str], *, log: Path, env: Mapping[str, str] | None = None
) -> None:
    """Run a command that ends by itself; raises RuntimeError with what it said when it fails."""
    program = Program(name, command, log=log, is_ready=lambda: True, env=env)
    program.start(wait=False)
    wait_until(lambda: not program.is_running, START_SECONDS, f"{name} has ended")
    program.kill()
    if program.status:
        raise RuntimeError(f"{name} failed:\n{program.logged()}")


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait for a condition; return how many seconds it took, or raise RuntimeError."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise RuntimeError(f"After {seconds:g} s it is still not so that {what}.")
        time.sleep(POLL_SECONDS)
    return time.monotonic() - started


def answers(url: str) -> bool:
    """Whether an address answers with success."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.TransportError:
        return False
