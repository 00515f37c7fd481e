"""What a frame's token opens: the sidebar's own calls, for the one conversation that it names."""

import time

import pytest
import time_machine

from conversations.access import membership_for
from conversations.embed_tokens import LIFETIME_SECONDS, embed_token_for
from conversations.embedding_origins import remove_origin
from conversations.models import Conversation, User
from linear_integration.models import Operation

from ..cast import Cast
from ..sandbox_process import Sandbox
from .calling import Caller, code_of, each, nothing_happens
from .table import ENDPOINTS, ORIGIN, Endpoint
from .world import World

API = [endpoint for endpoint in ENDPOINTS if endpoint.is_api]
IN_FRAMES = [endpoint for endpoint in API if endpoint.in_frames]
OF_A_CONVERSATION = [e for e in IN_FRAMES if e.names & {"display_id", "operation_id"}]


class Frame(Caller):
    """The sidebar in a page of another helpdesk's; it has a token and no cookie."""

    def __init__(self, raw: str) -> None:
        super().__init__(None)
        self._api.credentials(HTTP_AUTHORIZATION=f"Embed {raw}")


def token_of(user: User, conversation: Conversation) -> str:
    member = membership_for(user, conversation.account_id)
    return embed_token_for(member, conversation, origin=ORIGIN).signed()


# The calls reach Linear, which is done in no transaction.
@pytest.mark.django_db(transaction=True)
@each(IN_FRAMES)
def test_a_frame_may_make_the_sidebars_calls(cast: Cast, world: World, endpoint: Endpoint) -> None:
    frame = Frame(token_of(cast.bob, cast.conversation))
    response = frame.send(endpoint, world.mine)
    assert response.status_code in (200, 201), response.content


@each(e for e in API if not e.in_frames)
def test_a_frame_may_make_no_other_call(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    frame = Frame(token_of(cast.alice, cast.conversation))
    with nothing_happens(sandbox):
        response = frame.send(endpoint, world.mine)
    assert (response.status_code, code_of(response)) == (401, "not_authenticated")


@each(OF_A_CONVERSATION)
def test_a_frame_sees_no_other_conversation(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    # Outside of the frame Alice sees both.
    frame = Frame(token_of(cast.alice, cast.conversation))
    with nothing_happens(sandbox):
        response = frame.send(endpoint, world.hidden)
    assert (response.status_code, code_of(response)) == (404, "not_found")


def test_a_frame_sees_no_write_of_no_conversation(cast: Cast, world: World) -> None:
    frame = Frame(token_of(cast.alice, cast.conversation))
    [endpoint] = [e for e in IN_FRAMES if "operation_id" in e.names]
    assert frame.send(endpoint, world.mine).status_code == 200
    Operation.objects.filter(pk=world.mine["operation_id"]).update(conversation=None)
    response = frame.send(endpoint, world.mine)
    assert (response.status_code, code_of(response)) == (404, "not_found")


@each(IN_FRAMES)
def test_a_frame_sees_no_other_account(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    cast.globex_care.memberships.create(user=cast.alice, role="administrator")
    frame = Frame(token_of(cast.alice, cast.conversation))
    with nothing_happens(sandbox):
        response = frame.send(endpoint, world.foreign)
    assert (response.status_code, code_of(response)) == (404, "not_found")


@each(IN_FRAMES)
def test_a_frame_ends_with_its_users_rights(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    frame = Frame(token_of(cast.bob, cast.conversation))
    cast.website.members.remove(cast.bob)
    with nothing_happens(sandbox):
        response = frame.send(endpoint, world.mine)
    assert (response.status_code, code_of(response)) == (404, "not_found")
    cast.website.members.add(cast.bob)
    cast.acme_support.memberships.filter(user=cast.bob).delete()
    with nothing_happens(sandbox):
        response = frame.send(endpoint, world.mine)
    assert (response.status_code, code_of(response)) == (404, "not_found")


def test_a_frame_ends_when_its_user_is_deactivated(cast: Cast, world: World) -> None:
    frame = Frame(token_of(cast.bob, cast.conversation))
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    for endpoint in IN_FRAMES:
        response = frame.send(endpoint, world.mine)
        assert (response.status_code, code_of(response)) == (401, "not_authenticated")


def test_a_frame_ends_when_its_pages_origin_is_taken_off_the_list(cast: Cast, world: World) -> None:
    frame = Frame(token_of(cast.bob, cast.conversation))
    remove_origin(cast.acme_support, ORIGIN)
    for endpoint in IN_FRAMES:
        response = frame.send(endpoint, world.mine)
        assert (response.status_code, code_of(response)) == (403, "forbidden")


def test_a_frame_ends_after_a_quarter_of_an_hour(cast: Cast, world: World) -> None:
    frame = Frame(token_of(cast.bob, cast.conversation))
    now = time.time()
    for seconds, status in [(LIFETIME_SECONDS - 5, 200), (LIFETIME_SECONDS + 1, 401)]:
        with time_machine.travel(now + seconds):
            response = frame.send(MESSAGES, world.mine)
        assert response.status_code == status
    assert code_of(response) == "embed_token_expired"


def test_a_token_that_was_changed_is_none(cast: Cast, world: World) -> None:
    raw = token_of(cast.bob, cast.conversation)
    payload, signature = raw.split(":")
    others = token_of(cast.alice, cast.other_inbox_conversation).split(":")[0]
    for forged in ("", "x", payload, f"{others}:{signature}", f"{payload}:{signature[::-1]}", "é"):
        response = Frame(forged).send(MESSAGES, world.mine)
        assert (response.status_code, code_of(response)) == (401, "not_authenticated"), forged


MESSAGES = next(e for e in IN_FRAMES if e.route.endswith("/messages"))
