"""What stays up from the first part to the last: a database and two stand-ins for Linear."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..bench.cluster import Databases, running_databases
from ..bench.contenders import Contender, ours, seeded, stand_in

DATABASE = "strain"
WELL_MS, HUNG_MS = 100, 30_000


@dataclass(frozen=True)
class Place:
    """The bridge on a Linear that is well, on one that hangs, and the conversations that it has."""

    folder: Path
    databases: Databases
    bridge: Contender
    bridge_on_hung_linear: Contender
    conversations: list[int]


@contextmanager
def prepared(folder: Path) -> Iterator[Place]:
    """Start what the bridge needs, and fill its database."""
    with (
        running_databases(folder) as databases,
        stand_in(folder, delay_ms=WELL_MS) as well,
        stand_in(folder, delay_ms=HUNG_MS) as hung,
    ):
        bridge = ours(databases.create(DATABASE), well.url)
        yield Place(
            folder=folder,
            databases=databases,
            bridge=bridge,
            bridge_on_hung_linear=bridge.changed(LINEAR_API_URL=hung.url),
            conversations=seeded("tests.bench.seed", bridge, folder),
        )
