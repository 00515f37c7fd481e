"""Agent sessions: the app opens one on an issue and links it, and nobody else writes to it."""

from typing import Any

from .agents import OPEN, SAY, SESSION, UPDATE, open_session, say, speak, status_of, thought
from .process import ACME, Linear

TICKET = {"label": "Conversation 7", "url": "http://localhost:8000/conversations/7"}
OTHER = {"label": "Log", "url": "http://localhost:8000/log"}


def test_an_agent_opens_a_session_on_an_issue_and_links_it(linear: Linear, agent: str) -> None:
    session = open_session(linear, agent, externalUrls=[TICKET])
    assert session["status"] == "pending"
    assert session["externalLinks"] == [TICKET]
    assert (session["issue"], session["appUser"]) == ({"identifier": "ENG-1"}, {"app": True})
    assert session["creator"] is None
    assert "/acme/issue/ENG-1/" in session["url"]
    listed = linear.ask("{ agentSessions { nodes { id } } }")["agentSessions"]["nodes"]
    assert listed == [{"id": session["id"]}]


def test_only_an_app_with_the_scopes_of_an_agent_opens_a_session(linear: Linear) -> None:
    for key in (ACME, linear.app_key()):
        error = linear.refusal(OPEN, {"input": {"issueId": "ENG-1"}}, key=key)
        assert error["message"] == "Invalid scope: `app:assignable` required"
    gone = linear.refusal(OPEN, {"input": {"issueId": "SEC-1"}}, key=linear.agent_key())
    assert gone["message"] == "Entity not found: Issue"


def test_external_urls_replace_the_links_and_the_deltas_change_them(
    linear: Linear, agent: str
) -> None:
    session_id = open_session(linear, agent, externalUrls=[TICKET])["id"]

    def links(**values: Any) -> Any:
        answer = linear.ask(UPDATE, {"id": session_id, "input": values}, key=agent)
        return answer["agentSessionUpdate"]["agentSession"]["externalLinks"]

    assert links(addedExternalUrls=[OTHER]) == [TICKET, OTHER]
    assert links(removedExternalUrls=[TICKET["url"]]) == [OTHER]
    ignored = {"addedExternalUrls": [OTHER], "removedExternalUrls": [TICKET["url"]]}
    assert links(externalUrls=[TICKET], **ignored) == [TICKET]
    assert links(plan={"steps": []}) == [TICKET]
    renamed = {**TICKET, "label": "Ticket 7"}
    assert links(addedExternalUrls=[renamed]) == [renamed]
    bad = {"externalUrls": [{"label": "x", "url": "javascript:alert(1)"}]}
    error = linear.refusal(UPDATE, {"id": session_id, "input": bad}, key=agent)
    assert error["extensions"]["userPresentableMessage"] == "url must be a URL address"


def test_a_plan_goes_out_as_a_string_of_json(linear: Linear, agent: str) -> None:
    session_id = open_session(linear, agent)["id"]
    changes = {"plan": [{"content": "Look", "status": "pending"}]}
    answer = linear.ask(UPDATE, {"id": session_id, "input": changes}, key=agent)
    plan = answer["agentSessionUpdate"]["agentSession"]["plan"]
    assert plan == '[{"content": "Look", "status": "pending"}]'


def test_nobody_but_the_owning_app_writes_to_a_session(linear: Linear, agent: str) -> None:
    session_id = open_session(linear, agent)["id"]
    update = linear.refusal(UPDATE, {"id": session_id, "input": {"plan": {}}})
    say = linear.refusal(SAY, {"input": {"agentSessionId": session_id, "content": thought("x")}})
    assert {update["extensions"]["type"], say["extensions"]["type"]} == {"forbidden"}
    assert status_of(linear, session_id) == "pending"


def test_a_silent_agent_makes_its_session_stale_and_can_wake_it(linear: Linear) -> None:
    session_id = open_session(linear, linear.agent_key())["id"]
    linear.post("clock", {"advance_seconds": 29 * 60})
    assert status_of(linear, session_id) == "pending"
    linear.post("clock", {"advance_seconds": 2 * 60})
    assert status_of(linear, session_id) == "stale"
    agent = linear.agent_key()
    say(linear, agent, session_id, content=thought("Still here"))
    assert status_of(linear, session_id) == "active"
    say(linear, agent, session_id, content={"type": "elicitation", "body": "Which?"})
    linear.post("clock", {"advance_seconds": 31 * 60})
    assert status_of(linear, session_id) == "awaitingInput"


def test_a_session_is_hidden_from_another_workspace(linear: Linear) -> None:
    session_id = speak(linear)
    error = linear.refusal(SESSION, {"id": session_id}, key="lin_api_demo_globex")
    assert error["message"] == "Entity not found: AgentSession"
    everything = "{ agentSessions { nodes { id } } agentActivities { nodes { id } } }"
    found = linear.ask(everything, key="lin_api_demo_globex")
    assert found == {"agentSessions": {"nodes": []}, "agentActivities": {"nodes": []}}


def test_a_session_is_opened_in_the_thread_of_a_comment(linear: Linear, agent: str) -> None:
    comment = (
        "mutation C($input: CommentCreateInput!) "
        "{ commentCreate(input: $input) { comment { id } } }"
    )
    given = {"issueId": "ENG-1", "body": "Could someone look?"}
    root = linear.ask(comment, {"input": given})["commentCreate"]["comment"]["id"]
    document = (
        "mutation O($input: AgentSessionCreateOnComment!) { agentSessionCreateOnComment"
        "(input: $input) { agentSession { comment { id } issue { identifier } } } }"
    )
    answer = linear.ask(document, {"input": {"commentId": root}}, key=agent)
    assert answer["agentSessionCreateOnComment"]["agentSession"] == {
        "comment": {"id": root},
        "issue": {"identifier": "ENG-1"},
    }
    reply = linear.ask(comment, {"input": {**given, "parentId": root}})
    of_reply = {"commentId": reply["commentCreate"]["comment"]["id"]}
    error = linear.refusal(document, {"input": of_reply}, key=agent)
    assert error["message"] == "commentId is not a root comment"


def test_the_state_shows_sessions_with_what_was_said_in_them(linear: Linear) -> None:
    session_id = speak(linear)
    (session,) = linear.get("state?workspace=acme")["agentSessions"]
    assert (session["id"], session["issueIdentifier"], session["status"]) == (
        session_id,
        "ENG-1",
        "active",
    )
    assert [activity["content"]["body"] for activity in session["activities"]] == ["Looking"]
    assert linear.get("state?workspace=globex")["agentSessions"] == []


def test_a_deleted_issue_takes_its_sessions_along(linear: Linear) -> None:
    session_id = speak(linear)
    delete = 'mutation { issueDelete(id: "ENG-1", permanentlyDelete: true) { success } }'
    linear.ask(delete)
    assert linear.get("state")["agentSessions"] == []
    assert linear.post("prompt", {"session": session_id, "body": "Hi"}).status_code == 400
    assert linear.http.get("/").status_code == 200
