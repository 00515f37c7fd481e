"""What an installed app is told of changes in its workspace."""

import pytest
from graphql import GraphQLSchema

from linear_integration.sandbox.seed import seed_id

from .agents import OPEN, SESSION
from .apps import APP, agent_key, check, comment_on, of_app, told, update
from .events import Eventful
from .process import AGENT_REFRESH_TOKEN, CLIENT, UPDATE


def state_of(eventful: Eventful, kind: str) -> str:
    document = (
        "query($t: String!) { workflowStates(filter: {type: {eq: $t}, "
        'team: {key: {eq: "ENG"}}}) { nodes { id } } }'
    )
    return str(eventful.data(document, {"t": kind})["workflowStates"]["nodes"][0]["id"])


def test_delegating_an_issue_notifies_the_app_and_opens_a_session(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    issue_id = eventful.create(title="<b>", description="It breaks & burns")
    notification, session = update(eventful, issue_id, assigneeId=APP)
    assert told([notification, session]) == [
        "AppUserNotification issueAssignedToYou",
        "AgentSessionEvent created",
    ]
    assert notification.body["notification"]["issue"]["description"] == "It breaks & burns"
    assert notification.body["notification"]["actor"]["name"] == "Maya Lindqvist"
    shown = session.body["agentSession"]
    assert (shown["status"], shown["issueId"], shown["appUserId"]) == ("pending", issue_id, APP)
    assert shown["creator"]["name"] == "Maya Lindqvist"
    assert "<title>&lt;b&gt;</title>" in session.body["promptContext"]
    kept = eventful.data(SESSION, {"id": shown["id"]})["agentSession"]
    assert (kept["status"], kept["url"]) == ("pending", shown["url"])
    for event in (notification, session):
        check(full_schema, event)


def test_an_issue_can_be_delegated_from_the_start(eventful: Eventful) -> None:
    document = "mutation($i: IssueCreateInput!) { issueCreate(input: $i) { success } }"
    team = seed_id("team", "acme", "ENG")
    eventful.data(document, {"i": {"teamId": team, "title": "T", "delegateId": APP}})
    assert told(of_app(eventful)) == [
        "AppUserNotification issueAssignedToYou",
        "AgentSessionEvent created",
    ]


def test_a_delegate_hears_of_the_status_and_of_being_let_go(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    issue_id = eventful.create(delegateId=APP)
    moved = update(eventful, issue_id, stateId=state_of(eventful, "started"))
    assert told(moved) == ["AppUserNotification issueStatusChanged"]
    dropped = update(eventful, issue_id, delegateId=None)
    assert told(dropped) == ["AppUserNotification issueUnassignedFromYou"]
    assert update(eventful, issue_id, stateId=state_of(eventful, "completed")) == []
    for event in (*moved, *dropped):
        check(full_schema, event)


def test_a_subscribed_app_hears_of_the_status(eventful: Eventful) -> None:
    issue_id = eventful.create(subscriberIds=[APP])
    heard = told(update(eventful, issue_id, stateId=state_of(eventful, "started")))
    assert heard == ["AppUserNotification issueStatusChanged"]


@pytest.mark.parametrize(
    "text",
    ["Over to @supportbridge.", "See http://linear.example/acme/profiles/supportbridge"],
)
def test_a_mention_in_the_description_is_told_once(
    full_schema: GraphQLSchema, eventful: Eventful, text: str
) -> None:
    issue_id = eventful.create()
    events = update(eventful, issue_id, description=text)
    assert told(events) == ["AppUserNotification issueMention", "AgentSessionEvent created"]
    assert update(eventful, issue_id, description=f"{text} Please.") == []
    for event in events:
        check(full_schema, event)


@pytest.mark.parametrize("text", ["mail@supportbridge.example", "@supportbridge-two", "`@x`"])
def test_what_is_no_mention_is_not_told(eventful: Eventful, text: str) -> None:
    assert update(eventful, eventful.create(), description=text) == []


def test_an_app_is_not_told_what_it_did_itself(eventful: Eventful) -> None:
    key = agent_key(eventful)
    issue_id = eventful.create()
    changes = {"delegateId": APP, "description": "I, @supportbridge, take it."}
    answer = eventful.ask(UPDATE, {"id": issue_id, "input": changes}, key=key)
    assert answer["data"]["issueUpdate"]["success"]
    eventful.ask(OPEN, {"input": {"issueId": issue_id}}, key=key)
    assert of_app(eventful) == []


def test_without_the_scope_of_an_agent_a_mention_opens_no_session(eventful: Eventful) -> None:
    eventful.post("/oauth/revoke", data={"token": AGENT_REFRESH_TOKEN, **CLIENT})
    events = update(eventful, eventful.create(), description="@supportbridge")
    assert told(events) == ["AppUserNotification issueMention"]


def test_an_app_is_not_told_of_a_team_that_it_can_not_see(eventful: Eventful) -> None:
    issue_id = eventful.create(teamId=seed_id("team", "acme", "SEC"))
    assert update(eventful, issue_id, description="@supportbridge") == []


def test_a_mention_in_a_comment_opens_a_session_in_its_thread(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    issue_id = eventful.create()
    notification, session = comment_on(eventful, issue_id, "Please, @supportbridge!")
    assert told([notification, session]) == [
        "AppUserNotification issueCommentMention",
        "AgentSessionEvent created",
    ]
    shown = session.body["agentSession"]
    assert shown["comment"]["body"] == "Please, @supportbridge!"
    assert [row["body"] for row in session.body["previousComments"]] == ["Please, @supportbridge!"]
    assert notification.body["notification"]["comment"] == shown["comment"]
    thread = shown["commentId"]
    heard, prompted = comment_on(eventful, issue_id, "And be quick", parentId=thread)
    assert told([heard, prompted]) == [
        "AppUserNotification issueNewComment",
        "AgentSessionEvent prompted",
    ]
    assert heard.body["notification"]["parentCommentId"] == thread
    activity = prompted.body["agentActivity"]
    assert activity["content"] == {"type": "prompt", "body": "And be quick"}
    assert activity["sourceCommentId"] == heard.body["notification"]["commentId"]
    for event in (notification, session, heard, prompted):
        check(full_schema, event)


def test_a_delegate_hears_of_comments_and_a_stranger_does_not(eventful: Eventful) -> None:
    issue_id = eventful.create()
    assert comment_on(eventful, issue_id, "Hm") == []
    update(eventful, issue_id, delegateId=APP)
    assert told(comment_on(eventful, issue_id, "Hm")) == ["AppUserNotification issueNewComment"]
