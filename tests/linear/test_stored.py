"""What earlier releases stored is still read."""

import json
from pathlib import Path

import pytest

from linear_integration.linear.storable import Storable
from linear_integration.linear.types import Issue, Team, TeamEntities

STORED = Path(__file__).resolve().parents[1] / "fixtures" / "stored"


@pytest.mark.parametrize(
    ("name", "kind"), [("team", Team), ("team_entities", TeamEntities), ("card", Issue)]
)
def test_it_reads_what_an_earlier_release_stored(name: str, kind: type[Storable]) -> None:
    values = json.loads((STORED / f"{name}.json").read_text())
    again = kind.from_json(values).to_json()
    assert {key: again[key] for key in values} == values
