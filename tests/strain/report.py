"""The table that a run prints, which RESULTS.md keeps of a full one."""

from collections.abc import Mapping
from pathlib import Path

from ..bench.report import bar_table, origin
from .found import Found

RESULTS = Path(__file__).with_name("RESULTS.md")


def report(found: Mapping[str, Found], *, how: str) -> str:
    """Return what the parts have found as Markdown."""
    bars = [bar for part in found.values() for bar in part.bars]
    rows = [
        f"| {name} | {what} | {value} |"
        for name, part in found.items()
        for what, value in part.figures
    ]
    figures = "\n".join(["| part | figure | |", "|---|---|---|", *rows])
    return "\n\n".join([origin(how), bar_table(bars), figures])
