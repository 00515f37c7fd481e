"""What earlier releases stored is still read."""

import json
from pathlib import Path
from typing import Any

import pytest

from linear_integration.linear.storable import Storable
from linear_integration.linear.types import Issue, Team, TeamEntities

STORED = Path(__file__).resolve().parents[1] / "fixtures" / "stored"


@pytest.mark.parametrize(
    ("name", "kind"), [("team", Team), ("team_entities", TeamEntities), ("card", Issue)]
)
def test_it_reads_what_an_earlier_release_stored(name: str, kind: type[Storable]) -> None:
    values = json.loads((STORED / f"{name}.json").read_text())
    assert _part(kind.from_json(values).to_json(), values) == values


def _part(now: Any, then: Any) -> Any:
    """Return what is stored now without the fields that were not known then."""
    if isinstance(then, dict):
        return {key: _part(now[key], value) for key, value in then.items()}
    if isinstance(then, list):
        return [_part(*pair) for pair in zip(now, then, strict=True)]
    return now
