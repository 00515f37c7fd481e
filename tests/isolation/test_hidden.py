"""What is hidden from somebody looks to them as if it weren't there, in the API and on pages."""

import pytest

from ..cast import Cast
from ..sandbox_process import Sandbox
from .calling import Caller, assert_same_not_found, code_of, each, nothing_happens
from .table import GUARDED, Audience, Endpoint
from .world import World

OF_AN_INBOX = {"display_id", "inbox_id", "operation_id"}
OF_AN_ACCOUNT = {
    "app_notification_id",
    "assignee_id",
    "company_id",
    "contact_id",
    "inbox_id",
    "invitation_id",
    "link_id",
    "operation_id",
    "token_id",
    "user_id",
    "workspace_id",
}
# The last one is longer than Python reads.
TOO_LARGE = [2**63, 10**30, "9" * 4000, "9" * 5000]


@pytest.mark.parametrize("stranger", ["carol", "dan"])
@each(e for e in GUARDED if "account_id" in e.names)
def test_a_stranger_can_not_tell_an_account_from_none(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint, stranger: str
) -> None:
    caller = Caller(getattr(cast, stranger))
    with nothing_happens(sandbox):
        existing = caller.send(endpoint, world.mine)
        missing = caller.send(endpoint, world.mine | {"account_id": 999_999})
    assert_same_not_found(existing, missing)
    assert not endpoint.is_api or code_of(existing) == "not_found"


# Administrators see every inbox, and what only they may do is refused to agents before.
@each(e for e in GUARDED if e.names & OF_AN_INBOX and e.audience is not Audience.ADMINISTRATORS)
def test_an_agent_can_not_tell_what_is_of_another_inbox_from_nothing(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    bob = Caller(cast.bob)
    nothing = {name: world.missing[name] for name in OF_AN_INBOX}
    with nothing_happens(sandbox):
        hidden = bob.send(endpoint, world.hidden)
        missing = bob.send(endpoint, world.mine | nothing)
    assert_same_not_found(hidden, missing)
    assert not endpoint.is_api or code_of(hidden) == "not_found"


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [(e, name) for e in GUARDED for name in sorted(e.names & OF_AN_ACCOUNT)],
    ids=str,
)
def test_nobody_can_tell_what_is_of_another_account_from_nothing(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint, name: str
) -> None:
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        foreign = alice.send(endpoint, world.mine | {name: world.foreign[name]})
        missing = alice.send(endpoint, world.mine | {name: world.missing[name]})
    assert_same_not_found(foreign, missing)


@each(e for e in GUARDED if "account_id" in e.names)
def test_a_number_that_no_database_holds_is_not_found(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        for name in (name for name in endpoint.names if isinstance(world.mine[name], int)):
            # Larger ones an input's own rules may refuse.
            for number in TOO_LARGE if name in endpoint.numbers_in_path else TOO_LARGE[:1]:
                response = alice.send(endpoint, world.mine | {name: number})
                assert response.status_code == 404, (name, number)
