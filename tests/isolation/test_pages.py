"""Every page and form, for everybody whom it is not for."""

from urllib.parse import quote, urlencode

import pytest
from pytest_django import Settings

from conversations.models import Invitation
from linear_integration.models import Hook, WebhookDelivery

from ..cast import Cast
from ..sandbox_process import Sandbox
from .calling import Caller, assert_same_not_found, each, filled, nothing_happens
from .routes import routes
from .table import ENDPOINTS, GUARDED, Audience, Endpoint
from .world import World

FORMS_OPENED = [endpoint for endpoint in ENDPOINTS if endpoint.leads_to]
PAGES = [endpoint for endpoint in GUARDED if not endpoint.is_api]


@each(PAGES)
def test_who_is_not_signed_in_is_led_to_the_sign_in_page(
    world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    nobody = Caller(None)
    with nothing_happens(sandbox):
        response = nobody.send(endpoint, world.mine)
    assert response.status_code == 302
    query = urlencode(filled(endpoint.query, world.mine))
    page = endpoint.path(world.mine) + (f"?{query}" if query else "")
    assert response["Location"] == f"/login?next={quote(page)}"


@each(e for e in PAGES if e.audience is Audience.ADMINISTRATORS)
def test_agents_are_refused_what_is_for_administrators(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    bob = Caller(cast.bob)
    with nothing_happens(sandbox):
        assert bob.send(endpoint, world.mine).status_code == 403


@each(e for e in PAGES if e.needs_feature)
def test_while_the_feature_is_off_the_page_says_so(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    cast.acme_support.features = []
    cast.acme_support.save()
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        response = alice.send(endpoint, world.mine)
    assert response.status_code == 403
    assert b"not switched on for this account" in response.content


@each(e for e in PAGES if e.needs_connection)
def test_a_connection_that_is_gone_or_another_accounts_is_not_there(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    alice = Caller(cast.alice)
    with nothing_happens(sandbox):
        foreign = alice.send(endpoint, world.mine | {"hook_id": world.foreign["hook_id"]})
    Hook.objects.all().delete()
    with nothing_happens(sandbox):
        gone = alice.send(endpoint, world.mine)
    assert_same_not_found(foreign, gone)


@each(FORMS_OPENED)
def test_a_forms_address_leads_whoever_opens_it_to_its_page(
    cast: Cast, world: World, sandbox: Sandbox, endpoint: Endpoint
) -> None:
    callers = [Caller(user) for user in (None, cast.dan, cast.carol, cast.bob, cast.alice)]
    page = Endpoint("get", endpoint.leads_to).path(world.mine)
    with nothing_happens(sandbox):
        for caller in callers:
            response = caller.send(endpoint, world.mine)
            assert (response.status_code, response["Location"]) == (302, page)


@each(e for e in ENDPOINTS if e.audience is Audience.FRAMES)
def test_no_person_without_a_frames_token_sees_a_frame(
    cast: Cast, world: World, endpoint: Endpoint
) -> None:
    for user in (None, cast.dan, cast.carol, cast.bob, cast.alice):
        for token in ("", "missing", world.foreign["embed_token"] + "x"):
            response = Caller(user).send(endpoint, world.mine | {"embed_token": token})
            assert response.status_code == 403
            assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("token", "status"), [("", 404), ("a-token", 401)])
@each(e for e in ENDPOINTS if e.audience is Audience.PROMETHEUS)
def test_no_person_reads_what_is_for_prometheus(
    cast: Cast, world: World, settings: Settings, endpoint: Endpoint, token: str, status: int
) -> None:
    settings.METRICS_TOKEN = token
    for user in (None, cast.dan, cast.carol, cast.bob, cast.alice):
        response = Caller(user).send(endpoint, world.mine)
        assert response.status_code == status
        assert b"bridge_" not in response.content


@each(e for e in ENDPOINTS if e.audience is Audience.LINEAR)
def test_no_person_tells_us_what_happened_in_linear(
    cast: Cast, world: World, settings: Settings, endpoint: Endpoint
) -> None:
    settings.LINEAR_WEBHOOK_SECRET = "known to Linear and to us"
    before = WebhookDelivery.objects.count()
    for user in (None, cast.dan, cast.carol, cast.bob, cast.alice):
        response = Caller(user).send(endpoint, world.mine)
        assert response.status_code == 401
    assert WebhookDelivery.objects.count() == before


@each(e for e in ENDPOINTS if e.audience is Audience.INVITED)
def test_an_invitation_is_shown_to_nobody_without_its_link(
    cast: Cast, world: World, endpoint: Endpoint
) -> None:
    digest = Invitation.objects.get(pk=world.mine["invitation_id"]).digest
    for user in (None, cast.dan, cast.carol, cast.bob, cast.alice):
        caller = Caller(user)
        for number in ("", digest, "another"):
            link = Endpoint("get", "invitations/<slug:secret>" if number else "invitation")
            caller.send(link, {"secret": number})
            response = caller.send(endpoint, world.mine)
            assert response.status_code == 404
            assert b"Acme" not in response.content


def test_the_admin_is_for_staff_alone(cast: Cast) -> None:
    callers = [Caller(user) for user in (None, cast.dan, cast.bob, cast.alice)]
    guarded = [
        Endpoint("get", route)
        for route, pattern in routes(of_the_admin=True)
        if pattern.name not in ("login", "logout")
    ]
    assert len(guarded) > 10
    for endpoint in guarded:
        path = endpoint.path(dict.fromkeys(endpoint.names, "1"))
        for caller in callers:
            response = caller.send(endpoint, dict.fromkeys(endpoint.names, "1"))
            assert response.status_code == 302, path
            assert response["Location"].startswith("/admin/login/"), path
