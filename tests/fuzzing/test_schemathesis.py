"""Schemathesis calls the API in every way that its OpenAPI schema allows, and in many it doesn't.

It asks for no 5xx, for answers as they are documented (status, content type, headers, body), for
wrong input to be refused and right input to be taken, and follows what one call's answer gives into
the next. A default run makes the same calls each time; `make fuzz` makes other and more ones.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from conversations.tokens import issue_token

from ..cast import Cast
from ..isolation.world import Numbers, World

CONFIG = Path(__file__).with_name("schemathesis.toml")
# Of each operation, beside those that go through its parameters' limits one by one.
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES")
DEFAULT_EXAMPLES = "3"
# An inbox of somebody else's or a made-up number is tried, too.
PROBABILITY = 0.9


@pytest.mark.timeout(0 if EXAMPLES else 600)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("person", ["bob", "alice"])
def test_the_api_does_what_its_schema_says(
    cast: Cast, world: World, live_server: LiveServer, tmp_path: Path, person: str
) -> None:
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.read_text() + _known(world.mine | {"issue_id": "ENG-1"}))
    token = issue_token(getattr(cast, person), "fuzzing")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)]
    call = ["run", f"{live_server.url}/api/schema", "--header", f"Authorization: Bearer {token}"]
    options = ["--max-examples", EXAMPLES or DEFAULT_EXAMPLES, "--continue-on-failure"]
    if EXAMPLES is None:
        options += ["--generation-deterministic"]
    run = subprocess.run(
        [*command, *call, *options], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def _known(numbers: Numbers) -> str:
    """Return TOML that names what there is, so that calls reach more than "not found"."""
    lines = []
    known = {name: number for name, number in numbers.items() if name != "page"}
    for name, number in known.items():
        value = number if isinstance(number, int) else str(number)
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps([value])}"]
    lines.append("[parameters]")
    for name in known:
        probability = 1.0 if name == "account_id" else PROBABILITY
        lines += [
            f'"{place}" = {{ dictionary = "{name}", probability = {probability} }}'
            for place in _places(name)
        ]
    return "\n".join([*lines, ""])


def _places(name: str) -> list[str]:
    in_input = "conversation_id" if name == "display_id" else name
    return [f"path.{name}", f"query.{in_input}", f"body.{in_input}"]
