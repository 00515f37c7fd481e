"""Members connect their own user in Linear: a second consent, kept apart from the account's."""

from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from conversations.access import membership_for
from conversations.members import remove_member
from conversations.models import Account, Membership, User
from linear_integration import tasks
from linear_integration.models import Hook, PersonalConnection

from .. import consent
from ..sandbox_process import Sandbox
from .asking import token_requests
from .conftest import LinearApi
from .own_user import Person

pytestmark = pytest.mark.django_db(transaction=True)

JONAS, PRIYA = "Jonas Weber", "Priya Raman"


@pytest.fixture
def bob_in_linear(bob: User, acme_support: Account) -> Person:
    """Bob's browser."""
    return Person(bob, acme_support)


def revocations(sandbox: Sandbox) -> list[str]:
    """Return the kinds of the tokens that were revoked, the first first."""
    revoked = [each for each in sandbox.requests() if each["path"] == "/oauth/revoke"]
    return [each["variables"]["token_type_hint"] for each in revoked]


def test_the_consent_is_asked_for_as_a_person_and_for_no_more_than_is_needed(
    bob_in_linear: Person, acme: Hook
) -> None:
    answer = bob_in_linear.browser.post(f"{bob_in_linear.page}/{acme.pk}/connect")
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert query["actor"] == ["user"]
    assert query["scope"] == ["read,issues:create,comments:create"]
    assert query["redirect_uri"] == ["http://localhost:8000/linear/callback"]
    assert query["code_challenge_method"] == ["S256"]


def test_an_agent_connects_their_own_user_beside_the_accounts_connection(
    bob_in_linear: Person, acme: Hook
) -> None:
    answer = bob_in_linear.connect(acme, JONAS)
    assert answer.redirect_chain == [(bob_in_linear.page, 302)]
    assert f"you act in Acme as {JONAS}" in answer.content.decode()
    connection = bob_in_linear.connection
    assert (connection.viewer_name, connection.status) == (JONAS, "enabled")
    assert connection.workspace == acme.workspace
    assert sorted(connection.scopes) == ["comments:create", "issues:create", "read"]
    hook = Hook.objects.get()
    assert (hook.access_token, hook.viewer_id) == (acme.access_token, acme.viewer_id)


def test_connecting_again_replaces_what_is_stored(bob_in_linear: Person, acme: Hook) -> None:
    bob_in_linear.connect(acme, JONAS)
    first = bob_in_linear.connection
    bob_in_linear.connect(acme, PRIYA)
    second = bob_in_linear.connection
    assert (second.pk, second.viewer_name) == (first.pk, PRIYA)
    assert second.access_token != first.access_token


def test_another_workspace_than_the_accounts_is_refused_and_nothing_is_kept(
    bob_in_linear: Person, acme: Hook, sandbox: Sandbox
) -> None:
    answer = bob_in_linear.connect(acme, "", workspace="Globex")
    assert answer.redirect_chain == [(bob_in_linear.page, 302)]
    assert "You chose another workspace at Linear" in answer.content.decode()
    assert not PersonalConnection.objects.exists()
    assert sandbox.state("globex")["tokens"]["live"] == 0


def test_a_denial_leads_back_to_the_page_and_so_does_a_state_that_was_used(
    bob_in_linear: Person, acme: Hook
) -> None:
    answer = bob_in_linear.connect(acme, JONAS, decision="deny")
    assert answer.redirect_chain == [(bob_in_linear.page, 302)]
    assert b"Access was denied in Linear" in answer.content
    state = f"{acme.workspace.account_id}-me.used"
    again = bob_in_linear.browser.get("/linear/callback", {"state": state}, follow=True)
    assert again.redirect_chain == [(bob_in_linear.page, 302)]
    assert b"was used already" in again.content


