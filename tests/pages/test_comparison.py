"""The card of a connection says how the comparison with Linear goes, and begins one."""

import pytest
from django.test import Client
from django.utils import timezone

from conversations.models import User
from linear_integration.models import Hook, Reconciliation

from ..isolation.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(client: Client, alice: User, world: World) -> str:
    """The address of the settings page with Acme's card; Alice is signed in."""
    client.force_login(alice)
    return f"/app/accounts/{world.mine['account_id']}/settings/integrations/linear"


def test_one_that_has_never_been_made_says_so(client: Client, card: str) -> None:
    assert "Not yet." in client.get(card).content.decode()


def test_one_that_is_under_way_shows_how_far_it_is(client: Client, card: str) -> None:
    hook = Hook.objects.earliest("pk")
    Reconciliation.objects.create(
        workspace=hook.workspace, phase="issues", done=30, total=120, started_at=timezone.now()
    )
    for address in (card, f"{card}/{hook.pk}/comparison"):
        page = client.get(address).content.decode()
        assert '<progress max="120" value="30">' in page
        assert "30 of 120" in page


def test_whoever_wants_one_is_told_that_it_begins(client: Client, card: str) -> None:
    hook = Hook.objects.earliest("pk")
    page = client.post(f"{card}/{hook.pk}/compare", follow=True).content.decode()
    assert "begins within seconds" in page
    assert Reconciliation.objects.get().next_at <= timezone.now()


def test_a_connection_that_is_refused_is_not_compared(client: Client, card: str) -> None:
    hook = Hook.objects.earliest("pk")
    Hook.objects.update(status=Hook.Status.REAUTHORIZE)
    page = client.post(f"{card}/{hook.pk}/compare", follow=True).content.decode()
    assert "Connect the workspace again first." in page
    assert not Reconciliation.objects.exists()


def test_a_page_that_is_open_is_told_when_nothing_is_new(client: Client, card: str) -> None:
    address = f"{card}/{Hook.objects.earliest('pk').pk}/comparison"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_what_stopped_it_is_said(client: Client, card: str) -> None:
    hook = Hook.objects.earliest("pk")
    error = {"code": "rate_limited", "message": "Slow down."}
    Reconciliation.objects.create(workspace=hook.workspace, phase="links", error=error)
    assert "a limit was used up" in client.get(card).content.decode()
