"""What we send fits Linear's input types, and arrives as it was written."""

import json
from datetime import date
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema, parse
from graphql.execution.values import get_variable_values
from hypothesis import given
from hypothesis import strategies as st

from linear_integration.linear.client import LinearClient
from linear_integration.linear.documents import document
from linear_integration.linear.errors import InvalidInput
from linear_integration.linear.inputs import (
    AgentActivityCreate,
    AgentSessionUpdate,
    AttachmentCreate,
    CommentCreate,
    IssueCreate,
    IssueUpdate,
    WebhookCreate,
    WebhookUpdate,
)
from linear_integration.linear.rate_limit import Budget
from linear_integration.linear.transport import reset_transport

from . import answers
from .conftest import PretendedLinear
from .contract import fits, operations

UUID = "11111111-1111-4111-8111-111111111111"
ISSUE = IssueCreate(
    id=UUID,
    team_id=UUID,
    title="It burns",
    description="**Fire**",
    assignee_id=UUID,
    state_id=UUID,
    priority=1,
    label_ids=(UUID,),
    project_id=UUID,
    due_date=date(2026, 12, 24),
    estimate=3,
    template_id=UUID,
    create_as_user="Bob",
    display_icon_url="https://help/bob.png",
)
ATTACHMENT = AttachmentCreate(
    id=UUID,
    issue_id="ENG-1",
    url="https://help/1",
    title="Help",
    subtitle="open",
    icon_url="https://help/icon.png",
    metadata={"status": "open", "nested": {"n": [1, None]}},
    create_as_user="Bob",
    display_icon_url="https://help/bob.png",
)
COMMENT = CommentCreate(
    id=UUID,
    issue_id=UUID,
    body="It **burns**",
    create_as_user="Bob",
    display_icon_url="https://help/bob.png",
)
WEBHOOK = WebhookCreate(
    id=UUID,
    url="https://help/linear/webhooks/1",
    secret="lin_wh_1",
    resource_types=("Issue", "Comment"),
    all_public_teams=True,
    label="Helpdesk",
)
CHANGE = WebhookUpdate(url="https://help/linear/webhooks/2", enabled=True)
ACTIVITY = AgentActivityCreate(
    id=UUID, agent_session_id=UUID, content={"type": "response", "body": "It **burns**"}
)
SESSION = AgentSessionUpdate(
    added_external_urls=({"label": "Conversation #1", "url": "https://help/1"},)
)
NASTY = [
    'a "quoted" word',
    r"back\slash \n \u0041",
    '"}){ viewer { id } } #',
    "${title} {{title}} %(title)s",
    "emoji 🔥 👩‍👩‍👧 ümläut \u202e \x00",
    "line\nbreak\r\n\ttab",
    "# Markdown `code` *x*\n" * 4_500,
]


@pytest.mark.parametrize(
    ("type_name", "value"),
    [
        ("IssueCreateInput", ISSUE),
        ("IssueCreateInput", IssueCreate(id=UUID, team_id=UUID)),
        ("AttachmentCreateInput", ATTACHMENT),
        ("AttachmentCreateInput", AttachmentCreate(id=UUID, issue_id=UUID, url="u", title="t")),
        ("CommentCreateInput", COMMENT),
        ("IssueUpdateInput", IssueUpdate(state_id=UUID)),
        ("AgentActivityCreateInput", ACTIVITY),
        ("AgentSessionUpdateInput", SESSION),
        ("WebhookCreateInput", WEBHOOK),
    ],
)
def test_an_input_fits_linears_type(schema: GraphQLSchema, type_name: str, value: Any) -> None:
    variables = value.to_variables()
    assert fits(schema, type_name, variables)
    assert None not in variables.values()
    json.dumps(variables)


@pytest.mark.parametrize(
    "broken", [{"title": "no team"}, {"teamId": "t", "prio": 1}, {"teamId": "t", "estimate": 1.5}]
)
def test_the_check_of_inputs_bites(schema: GraphQLSchema, broken: dict[str, Any]) -> None:
    assert not fits(schema, "IssueCreateInput", broken)


