"""Agent activities: what the app says in a session, and where that leaves it."""

from typing import Any
from uuid import uuid4

import pytest

from .agents import SAY, SESSION, open_session, say, status_of, thought
from .process import Linear

ACTIVITIES = (
    "query A($id: String!) { agentSession(id: $id) { activities { nodes { id content { "
    "... on AgentActivityThoughtContent { type body } "
    "... on AgentActivityActionContent { type action parameter result } "
    "... on AgentActivityErrorContent { type body reasonCode } } } } } }"
)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({"type": "thought", "body": "Looking"}, "active"),
        ({"type": "action", "action": "Search", "parameter": "card"}, "active"),
        ({"type": "elicitation", "body": "Which one?"}, "awaitingInput"),
        ({"type": "response", "body": "Done"}, "complete"),
        ({"type": "error", "body": "No luck", "reasonCode": "gone"}, "error"),
    ],
)
def test_a_session_is_where_the_last_activity_leaves_it(
    linear: Linear, agent: str, content: dict[str, str], status: str
) -> None:
    session_id = open_session(linear, agent)["id"]
    assert say(linear, agent, session_id, content=content)["user"] == {"app": True}
    session = linear.ask(SESSION, {"id": session_id})["agentSession"]
    assert session["status"] == status
    assert session["startedAt"]
    assert bool(session["endedAt"]) is (status in {"complete", "error"})


def test_activities_are_listed_newest_first_with_their_contents(linear: Linear, agent: str) -> None:
    session_id = open_session(linear, agent)["id"]
    action = {"type": "action", "action": "Search", "parameter": "card", "result": "Nothing"}
    failure = {"type": "error", "body": "No luck", "reasonCode": "gone"}
    for content in (thought("Looking"), action, failure):
        say(linear, agent, session_id, content=content)
    nodes = linear.ask(ACTIVITIES, {"id": session_id})["agentSession"]["activities"]["nodes"]
    assert [node["content"] for node in nodes] == [failure, action, thought("Looking")]
    document = '{ agentActivities(filter: {type: {eq: "action"}}) { nodes { id } } }'
    assert linear.ask(document)["agentActivities"]["nodes"] == [{"id": nodes[1]["id"]}]


def test_an_ephemeral_activity_disappears_after_the_next_one(linear: Linear, agent: str) -> None:
    session_id = open_session(linear, agent)["id"]
    first = say(linear, agent, session_id, content=thought("Hm"), ephemeral=True)
    assert first["ephemeral"] is True
    second = say(linear, agent, session_id, content=thought("I see"))
    nodes = linear.ask(ACTIVITIES, {"id": session_id})["agentSession"]["activities"]["nodes"]
    assert [node["id"] for node in nodes] == [second["id"]]


def test_an_elicitation_carries_a_signal(linear: Linear, agent: str) -> None:
    session_id = open_session(linear, agent)["id"]
    activity = say(
        linear,
        agent,
        session_id,
        content={"type": "elicitation", "body": "Which?"},
        signal="select",
        signalMetadata={"options": [{"value": "ENG"}]},
    )
    assert activity["signal"] == "select"
    assert activity["signalMetadata"] == '{"options": [{"value": "ENG"}]}'


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"content": {"type": "song", "body": "La"}}, "content.type must be one of"),
        ({"content": {"type": "prompt", "body": "Do it"}}, "content.type must be one of"),
        ({"content": {"body": "Do it"}}, "content.type must be one of"),
        ({"content": {"type": ["thought"]}}, "content.type must be one of"),
        ({"content": ["thought"]}, "content.type must be one of"),
        ({"content": {"type": "thought"}}, "content.body should not be empty"),
        ({"content": {"type": "response", "body": 7}}, "content.body must be a string"),
        ({"content": {"type": "action", "action": "Search"}}, "content.parameter should not"),
        (
            {"content": {"type": "response", "body": "Done"}, "ephemeral": True},
            "only a thought or an action can be ephemeral",
        ),
    ],
)
def test_an_activity_that_makes_no_sense_is_refused(
    linear: Linear, agent: str, values: dict[str, Any], reason: str
) -> None:
    session_id = open_session(linear, agent)["id"]
    given = {"agentSessionId": session_id, **values}
    error = linear.refusal(SAY, {"input": given}, key=agent)
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert reason in error["extensions"]["userPresentableMessage"]
    assert status_of(linear, session_id) == "pending"


def test_an_activitys_id_is_taken_once(linear: Linear, agent: str) -> None:
    session_id, row_id = open_session(linear, agent)["id"], str(uuid4())
    assert say(linear, agent, session_id, id=row_id, content=thought("x"))["id"] == row_id
    given = {"agentSessionId": session_id, "id": row_id, "content": thought("x")}
    error = linear.refusal(SAY, {"input": given}, key=agent)
    assert error["message"] == "conflict on insert of AgentActivity"


def test_contents_count_as_objects_with_properties(linear: Linear, agent: str) -> None:
    session_id = open_session(linear, agent)["id"]
    document = (
        "query A($id: String!) { agentSession(id: $id) { activities(first: 10) { nodes { content "
        "{ ... on AgentActivityThoughtContent { body type } } } } } }"
    )
    response = linear.answer(document, {"id": session_id})
    # A session, and ten activities with a content that has two properties.
    assert response.headers["x-complexity"] == "23"
