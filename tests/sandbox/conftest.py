"""The sandbox under its own SDL and under Linear's full one: most tests run on both."""

from collections.abc import Iterator

import pytest

from ..linear_schema import schema_path
from .process import Linear, Process, start


@pytest.fixture(scope="session")
def own_process() -> Iterator[Process]:
    process = start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def full_process() -> Iterator[Process]:
    process = start(schema=str(schema_path()))
    yield process
    process.stop()


@pytest.fixture(params=["own", "full"])
def linear(request: pytest.FixtureRequest) -> Linear:
    """A freshly seeded sandbox, once under either schema."""
    process: Process = request.getfixturevalue(f"{request.param}_process")
    return _seeded(process)


@pytest.fixture
def own(own_process: Process) -> Linear:
    """A freshly seeded sandbox, for what has nothing to do with the schema."""
    return _seeded(own_process)


@pytest.fixture
def full(full_process: Process) -> Linear:
    """A freshly seeded sandbox under Linear's full schema."""
    return _seeded(full_process)


def _seeded(process: Process) -> Linear:
    linear = Linear(process)
    assert linear.post("reset", {"keep_tokens": False}).status_code == 200
    return linear