def test_what_is_not_given_is_not_sent() -> None:
    assert IssueCreate(id="i", team_id="t", priority=0).to_variables() == {
        "id": "i",
        "teamId": "t",
        "priority": 0,
    }


def test_every_method_sends_variables_that_its_document_declares(
    schema: GraphQLSchema, linear: PretendedLinear
) -> None:
    client = linear.client
    linear.answers = [httpx.Response(200, json=answers.error("stop", code="INPUT_ERROR"))]
    calls: dict[str, Any] = {
        "viewer": client.viewer,
        "teams": client.teams,
        "team_entities": lambda: client.team_entities(UUID),
        "issue": lambda: client.issue("ENG-1"),
        "issues": lambda: client.issues([UUID]),
        "search_issues": lambda: client.search_issues("fire"),
        "create_linked_issue": lambda: client.create_linked_issue(ISSUE, ATTACHMENT),
        "create_issue": lambda: client.create_issue(ISSUE),
        "link_issue": lambda: client.link_issue(ATTACHMENT),
        "completion": lambda: client.completion(UUID),
        "update_issue": lambda: client.update_issue(UUID, IssueUpdate(state_id=UUID)),
        "delete_attachment": lambda: client.delete_attachment(UUID),
        "create_comment": lambda: client.create_comment(COMMENT),
        "comment": lambda: client.comment(UUID),
        "create_agent_activity": lambda: client.create_agent_activity(ACTIVITY),
        "create_webhook": lambda: client.create_webhook(WEBHOOK),
        "webhook": lambda: client.webhook(UUID),
        "update_webhook": lambda: client.update_webhook(UUID, CHANGE),
        "delete_webhook": lambda: client.delete_webhook(UUID),
        "update_agent_session": lambda: client.update_agent_session(UUID, SESSION),
        "existing_attachments": lambda: client.existing_attachments([UUID]),
        "related_issue": lambda: client.related_issue(UUID),
        "reconcile": lambda: client.reconcile(UUID, "https://help/1"),
        "attachments_for_url": lambda: client.attachments_for_url("https://help/1"),
    }
    for name, call in calls.items():
        with pytest.raises(InvalidInput):
            call()
        declared = operations(parse(document(name).text))[0].variable_definitions or ()
        assert not isinstance(get_variable_values(schema, declared, linear.variables()), list), name
        assert set(linear.variables()) <= {each.variable.name.value for each in declared}, name


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_text_arrives_unchanged_from_every_field(linear: PretendedLinear, text: str) -> None:
    linear.will_answer(answers.error("stop", code="INPUT_ERROR"))
    issue = IssueCreate(id="i", team_id="t", title=text, description=text, create_as_user=text)
    link = AttachmentCreate(
        id="a", issue_id="i", url=text, title=text, subtitle=text, metadata={text: [text]}
    )
    with pytest.raises(InvalidInput):
        linear.client.create_linked_issue(issue, link)
    with pytest.raises(InvalidInput):
        linear.client.search_issues(text)
    sent = linear.variables(0)
    assert {sent["issue"][name] for name in ("title", "description", "createAsUser")} == {text}
    assert {sent["attachment"][name] for name in ("url", "title", "subtitle")} == {text}
    assert sent["attachment"]["metadata"] == {text: [text]}
    assert linear.variables(1)["term"] == text
    assert json.loads(linear.requests[0].content)["query"] == document("create_linked_issue").text


@given(st.text())
def test_any_text_arrives_or_is_refused_before_it_is_sent(text: str) -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content)["variables"]["term"])
        return httpx.Response(200, json={"data": {"searchIssues": {"nodes": []}}})

    reset_transport(httpx.MockTransport(answer))
    client = LinearClient(api_url="https://api.linear.app", authorization="k", budget=Budget())
    assert client.search_issues(text) == []
    assert sent == [text]


@pytest.mark.parametrize("value", ["half a pair \ud83d", float("nan")])
def test_what_json_cannot_hold_is_invalid_input(linear: PretendedLinear, value: Any) -> None:
    link = AttachmentCreate(id="a", issue_id="i", url="u", title="t", metadata={"k": value})
    with pytest.raises(InvalidInput) as caught:
        linear.client.link_issue(link)
    assert not caught.value.outcome_unknown
    assert linear.requests == []
