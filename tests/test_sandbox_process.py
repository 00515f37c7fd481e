"""The sandbox's fixture: fresh for each test, and the Linear that the product calls."""

import httpx
import pytest
from django.conf import settings

from .sandbox_process import Sandbox


def test_the_product_calls_it(sandbox: Sandbox) -> None:
    assert sandbox.url == settings.LINEAR_API_URL
    assert settings.LINEAR_AUTHORIZE_URL.startswith(sandbox.url)


@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_finds_it_freshly_seeded(sandbox: Sandbox, round_: int) -> None:
    assert sandbox.requests() == []
    assert sandbox.fault_journal() == []
    assert sandbox.state()
    assert sandbox.state("globex") != sandbox.state("acme")
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503)
    query = {"query": "{ viewer { id } }"}
    answer = httpx.post(f"{sandbox.url}/graphql", json=query)
    assert answer.status_code == 503
    assert len(sandbox.fault_journal()) == len(sandbox.requests()) == 1


def test_its_clock_and_tokens_are_steered(sandbox: Sandbox) -> None:
    sandbox.advance(3600)
    sandbox.expire_tokens()


def test_a_fault_that_makes_no_sense_is_told(sandbox: Sandbox) -> None:
    with pytest.raises(httpx.HTTPStatusError):
        sandbox.add_fault(action="burn")
