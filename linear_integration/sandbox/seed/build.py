from __future__ import annotations

from datetime import UTC, datetime

from ..state.store import Store
from .access import add_access
from .acme import add_acme
from .acme_customers import add_acme_customers
from .comments import add_comments
from .globex import add_globex
from .globex_customers import add_globex_customers
from .rows import Seeder


def build_seed() -> Store:
    """Build both workspaces and the ways in: always the same ids and names.

    Dates are laid out around today, so that cycles are running and issues look recent.
    """
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    seeder = Seeder(today)
    add_acme(seeder)
    add_globex(seeder)
    add_access(seeder)
    add_comments(seeder)
    add_acme_customers(seeder)
    add_globex_customers(seeder)
    return Store(seeder.tables)
