"""What people write on a linked issue in Linear is told in its conversations, and no echo is."""

import uuid
from typing import Any

import pytest

from conversations.models import Conversation
from linear_integration.automations import store_automations
from linear_integration.inbound.deliveries import work_off
from linear_integration.models import Automations, Hook, Issue, LinkEvent, WebhookDelivery

from ...threads import in_parallel
from ..asking import in_linear
from ..conftest import LinearApi
from .conftest import Loop, Post
from .events import event

pytestmark = pytest.mark.django_db(transaction=True)

COMMENT = """
mutation ($input: CommentCreateInput!) {
  commentCreate(input: $input) { comment { id url } }
}
"""
EDIT = """
mutation ($id: String!, $input: CommentUpdateInput!) {
  commentUpdate(id: $id, input: $input) { success }
}
"""
DELETE = "mutation ($id: String!) { commentDelete(id: $id) { success } }"
STATES = "query ($id: String!) { issue(id: $id) { team { states { nodes { id } } } } }"
PERSON = {"id": str(uuid.uuid4()), "name": "Priya Raman"}


@pytest.fixture(autouse=True)
def noted(acme: Hook) -> None:
    """Let comments be noted, and reopen."""
    store_automations(
        Automations(workspace=acme.workspace, note_on_comment=True, reopen_on_comment=True)
    )


def comment_on(loop: Loop, issue: Issue, body: str) -> dict[str, str]:
    """Comment on the issue in Linear, as its administrator Maya; return id and url."""
    values = {"issueId": str(issue.linear_id), "body": body}
    made = in_linear(loop.sandbox, COMMENT, input=values)
    comment: dict[str, str] = made["commentCreate"]["comment"]
    return comment


def comment_event(hook: Hook, issue: Issue, **values: Any) -> dict[str, Any]:
    """Return the event of a comment by a person; `data` and `actor` may be changed."""
    data = {
        "id": str(uuid.uuid4()),
        "body": "Fixed",
        "createdAt": "2040-01-01T00:00:00.000Z",
        "updatedAt": "2040-01-01T00:00:00.000Z",
        "issueId": str(issue.linear_id),
        "userId": PERSON["id"],
        "user": PERSON,
        "botActor": None,
    }
    return event(
        hook,
        type="Comment",
        action=values.get("action", "create"),
        actor=values.get("actor", PERSON | {"type": "user"}),
        url=f"{issue.url}#comment-1",
        data=data | values.get("data", {}),
    )


def notes(conversation: Conversation) -> list[str]:
    """Return the private notes, the oldest first."""
    rows = conversation.messages.filter(private=True).order_by("pk")
    return list(rows.values_list("content", flat=True))


def outcomes() -> list[str]:
    """Return what came of the comments' events, the oldest first."""
    rows = WebhookDelivery.objects.filter(event_type="Comment").order_by("pk")
    return list(rows.values_list("outcome", flat=True))


def test_a_comment_in_linear_is_quoted_in_a_note_and_reopens(
    loop: Loop, issue: Issue, conversation: Conversation
) -> None:
    Conversation.objects.update(status="resolved")
    made = comment_on(loop, issue, "**Which** browser?\n\n![shot](https://x.example/a.png)")
    loop.settle()
    [note] = notes(conversation)
    assert note.splitlines() == [
        f"Maya Lindqvist commented on ENG-1: {issue.title}",
        "",
        "> **Which** browser?",
        ">",
        "> [shot](https://x.example/a.png)",
        "",
        made["url"],
    ]
    assert "#comment-" in made["url"]
    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_a_comment_is_told_once_however_often_it_is_sent(
    acme: Hook, issue: Issue, post_event: Post, conversation: Conversation
) -> None:
    body = comment_event(acme, issue)
    for number in range(3):
        post_event({**body, "webhookTimestamp": body["webhookTimestamp"] + number})
        work_off()
    assert outcomes() == ["updated"] * 3
    assert len(notes(conversation)) == 1


def test_what_becomes_of_a_comment_later_is_told_nowhere(
    loop: Loop, issue: Issue, conversation: Conversation
) -> None:
    made = comment_on(loop, issue, "First")
    in_linear(loop.sandbox, EDIT, id=made["id"], input={"body": "Second"})
    in_linear(loop.sandbox, DELETE, id=made["id"])
    loop.settle()
    assert outcomes() == ["updated", "ignored", "ignored"]
    assert ["> First" in note for note in notes(conversation)] == [True]


