from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..state.store import Change, Row, Store


@dataclass(frozen=True)
class View:
    """The state as payloads show it: everybody's, with the rows that were removed just now."""

    store: Store
    public_url: str
    removed: dict[tuple[str, str], Row] = field(default_factory=dict)

    @classmethod
    def after(cls, store: Store, public_url: str, changes: Iterable[Change]) -> View:
        """Look at the state after a transaction's changes."""
        gone = (change for change in changes if change.after is None)
        removed = {(change.table, str(row["id"])): row for change in gone if (row := change.before)}
        return cls(store, public_url, removed)

    def find(self, table: str, row_id: str | None) -> Row | None:
        """Return the row of that id, even if it was just removed."""
        return self.store.find(table, row_id) or self.removed.get((table, row_id or ""))

    def url_key(self, row: Row) -> str:
        """Name the workspace of a row as addresses do."""
        return str(self.store.tables["Organization"][row["organizationId"]]["urlKey"])
