"""Programs on a core of their own, and what they use of the machine."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from ..chaos.programs import Program, answers


@dataclass(frozen=True)
class Served:
    """A running server with all the processes that it has started."""

    program: Program
    url: str

    @property
    def cpu_seconds(self) -> float:
        """The CPU time that it has used so far; that of its ended processes counts."""
        used = 0.0
        for pid in self.program.pids():
            with suppress(psutil.NoSuchProcess):
                times = psutil.Process(pid).cpu_times()
                used += times.user + times.system + times.children_user + times.children_system
        return used

    @property
    def worker_pss_mb(self) -> float:
        """The memory of its largest worker, in MB; what is shared counts in parts (PSS)."""
        _, *workers = self.program.pids()
        return max(psutil.Process(pid).memory_full_info().pss for pid in workers) / 1e6


@contextmanager
def served(
    name: str,
    command: Sequence[str],
    *,
    core: int,
    url: str,
    folder: Path,
    environment: Mapping[str, str],
) -> Iterator[Served]:
    """Run a server on one core until the block is left; it answers at `url` by then."""
    program = Program(
        name,
        ["taskset", "--cpu-list", str(core), *command],
        log=folder / f"{name}.log",
        is_ready=partial(answers, f"{url}/livez"),
        env=environment,
    )
    try:
        program.start()
        yield Served(program, url)
    finally:
        program.kill()