def test_what_an_agent_comments_from_here_does_not_come_back(
    loop: Loop, issue: Issue, conversation: Conversation, bobs: LinearApi
) -> None:
    answer = bobs.post(
        "comment_issue",
        {
            "conversation_id": 1,
            "link_id": str(conversation.issue_links.get().link_id),
            "body": "From the helpdesk",
        },
    )
    assert answer.status_code == 200, answer.json()
    loop.settle()
    assert outcomes() == ["our_own"]
    assert notes(conversation) == []
    assert not LinkEvent.objects.exists()


def test_what_was_written_from_here_in_a_persons_name_is_our_own_and_the_rest_is_theirs(
    acme: Hook, issue: Issue, post_event: Post, bobs: LinearApi, conversation: Conversation
) -> None:
    """With an API key Linear can't tell the key's owner from us; the ids that we chose can."""
    bobs.post(
        "comment_issue",
        {
            "conversation_id": 1,
            "link_id": str(conversation.issue_links.get().link_id),
            "body": "From the helpdesk",
        },
    )
    Hook.objects.update(is_app=False)
    owner = {"id": str(acme.viewer_id), "name": "Ada"}
    theirs = {"userId": owner["id"], "user": owner}
    ours = theirs | {"id": str(conversation.operations.get(kind="comment_issue").comment_id)}
    for data in (ours, theirs):
        post_event(comment_event(acme, issue, data=data, actor=owner | {"type": "user"}))
    work_off()
    assert outcomes() == ["our_own", "updated"]
    assert len(notes(conversation)) == 1


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"data": {"botActor": '{"type": "github"}'}}, "ignored"),
        ({"data": {"userId": None, "user": None}}, "ignored"),
        ({"data": {"userId": None, "user": None, "externalUserId": "x"}}, "ignored"),
        ({"actor": {"id": "x", "name": "App", "type": "oauthClient"}}, "ignored"),
        ({"actor": {"id": "x", "service": "slack", "type": "integration"}}, "ignored"),
        ({"actor": None}, "updated"),
        ({"data": {"issueId": None, "projectId": "x"}}, "not_linked"),
        ({"data": {"issueId": str(uuid.uuid4())}}, "not_linked"),
    ],
    ids=["bot", "nobody", "external", "app", "integration", "unnamed", "project", "not linked"],
)
def test_only_what_a_person_writes_on_a_linked_issue_is_told(
    acme: Hook,
    issue: Issue,
    post_event: Post,
    conversation: Conversation,
    changed: dict[str, Any],
    outcome: str,
) -> None:
    assert post_event(comment_event(acme, issue, **changed)).status_code == 200
    work_off()
    assert outcomes() == [outcome]
    assert len(notes(conversation)) == (outcome == "updated")


def test_what_our_apps_own_user_writes_is_our_own_even_without_an_operation(
    acme: Hook, issue: Issue, post_event: Post, conversation: Conversation
) -> None:
    us = {"id": str(acme.viewer_id), "name": "The bridge"}
    post_event(comment_event(acme, issue, data={"userId": us["id"], "user": us}, actor=None))
    work_off()
    assert outcomes() == ["our_own"]
    assert notes(conversation) == []


def test_comments_and_changes_of_an_issue_that_come_at_once_do_not_stand_in_each_others_way(
    loop: Loop, issue: Issue, conversation: Conversation
) -> None:
    team = in_linear(loop.sandbox, STATES, id=str(issue.linear_id))["issue"]["team"]
    states = [state["id"] for state in team["states"]["nodes"]]
    for number in range(20):
        loop.change(str(issue.linear_id), stateId=states[number % 2])
        comment_on(loop, issue, f"Comment {number}")
    loop.sandbox.wait_for_deliveries()
    in_parallel(4, lambda _number: work_off())
    ended = WebhookDelivery.objects.filter(event_type__in=["Comment", "Issue"])
    assert set(ended.values_list("status", "attempts")) == {("done", 1)}
    assert LinkEvent.objects.filter(kind="commented").count() == 20