@pytest.mark.parametrize("change", ["hook", "feature", "membership"])
def test_what_ended_while_the_person_was_at_linear_counts(
    bob_in_linear: Person,
    acme: Hook,
    acme_support: Account,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    decide = consent.decide

    def change_meanwhile(*given: object, **choice: object) -> dict[str, str]:
        back = decide(*given, **choice)  # type: ignore[arg-type]
        if change == "hook":
            acme.delete()
        elif change == "feature":
            Account.objects.update(features=[])
        else:
            Membership.objects.filter(user=bob_in_linear.user).delete()
        return back

    before = len(token_requests(sandbox))
    monkeypatch.setattr(consent, "decide", change_meanwhile)
    bob_in_linear.connect(acme, JONAS)
    assert not PersonalConnection.objects.exists()
    assert len(token_requests(sandbox)) == before


def test_an_agents_state_connects_no_workspace_and_nobody_elses_user(
    bob_in_linear: Person, acme: Hook, alice: User, acme_support: Account
) -> None:
    bobs = bob_in_linear.browser
    bobs.post(f"{bob_in_linear.page}/{acme.pk}/connect")
    (state,) = bobs.session["linear_authorizations"]
    alices = Person(alice, acme_support)
    answer = alices.browser.get("/linear/callback", {"state": state, "code": "x"}, follow=True)
    assert b"not known here" in answer.content
    assert Hook.objects.count() == 1
    assert not PersonalConnection.objects.exists()


def test_disconnecting_asks_first_then_revokes_and_forgets(
    bob_in_linear: Person, acme: Hook, sandbox: Sandbox
) -> None:
    bob_in_linear.connect(acme, JONAS)
    question = bob_in_linear.browser.get(f"{bob_in_linear.page}/{acme.pk}/disconnect")
    assert f"Disconnect {JONAS}?" in question.content.decode()
    assert PersonalConnection.objects.exists()
    answer = bob_in_linear.disconnect(acme)
    assert b"Linear has revoked the access." in answer.content
    assert revocations(sandbox) == ["refresh_token", "access_token"]
    assert not PersonalConnection.objects.exists()
    assert Hook.objects.get().status == "enabled"
    assert b"Your Linear user is not connected." in bob_in_linear.disconnect(acme).content


def test_a_revocation_that_linear_does_not_confirm_is_told_and_the_token_forgotten(
    bob_in_linear: Person, acme: Hook, sandbox: Sandbox
) -> None:
    bob_in_linear.connect(acme, JONAS)
    sandbox.add_fault(match={"path": "/oauth/revoke"}, action="http_error", status=500, times=None)
    assert b"revoke it by hand" in bob_in_linear.disconnect(acme).content
    assert not PersonalConnection.objects.exists()


def test_programs_ask_whether_the_caller_acts_as_themselves_and_end_it(
    bob_in_linear: Person, acme: Hook, bobs: LinearApi, alices: LinearApi
) -> None:
    (own,) = bobs.get("me").json()["data"]
    assert (own["name"], own["acts_as_me"], own["status"]) == ("Acme", False, "not_connected")
    assert bobs.delete("me").json()["error"]["code"] == "not_connected"
    bob_in_linear.connect(acme, JONAS)
    (own,) = bobs.get("me").json()["data"]
    assert (own["user_name"], own["acts_as_me"], own["status"]) == (JONAS, True, "enabled")
    assert alices.get("me").json()["data"][0]["acts_as_me"] is False, "each for themselves"
    assert bobs.delete("me").json() == {"data": {"revoked": True}}
    assert bobs.get("me").json()["data"][0]["acts_as_me"] is False


def test_who_leaves_the_account_takes_their_user_along(
    bob_in_linear: Person, acme: Hook, alice: User, bob: User, sandbox: Sandbox
) -> None:
    bob_in_linear.connect(acme, JONAS)
    assert tasks.disconnect_leavers() == 0
    remove_member(membership_for(alice, acme.workspace.account_id), bob.pk)
    assert tasks.disconnect_leavers() == 1
    assert not PersonalConnection.objects.exists()
    assert revocations(sandbox) == ["refresh_token", "access_token"]


def test_disconnecting_the_workspace_ends_its_members_connections_too(
    bob_in_linear: Person, acme: Hook, alice: User, alices: LinearApi, sandbox: Sandbox
) -> None:
    bob_in_linear.connect(acme, JONAS)
    page = f"/app/accounts/{acme.workspace.account_id}/settings/integrations/linear"
    bob_in_linear.browser.force_login(alice)
    question = bob_in_linear.browser.get(f"{page}/{acme.pk}/disconnect").content
    assert b"1 member who connected their own Linear user" in question
    assert alices.delete().json()["data"]["revoked"] is True
    assert not PersonalConnection.objects.exists()
    assert sandbox.state()["tokens"]["live"] == 0


def test_what_could_not_be_ended_in_time_is_ended_by_the_next_round(
    bob_in_linear: Person, acme: Hook, sandbox: Sandbox
) -> None:
    bob_in_linear.connect(acme, JONAS)
    Hook.objects.all().delete()
    page = bob_in_linear.browser.get(bob_in_linear.page).content
    assert b"Ask an administrator to connect one" in page
    sandbox.add_fault(match={"path": "/oauth/revoke"}, action="http_error", status=500, times=None)
    assert tasks.disconnect_leavers() == 1
    assert not PersonalConnection.objects.exists(), "nobody could use it any more"


def test_tokens_of_people_are_refreshed_before_they_end(
    bob_in_linear: Person, acme: Hook, sandbox: Sandbox
) -> None:
    bob_in_linear.connect(acme, JONAS)
    before = bob_in_linear.connection
    assert tasks.refresh_tokens() == 0
    PersonalConnection.objects.update(token_refresh_at=before.connected_at)
    assert tasks.refresh_tokens() == 1
    after = bob_in_linear.connection
    assert after.access_token != before.access_token
    assert after.refresh_token != before.refresh_token
    assert Hook.objects.get().access_token == acme.access_token


def test_the_page_says_who_writes_and_what_was_allowed(
    bob_in_linear: Person, acme: Hook, settings: Settings
) -> None:
    page = bob_in_linear.page
    text = bob_in_linear.browser.get(page).content.decode()
    assert f"written by the app {acme.viewer_name}" in text
    assert "Connect your user" in text
    bob_in_linear.connect(acme, JONAS)
    text = bob_in_linear.browser.get(page).content.decode()
    assert JONAS in text
    assert "write comments" in text
    assert "lin_" not in text
    PersonalConnection.objects.update(status="reauthorize")
    text = bob_in_linear.browser.get(page).content.decode()
    assert "Linear no longer accepts this connection" in text
    PersonalConnection.objects.all().delete()
    settings.LINEAR_CLIENT_ID = ""
    text = bob_in_linear.browser.get(page).content.decode()
    assert "has no OAuth application" in text
    assert '<button class="primary"' not in text
    assert (
        b"has no OAuth application"
        in bob_in_linear.browser.post(f"{page}/{acme.pk}/connect", follow=True).content
    )
