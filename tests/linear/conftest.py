"""A client on a pretended Linear, and Linear's own schema where it is at hand."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema, build_schema

from linear_integration.linear.client import LinearClient
from linear_integration.linear.rate_limit import Budget
from linear_integration.linear.transport import reset_transport

SCHEMA_SHA256 = "b00d24d8d252a306f5e2088267b1a17dd6e4442f8b793928410b8d4673a7081d"
HOW_TO_GET_IT = (
    "LINEAR_SCHEMA is unset: let it name a copy of packages/sdk/src/schema.graphql of "
    "https://github.com/linear/linear at commit 8335e09 (SDK 88.3.0)"
)
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def _fresh_transport() -> Iterator[None]:
    yield
    reset_transport()


@pytest.fixture(scope="session")
def schema_text() -> str:
    path = os.environ.get("LINEAR_SCHEMA")
    if not path:
        pytest.skip(HOW_TO_GET_IT)
    raw = Path(path).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == SCHEMA_SHA256, "another version of Linear's schema"
    return raw.decode()


@pytest.fixture(scope="session")
def schema(schema_text: str) -> GraphQLSchema:
    return build_schema(schema_text, assume_valid=True)


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
