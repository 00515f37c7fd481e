"""The estimates that Linear offers, by a team's settings."""

import pytest

from linear_integration.linear.estimates import estimates_of
from linear_integration.linear.types import Team

from . import answers


def names(kind: str, *, extended: bool = False, zero: bool = False) -> list[str]:
    """Return the names of the estimates of a team with these settings."""
    settings = {"issueEstimationExtended": extended, "issueEstimationAllowZero": zero}
    team = Team(**answers.team(issueEstimationType=kind, **settings))
    return [estimate.name for estimate in estimates_of(team)]


@pytest.mark.parametrize(
    ("kind", "usual", "extension"),
    [
        ("exponential", "1 2 4 8 16", "32 64"),
        ("fibonacci", "1 2 3 5 8", "13 21"),
        ("linear", "1 2 3 4 5", "6 7"),
        ("tShirt", "XS S M L XL", "XXL XXXL"),
    ],
)
def test_each_scale_has_five_values_and_two_more_when_it_is_extended(
    kind: str, usual: str, extension: str
) -> None:
    assert names(kind) == usual.split()
    assert names(kind, extended=True) == [*usual.split(), *extension.split()]


def test_zero_comes_first_where_it_is_allowed() -> None:
    assert names("linear", zero=True) == ["0", "1", "2", "3", "4", "5"]
    assert names("tShirt", zero=True)[:2] == ["0", "XS"]


@pytest.mark.parametrize("kind", ["notUsed", "of a later release"])
def test_a_team_without_a_scale_that_we_know_offers_none(kind: str) -> None:
    assert names(kind, extended=True, zero=True) == []


def test_a_size_is_a_number_of_the_fibonacci_scale() -> None:
    team = Team(**answers.team(issueEstimationType="tShirt"))
    assert [estimate.value for estimate in estimates_of(team)] == [1, 2, 3, 5, 8]
