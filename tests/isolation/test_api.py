"""Every call of the API, for everybody who must not make it: an error, and nothing else."""

from linear_integration.models import Hook

from ..cast import Cast
from ..sandbox_process import Sandbox
from .calling import Caller, code_of, each, nothing_happens
from .table import GUARDED, Audience, Endpoint
from .world import World

API = [endpoint for endpoint in GUARDED if endpoint.is_api]


@each(API)
def test_who_is_not_signed_in_is_asked_to(
    world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    nobody = Caller(None)
    with nothing_happens(sandbox):
        response = nobody.send(endpoint, world.mine)
    assert (response.status_code, code_of(response)) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@each(e for e in API if e.audience is Audience.ADMINISTRATORS)
def test_an_agent_may_not_make_administrators_calls(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    bob = Caller(cast.bob)
    with nothing_happens(sandbox):
        response = bob.send(endpoint, world.mine)
    assert (response.status_code, code_of(response)) == (403, "forbidden")


@each(e for e in API if e.needs_feature)
def test_while_the_feature_is_off_nobody_gets_through(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    cast.acme_support.features = []
    cast.acme_support.save()
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        response = alice.send(endpoint, world.mine)
    assert (response.status_code, code_of(response)) == (403, "feature_disabled")


@each(e for e in API if e.needs_connection)
def test_while_nothing_is_connected_the_call_says_so(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    Hook.objects.all().delete()
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        response = alice.send(endpoint, world.mine)
    assert (response.status_code, code_of(response)) == (404, "not_connected")
