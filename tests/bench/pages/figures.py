"""The figures, their bars, and their table."""

from dataclasses import dataclass
from statistics import median

from ..bars import Bar
from .weight import Weight


@dataclass(frozen=True)
class Figures:
    """What was measured: times in ms, a number for each run."""

    first_visits: list[float]
    without_scripts: list[float]
    later_visits: list[float]
    pickers: list[float]
    requests_to_linear: int
    weight: Weight

    def bars(self) -> list[Bar]:
        """Return what is demanded."""
        card = "ms from the conversation page's response to the first card, painted"
        return [
            Bar(f"{card}: first visit", median(self.first_visits), at_most=150),
            Bar(f"{card}: later visits", median(self.later_visits), at_most=150),
            Bar("ms to open a picker of 260 entries", median(self.pickers), at_most=100),
            Bar("kB of the sidebar's JS and CSS, gzipped", self.weight.gzipped / 1000, at_most=40),
            Bar("requests to Linear for a known conversation", self.requests_to_linear, at_most=0),
        ]


def figure_table(figures: Figures) -> str:
    """Return the spread of the times, and the weights, as Markdown."""
    rows = {
        "first card, first visit": figures.first_visits,
        "anything at all, first visit, without scripts": figures.without_scripts,
        "first card, later visits": figures.later_visits,
        "picker of 260 entries": figures.pickers,
    }
    table = ["| ms | median | fastest | slowest |", "|---|---|---|---|"]
    table += [
        f"| {what} | {median(times):.0f} | {min(times):.0f} | {max(times):.0f} |"
        for what, times in rows.items()
    ]
    weight = figures.weight
    return "\n".join(table) + (
        f"\n\nThe sidebar's {weight.files} scripts and styles: {weight.plain / 1000:.1f} kB,"
        f" {weight.gzipped / 1000:.1f} kB gzipped; the demo sent {weight.sent / 1000:.1f} kB."
    )
