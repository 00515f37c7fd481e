"""Linear's own client works on the sandbox as on Linear: each call and each error of it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from . import node
from .process import Process

Results = Callable[[Path], dict[str, str | None]]
# The tests of a script share a run of it, so they stay together on one core.
CASES = [
    pytest.param(script, name, id=name, marks=pytest.mark.xdist_group(script.name))
    for script in node.scripts()
    for name in node.names_in(script)
]


@pytest.fixture(scope="session")
def results(full_process: Process) -> Results:
    """Run a script on a sandbox under Linear's full schema, at the first use of its results."""
    url = f"http://127.0.0.1:{full_process.port}"
    return cache(lambda script: node.run(script, SANDBOX_URL=url))


@pytest.mark.needs_node
@pytest.mark.parametrize(("script", "name"), CASES)
def test_linears_own_client_agrees(results: Results, script: Path, name: str) -> None:
    failure = results(script)[name]
    assert failure is None, failure
