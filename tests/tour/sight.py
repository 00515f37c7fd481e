"""A sight: one page in one state, and how to get there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from ..isolation.table import Endpoint
from .demo import Demo


def nothing(_: Demo | Page) -> None:
    """Do nothing: the page is in its state as it is opened."""


@dataclass(frozen=True)
class Sight:
    """A page, who looks at it, and what brings it into its state.

    `arrange` prepares the demo before the page is opened, `act` does what a person would do then,
    and waits for the state. `answers` are the HTTP errors that belong to it, `part` is what is
    photographed by itself, `foreign` is not ours to mend, and `harms_linear` says that the sandbox
    has to be healed afterwards.
    """

    name: str
    route: str
    person: str | None = "Bob"
    numbers: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    arrange: Callable[[Demo], None] = nothing
    act: Callable[[Page], None] = nothing
    answers: tuple[int, ...] = ()
    part: str = ""
    foreign: str = ""
    harms_linear: bool = False

    @property
    def path(self) -> str:
        """The address on the demo."""
        return Endpoint("get", self.route).path(self.numbers) + self.query

    def __str__(self) -> str:
        return self.name
