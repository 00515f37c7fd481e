from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ...state.store import Row
from ..view import View

_OF_EVERY_ROW = ("id", "createdAt", "updatedAt", "archivedAt")


@dataclass(frozen=True, slots=True)
class Payload:
    """How webhooks tell of the rows of one table.

    ``names`` are the values that are the row's own, ``required`` stands in for those that the
    sandbox's row lacks and Linear always sends, ``more`` looks up the rest. ``team_ids`` and
    ``url`` are the row's teams and its address.
    """

    names: tuple[str, ...]
    more: Callable[[View, Row], dict[str, Any]]
    team_ids: Callable[[View, Row], Iterable[str]]
    url: Callable[[View, Row], str | None]
    required: tuple[tuple[str, Any], ...] = ()

    def data(self, view: View, row: Row) -> dict[str, Any]:
        """Write the payload's ``data``; what is null is left out, as Linear does."""
        own = {name: row.get(name) for name in self._own_names}
        shown = dict(self.required) | {
            name: value for name, value in own.items() if value is not None
        }
        more = self.more(view, row)
        return shown | {name: value for name, value in more.items() if value is not None}

    def updated_from(self, before: Row, after: Row) -> dict[str, Any]:
        """Return the previous values of what changed; empty if no payload shows the change."""
        names = (name for name in self._own_names if before.get(name) != after.get(name))
        changed = {name: before.get(name) for name in names if name != "updatedAt"}
        return {**changed, "updatedAt": before["updatedAt"]} if changed else {}

    @property
    def _own_names(self) -> tuple[str, ...]:
        return (*_OF_EVERY_ROW, *self.names)


def nothing_more(_view: View, _row: Row) -> dict[str, Any]:
    """Add nothing to what the row holds."""
    return {}


def own_team(_view: View, row: Row) -> list[str]:
    """Return the row's team, if it has one."""
    return [row["teamId"]] if row.get("teamId") else []


def team_of_issue(view: View, row: Row) -> list[str]:
    """Return the team of the row's issue."""
    issue = view.find("Issue", row.get("issueId"))
    return [issue["teamId"]] if issue else []
