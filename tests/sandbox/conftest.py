"""The sandbox under its own SDL and under Linear's full one: most tests run on both."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLSchema

from ..linear_schema import linear_schema, schema_path
from . import node
from .events import Eventful
from .process import Linear, Process, start
from .receiver import Receiver, receiving


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    reason = node.why_left_out() if item.get_closest_marker("needs_node") else None
    if reason:
        pytest.skip(reason)


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


@pytest.fixture(scope="session")
def full_schema() -> GraphQLSchema:
    """Linear's own schema."""
    return linear_schema()


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


@pytest.fixture
def agent(linear: Linear) -> str:
    """The Authorization header of an app that is installed as an agent."""
    return linear.agent_key()


@pytest.fixture
def eventful() -> Eventful:
    """A sandbox in this process, whose queued events can be read."""
    return Eventful()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that webhooks can be sent to."""
    with receiving() as receiver:
        yield receiver


def _seeded(process: Process) -> Linear:
    linear = Linear(process)
    assert linear.post("reset", {"keep_tokens": False}).status_code == 200
    return linear
