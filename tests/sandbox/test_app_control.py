"""What people do to an installed app in Linear's own pages, done through the control endpoints."""

from typing import Any

import pytest
from graphql import GraphQLSchema

from linear_integration.sandbox.oauth.tokens import issue_pair, new_grant
from linear_integration.sandbox.seed import seed_id

from .agents import SAY
from .apps import ACME, APP, agent_key, check, comment_on, told, update
from .events import Eventful
from .process import AGENT_REFRESH_TOKEN, CLIENT

OF_MAYA: dict[str, Any] = {
    "organization_id": ACME,
    "actor": "user",
    "kind": "authorization_code",
    "scopes": ["read"],
}


def test_a_reaction_to_a_comment_can_be_fired(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    issue_id = eventful.create()
    comment_on(eventful, issue_id, "Done?")
    values = {"workspace": "acme", "kind": "issueCommentReaction", "issue": issue_id}
    assert eventful.post("/_sandbox/notify", json=values).status_code == 200
    event = eventful.event()
    assert event.body["notification"]["comment"]["body"] == "Done?"
    assert event.body["notification"]["reactionEmoji"] == "+1"
    check(full_schema, event)


def test_a_person_prompts_the_app_in_a_session(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    _, session = update(eventful, eventful.create(), delegateId=APP)
    session_id = session.body["agentSession"]["id"]
    done = {"type": "response", "body": "Done"}
    given = {"agentSessionId": session_id, "content": done}
    eventful.ask(SAY, {"input": given}, key=agent_key(eventful))
    answer = eventful.post(
        "/_sandbox/prompt", json={"session": session_id, "body": "Again", "signal": "stop"}
    )
    event = eventful.event()
    assert told([event]) == ["AgentSessionEvent prompted"]
    activity = event.body["agentActivity"]
    assert activity["id"] == answer.json()["activity"]
    assert activity["content"] == {"type": "prompt", "body": "Again"}
    assert (activity["signal"], activity["user"]["name"]) == ("stop", "Maya Lindqvist")
    assert event.body["agentSession"]["status"] == "active"
    assert event.body["agentSession"]["endedAt"] is None
    check(full_schema, event)


@pytest.mark.parametrize("signal", ["select", [], 1])
def test_a_person_sends_only_the_signals_of_people(eventful: Eventful, signal: Any) -> None:
    _, session = update(eventful, eventful.create(), delegateId=APP)
    values = {"session": session.body["agentSession"]["id"], "body": "Hi", "signal": signal}
    assert eventful.post("/_sandbox/prompt", json=values).status_code == 400
    assert eventful.events() == []


@pytest.mark.parametrize("kind", ["issueEmojiReaction", "issueAssignedToYou", "issueDue"])
def test_a_notification_can_be_fired_by_its_kind(
    full_schema: GraphQLSchema, eventful: Eventful, kind: str
) -> None:
    values = {"workspace": "acme", "kind": kind, "issue": "ENG-1", "emoji": "eyes"}
    assert eventful.post("/_sandbox/notify", json=values).json() == {"notified": APP}
    event = eventful.event()
    assert told([event]) == [f"AppUserNotification {kind}"]
    notification = event.body["notification"]
    assert notification["issue"]["identifier"] == "ENG-1"
    assert notification.get("reactionEmoji") == ("eyes" if kind == "issueEmojiReaction" else None)
    check(full_schema, event)


def test_removing_the_app_kills_its_tokens_and_tells_it(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    key = agent_key(eventful)
    assert eventful.post("/_sandbox/revoke_app", json={"workspace": "acme"}).json() == {
        "revoked": 2
    }
    event = eventful.event()
    assert (event.kind, event.action, event.organization_id) == ("OAuthApp", "revoked", ACME)
    check(full_schema, event)
    answer = eventful.ask("{ viewer { id } }", key=key)
    assert answer["errors"][0]["extensions"]["code"] == "AUTHENTICATION_ERROR"
    form = {"grant_type": "refresh_token", "refresh_token": AGENT_REFRESH_TOKEN, **CLIENT}
    assert eventful.post("/oauth/token", data=form).json()["error"] == "invalid_grant"


def test_a_person_who_takes_back_a_grant_is_told_of(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    maya = eventful.sandbox.store.tables["User"][seed_id("user", "acme", "Maya Lindqvist")]
    first, second = (
        issue_pair(eventful.sandbox, new_grant(eventful.sandbox, **OF_MAYA)) for _ in range(2)
    )
    eventful.post("/oauth/revoke", data={"token": first["refresh_token"], **CLIENT})
    event = eventful.event()
    assert (event.kind, event.action) == ("OAuthAuthorization", "revoked")
    assert event.body["user"]["id"] == event.body["userId"] == maya["id"]
    assert event.body["activeTokensForUser"] == 1
    check(full_schema, event)
    eventful.post("/oauth/revoke", data={"token": second["access_token"], **CLIENT})
    assert eventful.events() == []


def team_keys(eventful: Eventful, key: str) -> list[str]:
    nodes = eventful.ask("{ teams { nodes { key } } }", key=key)["data"]["teams"]["nodes"]
    return sorted(node["key"] for node in nodes)


def test_the_teams_that_an_app_sees_can_be_changed(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    key = agent_key(eventful)
    ids = {name: seed_id("team", "acme", name) for name in ("ENG", "OPS", "SEC")}

    def change(**teams: Any) -> bool:
        values = {"workspace": "acme", **teams}
        return bool(eventful.post("/_sandbox/team_access", json=values).json()["changed"])

    assert team_keys(eventful, key) == ["DES", "ENG", "OPS"]
    assert change(add=["SEC"])
    event = eventful.event()
    assert event.action == "teamAccessChanged"
    assert event.body["addedTeamIds"] == [ids["SEC"]]
    assert event.body["canAccessAllPublicTeams"] is True
    check(full_schema, event)
    assert team_keys(eventful, key) == ["DES", "ENG", "OPS", "SEC"]
    assert change(remove=["SEC", "OPS"])
    event = eventful.event()
    assert event.body["removedTeamIds"] == sorted([ids["SEC"], ids["OPS"]])
    assert event.body["canAccessAllPublicTeams"] is False
    assert team_keys(eventful, key) == ["DES", "ENG"]
    assert not change(remove=["SEC"])
    assert eventful.events() == []


@pytest.mark.parametrize(
    ("path", "values", "reason"),
    [
        ("prompt", {"session": "x", "body": "Hi"}, "session must be the id"),
        ("prompt", {"body": "Hi"}, "session should not be empty"),
        ("prompt", {"session": ["x"], "body": "Hi"}, "session should not be empty"),
        ("notify", {"kind": "issueMention", "issue": "ENG-1"}, "workspace must be the key"),
        ("notify", {"workspace": "globex", "kind": "issueDue", "issue": "BIG-1"}, "not installed"),
        ("notify", {"workspace": "acme", "kind": "nonsense", "issue": "ENG-1"}, "kind must be"),
        ("notify", {"workspace": "acme", "kind": "issueDue", "issue": "NO-1"}, "Could not find"),
        ("notify", {"workspace": "acme", "kind": "issueNewComment", "issue": "ENG-1"}, "comment"),
        ("revoke_app", {"workspace": "initech"}, "workspace must be the key"),
        ("team_access", {"workspace": "acme", "add": ["BIG"]}, "keys of the workspace's teams"),
        ("team_access", {"workspace": "acme", "add": [{}]}, "keys of the workspace's teams"),
    ],
)
def test_nonsense_is_refused_and_told_to_nobody(
    eventful: Eventful, path: str, values: dict[str, Any], reason: str
) -> None:
    response = eventful.post(f"/_sandbox/{path}", json=values)
    assert response.status_code == 400
    assert reason in response.json()["error"]
    assert eventful.events() == []


def test_the_page_removes_limits_and_prompts_the_app(eventful: Eventful) -> None:
    _, session = update(eventful, eventful.create(delegateId=None), delegateId=APP)
    session_id = session.body["agentSession"]["id"]
    page = eventful.get("/").text
    for part in ("De-authorize in Acme", "app:assignable", f'name="session" value="{session_id}"'):
        assert part in page
    form = {"workspace": "acme", "add": "SEC", "remove": ""}
    answer = eventful.post("/_sandbox/team_access", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    eventful.post("/_sandbox/prompt", data={"session": session_id, "body": "Go on"})
    eventful.post("/_sandbox/revoke_app", data={"workspace": "acme"})
    assert told(eventful.events()) == [
        "PermissionChange teamAccessChanged",
        "AgentSessionEvent prompted",
        "OAuthApp revoked",
    ]
    assert "De-authorize in Acme" not in eventful.get("/").text
