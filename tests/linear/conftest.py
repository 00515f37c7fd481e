"""A client on a pretended Linear, and Linear's own schema where it is at hand."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema

from linear_integration.linear.client import LinearClient
from linear_integration.linear.rate_limit import Budget
from linear_integration.linear.transport import reset_transport

from ..linear_schema import linear_schema

Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def _fresh_transport() -> Iterator[None]:
    yield
    reset_transport()


@pytest.fixture(scope="session")
def schema() -> GraphQLSchema:
    return linear_schema()


class PretendedLinear:
    """Answers requests in the order of `answers`, the last one for ever; remembers what came."""

    def __init__(self) -> None:
        self.answers: list[httpx.Response | Exception] = []
        self.requests: list[httpx.Request] = []
        self.budget = Budget()
        self.client = LinearClient(
            api_url="https://api.linear.app", authorization="Bearer secret", budget=self.budget
        )
        reset_transport(httpx.MockTransport(self._answer))

    def will_answer(self, *bodies: Any, status: int = 200, headers: Any = None) -> None:
        self.answers += [httpx.Response(status, json=body, headers=headers) for body in bodies]

    def variables(self, number: int = -1) -> Any:
        return json.loads(self.requests[number].content)["variables"]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def linear() -> PretendedLinear:
    return PretendedLinear()
