"""Connect by consent or API key, test, disconnect."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection as database
from django.utils import timezone
from pytest_django import Settings

from conversations.models import Account, Conversation, Membership, User
from linear_integration import connection
from linear_integration.connection import AuthorizationFailed
from linear_integration.connection.clients import budget_for
from linear_integration.connection.credentials import Credentials
from linear_integration.linear.client import LinearClient
from linear_integration.linear.transport import GuardedTransport
from linear_integration.linear.types import Viewer
from linear_integration.models import Hook, IssueLink, Operation, Workspace

from ..consent import decide
from ..sandbox_process import Sandbox
from .asking import activities, token_requests
from .conftest import LinearApi, LinearFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(alice: User, acme_support: Account) -> Membership:
    """Alice in Acme Support."""
    return Membership.objects.get(user=alice, account=acme_support)


@pytest.fixture
def session() -> dict[str, Any]:
    """A browser session."""
    return {}


def test_the_authorize_address_says_everything_linear_needs(
    member: Membership, session: dict[str, Any], settings: Settings
) -> None:
    settings.LINEAR_CLIENT_ID = "an id & more"
    address = urlsplit(connection.start_authorization(session, member=member))
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address._replace(query="").geturl() == settings.LINEAR_AUTHORIZE_URL
    assert query.pop("state")
    assert re.fullmatch(r"[\w-]{43}", query.pop("code_challenge"))
    assert query == {
        "response_type": "code",
        "client_id": "an id & more",
        "redirect_uri": "http://localhost:8000/linear/callback",
        "scope": "read,write",
        "prompt": "consent",
        "actor": "app",
        "code_challenge_method": "S256",
    }


def test_an_installation_may_ask_that_people_can_mention_the_app_and_give_it_issues(
    sandbox: Sandbox, member: Membership, session: dict[str, Any], settings: Settings
) -> None:
    settings.LINEAR_AGENT = True
    back = decide(connection.start_authorization(session, member=member))
    hook = connection.finish_authorization(session, user=member.user, parameters=back)
    assert sorted(hook.scopes) == ["app:assignable", "app:mentionable", "read", "write"]


def test_consent_connects_the_workspace_that_was_chosen(
    sandbox: Sandbox, member: Membership, session: dict[str, Any]
) -> None:
    back = decide(connection.start_authorization(session, member=member), workspace="Globex")
    hook = connection.finish_authorization(session, user=member.user, parameters=back)
    assert isinstance(hook, Hook)
    assert hook.workspace.account == member.account
    assert hook.workspace.name == "Globex"
    assert (hook.token_kind, hook.status, hook.is_app) == ("oauth", "enabled", True)
    assert sorted(hook.scopes) == ["read", "write"]
    assert hook.connected_by == member.user
    assert hook.refresh_token
    assert hook.token_expires_at is not None
    assert 23 < (hook.token_expires_at - timezone.now()).total_seconds() / 3600 < 24.1


def fails(session: dict[str, Any], user: User, back: dict[str, str]) -> AuthorizationFailed:
    """Come back from Linear to a failure that connects nothing."""
    before = Hook.objects.count()
    with pytest.raises(AuthorizationFailed) as failure:
        connection.finish_authorization(session, user=user, parameters=back)
    assert Hook.objects.count() == before
    return failure.value


def test_denied_access_comes_back_with_the_reason(
    sandbox: Sandbox, member: Membership, session: dict[str, Any]
) -> None:
    back = decide(connection.start_authorization(session, member=member), decision="deny")
    failure = fails(session, member.user, back)
    assert "denied" in failure.reason
    assert failure.account_id == member.account.pk


def test_a_state_works_once(sandbox: Sandbox, member: Membership, session: dict[str, Any]) -> None:
    back = decide(connection.start_authorization(session, member=member))
    connection.finish_authorization(session, user=member.user, parameters=back)
    failure = fails(session, member.user, back)
    assert "used already" in failure.reason
    assert failure.account_id == member.account.pk, "it is told on the settings page"


@pytest.mark.parametrize("state", ["", "x", "9" * 5000 + "-x", "99999999999999999999-x"])
def test_a_state_that_is_none_is_told_apart_from_nothing(
    member: Membership, session: dict[str, Any], state: str
) -> None:
    failure = fails(session, member.user, {"state": state, "code": "x"})
    assert "not known" in failure.reason
    assert failure.account_id is None


def test_a_state_ends_after_ten_minutes(
    sandbox: Sandbox, member: Membership, session: dict[str, Any]
) -> None:
    back = decide(connection.start_authorization(session, member=member))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert "ten minutes" in fails(session, member.user, back).reason
    assert token_requests(sandbox) == []


def test_a_state_is_bound_to_its_session_and_user(
    sandbox: Sandbox, member: Membership, session: dict[str, Any], carol: User
) -> None:
    back = decide(connection.start_authorization(session, member=member))
    assert "not known" in fails({}, member.user, back).reason
    failure = fails(session, carol, back)
    assert "not known" in failure.reason
    assert failure.account_id is None, "Carol doesn't learn of the account"
    assert token_requests(sandbox) == []


def test_two_tabs_can_connect_at_the_same_time(
    sandbox: Sandbox, member: Membership, session: dict[str, Any]
) -> None:
    addresses = [connection.start_authorization(session, member=member) for _ in range(2)]
    for address in addresses:
        back = decide(address)
        connection.finish_authorization(session, user=member.user, parameters=back)
    assert Hook.objects.count() == 1


@pytest.mark.parametrize("change", ["role", "feature", "membership"])
def test_what_changed_meanwhile_counts(
    sandbox: Sandbox, member: Membership, session: dict[str, Any], change: str
) -> None:
    back = decide(connection.start_authorization(session, member=member))
    if change == "role":
        Membership.objects.filter(pk=member.pk).update(role="agent")
    elif change == "feature":
        Account.objects.filter(pk=member.account.pk).update(features=[])
    else:
        Membership.objects.filter(pk=member.pk).delete()
    fails(session, member.user, back)
    assert token_requests(sandbox) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "http_error", "status": 500},
        {"action": "invalid_grant"},
        {"action": "drop_before_commit"},
    ],
    ids=lambda fault: fault["action"],
)
def test_a_failed_exchange_comes_back_with_a_reason(
    sandbox: Sandbox, member: Membership, session: dict[str, Any], fault: dict[str, Any]
) -> None:
    back = decide(connection.start_authorization(session, member=member))
    sandbox.add_fault(match={"path": "/oauth/token"}, times=1, **fault)
    failure = fails(session, member.user, back)
    assert failure.account_id == member.account.pk
    assert len(failure.reason) > 20


def test_a_code_without_our_verifier_is_worth_nothing(
    sandbox: Sandbox, member: Membership, session: dict[str, Any]
) -> None:
    back = decide(connection.start_authorization(session, member=member))
    [pending] = session["linear_authorizations"].values()
    pending["code_verifier"] = "x" * 64
    fails(session, member.user, back)


def test_an_api_key_connects_too_and_is_sent_bare(
    sandbox: Sandbox, linear: LinearFactory, carol: User, globex_care: Account
) -> None:
    answer = linear(carol, globex_care).post("api_key", {"api_key": "lin_api_demo_globex"})
    assert answer.status_code == 200
    connected = answer.json()["data"]
    assert (connected["name"], connected["token_kind"]) == ("Globex", "api_key")
    assert "lin_api" not in answer.content.decode()
    assert sandbox.requests()[-1]["auth"] == "api_key"


def test_a_wrong_api_key_is_refused_in_words(
    sandbox: Sandbox, linear: LinearFactory, carol: User, globex_care: Account
) -> None:
    answer = linear(carol, globex_care).post("api_key", {"api_key": "lin_api_wrong"})
    assert answer.status_code == 422
    assert "does not accept" in answer.json()["error"]["fields"]["api_key"][0]
    assert not Workspace.objects.exists()


def test_with_an_api_key_issues_are_not_created_in_anothers_name(
    sandbox: Sandbox,
    globex: Hook,
    linear: LinearFactory,
    carol: User,
    globex_care: Account,
    carols_conversation: Conversation,
) -> None:
    api = linear(carol, globex_care)
    team = api.get("teams").json()["data"][0]["id"]
    body = {"conversation_id": 1, "title": "By key", "team_id": team}
    assert api.post("create_issue", body).status_code == 200


def test_globex_with_130_teams_and_260_labels_comes_back_whole(
    globex: Hook, linear: LinearFactory, carol: User, globex_care: Account
) -> None:
    api = linear(carol, globex_care)
    teams = api.get("teams").json()["data"]
    assert len({team["id"] for team in teams}) == 130
    big = next(team for team in teams if team["key"] == "BIG")
    offered = api.get("team_entities", team_id=big["id"]).json()["data"]
    ids = {name: {row["id"] for row in offered[name]} for name in ("users", "labels", "projects")}
    assert len(ids["users"]) == 260
    assert len(ids["labels"]) >= 255, "260 with the groups themselves, which can't be applied"
    assert len(ids["projects"]) == 120
    assert any(label["parent"] for label in offered["labels"])


def test_teams_and_entities_are_asked_for_once_until_a_refresh(
    bobs: LinearApi, team: str, sandbox: Sandbox
) -> None:
    bobs.get("team_entities", team_id=team)
    before = len(sandbox.requests())
    bobs.get("teams")
    bobs.get("team_entities", team_id=team)
    assert len(sandbox.requests()) == before
    bobs.get("team_entities", team_id=team, refresh="true")
    assert len(sandbox.requests()) > before


def test_old_teams_are_good_enough_while_linear_is_down(
    bobs: LinearApi, team: str, sandbox: Sandbox, acme: Hook
) -> None:
    acme.workspace.entity_caches.update(fetched_at="2026-01-01T00:00:00Z")
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=502, times=None)
    assert bobs.get("teams").status_code == 200
    assert bobs.get("teams", refresh="true").status_code == 502


def test_the_connection_test_tells_who_we_are(alices: LinearApi, acme: Hook) -> None:
    Workspace.objects.update(name="Old name")
    tested = alices.post("check").json()["data"]
    assert tested["name"] == "Acme"
    assert tested["viewer_name"] == acme.viewer_name
    assert tested["connected_by"] == "Alice"


def test_members_see_whether_it_is_connected_and_administrators_more(
    bobs: LinearApi, alices: LinearApi
) -> None:
    for_bob, for_alice = bobs.get().json()["data"], alices.get().json()["data"]
    assert (for_bob["connected"], for_bob["can_manage"]) == (True, False)
    assert for_alice["can_manage"] is True
    assert "scopes" not in for_bob["workspaces"][0]
    scopes = ["customer:read", "customer:write", "read", "write"]
    assert sorted(for_alice["workspaces"][0]["scopes"]) == scopes


def test_disconnecting_revokes_the_refresh_token_first_and_keeps_the_history(
    alices: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    alices.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    answer = alices.delete()
    assert answer.json() == {"data": {"revoked": True, "webhook_deleted": True}}
    hints = [
        request["variables"]["token_type_hint"]
        for request in sandbox.requests()
        if request["path"] == "/oauth/revoke"
    ]
    assert hints[0] == "refresh_token"
    assert not Hook.objects.exists()
    assert activities(conversation) == ["Linked Linear issue [ENG-1]"]
    assert Operation.objects.count() == IssueLink.objects.count() == 1
    assert alices.get("linked_issues", conversation_id=1).status_code == 404
    assert alices.delete().status_code == 404


def test_it_disconnects_even_if_linear_is_down_and_says_so(
    alices: LinearApi, sandbox: Sandbox
) -> None:
    sandbox.add_fault(match={"path": "/oauth/revoke"}, action="http_error", status=500, times=None)
    assert alices.delete().json() == {"data": {"revoked": False, "webhook_deleted": True}}
    assert not Hook.objects.exists()


def test_connecting_again_brings_the_links_back(
    alices: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    alices.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    alices.delete()
    assert alices.post("api_key", {"api_key": "lin_api_demo_acme"}).status_code == 200
    listed = alices.get("linked_issues", conversation_id=1).json()["data"]
    assert [each["issue"]["identifier"] for each in listed] == ["ENG-1"]


def test_a_test_that_races_a_disconnect_brings_nothing_back(
    alices: LinearApi, acme: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = LinearClient.viewer

    def disconnected_meanwhile(self: LinearClient) -> Viewer:
        answer = viewer(self)
        Hook.objects.all().delete()
        return answer

    monkeypatch.setattr(LinearClient, "viewer", disconnected_meanwhile)
    assert alices.post("check").status_code == 404
    assert not Hook.objects.exists()


def test_one_accounts_rate_limit_keeps_nobody_from_connecting(
    alices: LinearApi, globex: Hook, linear: LinearFactory, carol: User, globex_care: Account
) -> None:
    sandbox_answer = linear(carol, globex_care)
    budget_for(globex.pk, globex.connected_at).refuse({"retry-after": "3600"}, "viewer")
    assert sandbox_answer.post("check").status_code == 429
    assert sandbox_answer.post("api_key", {"api_key": "lin_api_demo_globex"}).status_code == 200
    assert sandbox_answer.post("check").status_code == 200, "new credentials, new budget"
    assert alices.post("check").status_code == 200


def test_no_call_to_linear_holds_a_database_connection(
    sandbox: Sandbox,
    member: Membership,
    session: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: list[tuple[str, bool]] = []
    send = GuardedTransport.handle_request

    def note(self: GuardedTransport, request: Any) -> Any:
        held.append((request.url.path, database.connection is not None))
        return send(self, request)

    monkeypatch.setattr(GuardedTransport, "handle_request", note)
    back = decide(connection.start_authorization(session, member=member))
    hook = connection.finish_authorization(session, user=member.user, parameters=back)
    assert isinstance(hook, Hook)
    connection.check(hook)
    connection.disconnect(hook, by=None)
    assert {path for path, _ in held} == {"/oauth/token", "/graphql", "/oauth/revoke"}
    assert not [path for path, is_held in held if is_held]


def test_the_access_token_is_revoked_even_if_the_refresh_token_cannot_be(
    alices: LinearApi, acme: Hook, sandbox: Sandbox
) -> None:
    sandbox.add_fault(match={"path": "/oauth/revoke"}, action="http_error", status=500, times=1)
    assert alices.delete().json() == {"data": {"revoked": False, "webhook_deleted": True}}
    hints = [r for r in sandbox.requests() if r["path"] == "/oauth/revoke"]
    assert len(hints) == 2


def test_other_credentials_ask_for_the_teams_anew(alices: LinearApi, sandbox: Sandbox) -> None:
    alices.get("teams")
    before = len(sandbox.requests())
    alices.post("api_key", {"api_key": "lin_api_demo_acme"})
    keys = {team["key"] for team in alices.get("teams").json()["data"]}
    assert "SEC" in keys, "the private team, which the key's owner sees and the app does not"
    assert len(sandbox.requests()) > before


def test_a_workspace_that_fails_does_not_hide_the_others(alices: LinearApi, acme: Hook) -> None:
    alices.post("api_key", {"api_key": "lin_api_demo_globex"})
    Hook.objects.filter(pk=acme.pk).update(status="reauthorize")
    assert len(alices.get("teams").json()["data"]) == 130
    assert alices.get("search_issue", q="billing").status_code == 200
    Hook.objects.update(status="reauthorize")
    assert alices.get("search_issue", q="billing").status_code == 409


def test_credentials_do_not_show_their_tokens() -> None:
    assert "secret" not in repr(Credentials("oauth", "secret", "secret"))
