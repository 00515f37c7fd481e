"""What came of a run, as rows of a plain text table."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Result:
    """One scenario with one seed.

    `faults` counts what was injected, by kind; `doubles` and `losses` are counts, and stand in
    words among `failures`, the demands that were not met. `recovery_seconds` is from the end of
    the fault until everything was consistent again.
    """

    name: str
    seed: int
    faults: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    repeats: int = 0
    doubles: int = 0
    losses: int = 0
    recovery_seconds: float | None = None
    slowest_seconds: float | None = None
    failures: list[str] = field(default_factory=list)


HEADS = ("scenario", "runs", "faults", "calls", "repeats", "slowest", "recovery", "doubles", "lost")
ROW = "{:54} {:>5} {:>7} {:>7} {:>8} {:>9} {:>9} {:>8} {:>5}  {}"


def table(results: Iterable[Result]) -> str:
    """Return the results, a line for each scenario with all of its seeds, and then the failures."""
    by_name: dict[str, list[Result]] = {}
    for result in results:
        by_name.setdefault(result.name, []).append(result)
    lines = [ROW.format(*HEADS, "")]
    lines += [_line(name, runs) for name, runs in by_name.items()]
    every = [result for runs in by_name.values() for result in runs]
    lines += ["", _line("all", every), "", *_faults(every), *_failures(every)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _line(name: str, runs: list[Result]) -> str:
    return ROW.format(
        name,
        len(runs),
        sum(run.faults.total() for run in runs),
        sum(run.calls for run in runs),
        sum(run.repeats for run in runs),
        _longest(run.slowest_seconds for run in runs),
        _longest(run.recovery_seconds for run in runs),
        sum(run.doubles for run in runs),
        sum(run.losses for run in runs),
        "FAILED" if any(run.failures for run in runs) else "ok",
    )


def _longest(seconds: Iterable[float | None]) -> str:
    known = [each for each in seconds if each is not None]
    return f"{max(known):.2f} s" if known else "-"


def _faults(results: list[Result]) -> list[str]:
    fired: Counter[str] = Counter()
    for result in results:
        fired += result.faults
    return ["faults by kind:", *(f"  {count:>6} {kind}" for kind, count in fired.most_common()), ""]


def _failures(results: list[Result]) -> list[str]:
    failed = [result for result in results if result.failures]
    if not failed:
        return ["Every demand was met."]
    lines = []
    for result in failed:
        lines.append(f"FAILED {result.name} (SEED={result.seed})")
        lines += [f"    {failure}" for failure in result.failures]
    return lines
