"""RESULTS.md: the program writes what stands between the markers, the rest is kept by hand."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from ..sandbox_process import ROOT
from .bars import Bar
from .cases import Table
from .sampling import Sample

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
PACKAGES = ("django", "djangorestframework", "granian", "httpx", "psycopg", "aiohttp")
COLUMNS = (
    "program", "action", "callers", "answers/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms/answer",
    "MB/worker", "DB connections", "failed", "foreign CPU",
)  # fmt: skip


def report(table: Table, bars: list[Bar], *, how: str) -> str:
    """Return the measured part as Markdown."""
    return "\n\n".join([origin(how), bar_table(bars), _figures(table)])


def write(text: str, results: Path = RESULTS) -> None:
    """Put the measured part into RESULTS.md."""
    before, _, rest = results.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    results.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def origin(how: str) -> str:
    """Return what was measured when, on which machine, with which versions."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, check=True
    )
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    memory_gb = psutil.virtual_memory().total / 1e9
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit.stdout.decode().strip()}. {how}\n"
        f"Machine: {os.cpu_count()} cores ({_processor()}), {memory_gb:.0f} GB, "
        f"{platform.system()} {platform.release()}.\n"
        f"Python {platform.python_version()}, {packages}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def bar_table(bars: Sequence[Bar]) -> str:
    """Return the demands as a table in Markdown."""
    rows = [
        f"| {bar.what} | {bar.value:.3g} | {bar.demand} | {'met' if bar.is_met else '**missed**'} |"
        for bar in bars
    ]
    return "\n".join(["| bar | measured | demanded | |", "|---|---|---|---|", *rows])


def _figures(table: Table) -> str:
    head = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    rows = [
        f"| {case.program} | {case.action} | {case.callers} | {_cells(figures)} |"
        for case, figures in table.items()
    ]
    return "\n".join([*head, *rows])


def _cells(figures: Sample) -> str:
    failed: Mapping[str, int] = figures.failures
    cells = [
        f"{figures.throughput:.1f}",
        *(f"{each:.1f}" for each in (figures.p50_ms, figures.p95_ms, figures.p99_ms)),
        f"{figures.cpu_ms:.2f}",
        f"{figures.pss_mb:.0f}",
        str(figures.connections),
        ", ".join(f"{count} x {name}" for name, count in failed.items()) or "0",
        f"{figures.foreign_percent:.0f} %",
    ]
    return " | ".join(cells)
