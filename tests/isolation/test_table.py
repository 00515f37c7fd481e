"""The table has every endpoint, and its inputs are right: whoever may make a call gets through."""

import pytest

from ..cast import Cast
from .calling import Caller, each
from .routes import endpoints
from .table import ENDPOINTS, MACHINES, Audience, Endpoint
from .world import World


@pytest.mark.django_db
def test_every_endpoint_has_a_row() -> None:
    rows = [(endpoint.method, endpoint.route) for endpoint in ENDPOINTS]
    without_row = sorted(endpoints() - set(rows))
    assert not without_row, f"Add to tests/isolation/table.py who may call {without_row}"
    gone = sorted(set(rows) - endpoints())
    assert not gone, f"Take out of tests/isolation/table.py, it is gone: {gone}"
    assert len(rows) == len(set(rows))


# The calls reach Linear, which is done in no transaction.
@pytest.mark.django_db(transaction=True)
@each(e for e in ENDPOINTS if e.is_api)
def test_whoever_may_call_the_api_gets_through(
    cast: Cast, world: World, endpoint: Endpoint
) -> None:
    # An administrator sees every inbox, an agent their own.
    calls = [(cast.alice, world.hidden)]
    if endpoint.audience is not Audience.ADMINISTRATORS:
        calls.append((cast.bob, world.mine))
    for user, numbers in calls:
        response = Caller(user).send(endpoint, numbers)
        assert response.status_code in (200, 201), response.content


@pytest.mark.django_db(transaction=True)
@each(
    e
    for e in ENDPOINTS
    if not e.is_api and not e.leads_to and e.audience not in (*MACHINES, Audience.INVITED)
)
def test_whoever_may_open_a_page_gets_through(cast: Cast, world: World, endpoint: Endpoint) -> None:
    response = Caller(cast.alice).send(endpoint, world.mine)
    assert response.status_code in (200, 302)
    assert not response.headers.get("Location", "").startswith("/login?")


@each(e for e in ENDPOINTS if e.audience is Audience.EVERYBODY and not e.leads_to)
def test_what_is_open_to_everybody_tells_nothing_of_an_account(
    world: World, endpoint: Endpoint
) -> None:
    response = Caller(None).send(endpoint, world.mine)
    assert response.status_code in (200, 302)
    for name in (b"Acme", b"Globex", b"Northwind", b"@example.com"):
        assert name not in response.content
