"""What the phases of a comparison have in common."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from ..connection.clients import HookClient
from ..models import Workspace


class Phase(Protocol):
    """One kind of rows, compared a chunk at a time, in the order of their keys."""

    chunk_size: int

    def rows(self, workspace: Workspace) -> Any:
        """Return all rows to compare, as a queryset."""

    def repair(
        self,
        workspace: Workspace,
        client: HookClient,
        rows: Sequence[Any],
        since: datetime | None,
    ) -> int:
        """Compare these rows with Linear, and bring them to where it has them; count those."""
