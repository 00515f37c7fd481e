"""What is demanded of the pages."""

from .figures import Figures, figure_table
from .weight import Weight


def test_a_slow_run_misses_no_bar_and_a_heavy_sidebar_does() -> None:
    weight = Weight(files=14, plain=120_000, gzipped=40_001, sent=120_000)
    figures = Figures([90, 100, 900], [80], [150, 150], [30], requests_to_linear=1, weight=weight)
    missed = [bar.what for bar in figures.bars() if not bar.is_met]
    assert missed == [
        "kB of the sidebar's JS and CSS, gzipped",
        "requests to Linear for a known conversation",
    ]
    assert "| first card, first visit | 100 | 90 | 900 |" in figure_table(figures)
