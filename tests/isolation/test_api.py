"""Every call of the API, for everybody who must not make it: an error, and nothing else."""

import pytest

from linear_integration.models import Hook

from ..cast import Cast
from ..sandbox_process import Sandbox
from .calling import Caller, each, error_of, nothing_happens
from .table import ENDPOINTS, Audience, Endpoint
from .world import World

API = [endpoint for endpoint in ENDPOINTS if endpoint.is_api]
OF_AN_INBOX = {"display_id", "inbox_id", "operation_id"}
OF_AN_ACCOUNT = {"inbox_id", "contact_id", "company_id", "operation_id", "link_id", "workspace_id"}
WHOLE_NUMBERS = {"account_id", "display_id", "inbox_id", "contact_id", "company_id"}
TOO_LARGE = [2**63, 10**30, "9" * 5000]


@each(API)
def test_who_is_not_signed_in_is_asked_to(
    world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    nobody = Caller(None)
    with nothing_happens(sandbox):
        response = nobody.send(endpoint, world.mine)
    assert (response.status_code, error_of(response)["code"]) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("stranger", ["carol", "dan"])
@each(e for e in API if "account_id" in e.names)
def test_a_stranger_can_not_tell_an_account_from_none(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint, stranger: str
) -> None:
    caller = Caller(getattr(cast, stranger))
    with nothing_happens(sandbox):
        existing = caller.send(endpoint, world.mine)
        missing = caller.send(endpoint, world.mine | {"account_id": 999_999})
    assert existing.status_code == missing.status_code == 404
    assert error_of(existing) == error_of(missing)
    assert error_of(existing)["code"] == "not_found"


@each(e for e in API if e.names & OF_AN_INBOX)
def test_an_agent_can_not_tell_what_is_of_another_inbox_from_nothing(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    bob = Caller(cast.bob)
    with nothing_happens(sandbox):
        hidden = bob.send(endpoint, world.hidden)
        nothing = {name: world.missing[name] for name in OF_AN_INBOX}
        missing = bob.send(endpoint, world.mine | nothing)
    assert hidden.status_code == missing.status_code == 404
    assert error_of(hidden) == error_of(missing)
    assert error_of(hidden)["code"] == "not_found"


@each(e for e in API if e.audience is Audience.ADMINISTRATORS)
def test_an_agent_may_not_make_administrators_calls(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    bob = Caller(cast.bob)
    with nothing_happens(sandbox):
        response = bob.send(endpoint, world.mine)
    assert (response.status_code, error_of(response)["code"]) == (403, "forbidden")


@each(e for e in API if e.needs_feature)
def test_while_the_feature_is_off_nobody_gets_through(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    cast.acme_support.features = []
    cast.acme_support.save()
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        response = alice.send(endpoint, world.mine)
    assert (response.status_code, error_of(response)["code"]) == (403, "feature_disabled")


@each(e for e in API if e.needs_connection)
def test_while_nothing_is_connected_the_call_says_so(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    Hook.objects.all().delete()
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        response = alice.send(endpoint, world.mine)
    assert (response.status_code, error_of(response)["code"]) == (404, "not_connected")


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [(e, name) for e in API for name in sorted(e.names & OF_AN_ACCOUNT)],
    ids=str,
)
def test_nobody_can_tell_what_is_of_another_account_from_nothing(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint, name: str
) -> None:
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        foreign = alice.send(endpoint, world.mine | {name: world.foreign[name]})
        missing = alice.send(endpoint, world.mine | {name: world.missing[name]})
    assert foreign.status_code == missing.status_code == 404
    assert error_of(foreign) == error_of(missing)


@each(e for e in API if e.names & WHOLE_NUMBERS)
def test_a_number_that_no_database_holds_is_not_found(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        for name in endpoint.names & WHOLE_NUMBERS:
            for number in TOO_LARGE if name in endpoint.numbers_in_path else [2**63]:
                response = alice.send(endpoint, world.mine | {name: number})
                assert response.status_code == 404, (name, number)
