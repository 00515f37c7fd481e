"""What a part hands back, and how much it is to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..bench.bars import Bar

SOAK_MINUTES = 20.0


@dataclass(frozen=True)
class Options:
    """How much is measured: a little of everything if `is_short`."""

    soak_minutes: float = SOAK_MINUTES
    is_short: bool = False

    @property
    def rounds(self) -> int:
        """How many fresh servers `hang`, `slow` and `hostile` are measured on."""
        return 1 if self.is_short else 3

    @property
    def window_seconds(self) -> float:
        """How long each measurement is."""
        return 1.0 if self.is_short else 2.5


@dataclass(frozen=True)
class Found:
    """The demands with their figures, and what else is good to know, by name."""

    bars: Sequence[Bar]
    figures: Sequence[tuple[str, str]]


def spread(values: Sequence[float], *, digits: int = 2) -> str:
    """Return figures in the order in which they were measured."""
    return " ".join(f"{value:.{digits}f}" for value in values)
