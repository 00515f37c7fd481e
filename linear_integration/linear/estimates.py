"""Which estimates a team's issues may carry.

The scales are Linear's: https://linear.app/docs/estimates
"""

from dataclasses import dataclass

from linear_integration.linear.types.teams import Team

_FIBONACCI = (1, 2, 3, 5, 8, 13, 21)
# The last two of each belong to the extended scale.
SCALES = {
    "exponential": (1, 2, 4, 8, 16, 32, 64),
    "fibonacci": _FIBONACCI,
    "linear": (1, 2, 3, 4, 5, 6, 7),
    "tShirt": _FIBONACCI,
}
EXTENSION = 2
SIZES = dict(zip(_FIBONACCI, ("XS", "S", "M", "L", "XL", "XXL", "XXXL"), strict=True))


@dataclass(frozen=True)
class Estimate:
    """A value that an issue's `estimate` may have, and what Linear calls it."""

    value: int
    name: str


def estimates_of(team: Team) -> list[Estimate]:
    """Return the team's estimates, the smallest first; none where it uses none that we know."""
    scale = SCALES.get(team.issue_estimation_type, ())
    values = scale if team.issue_estimation_extended else scale[:-EXTENSION]
    if values and team.issue_estimation_allow_zero:
        values = (0, *values)
    names = SIZES if team.issue_estimation_type == "tShirt" else {}
    return [Estimate(value, names.get(value, str(value))) for value in values]
