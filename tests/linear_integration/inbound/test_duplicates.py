"""An issue that is marked as a duplicate gives its links to the one that it is a duplicate of."""

import random
import re

import pytest

from conversations.models import Conversation
from linear_integration import operations, tasks
from linear_integration.inbound.deliveries import work_off
from linear_integration.models import IssueLink, Operation, WebhookDelivery

from ...sandbox_process import Sandbox
from ..asking import activities, attachments_of, in_linear
from ..conftest import LinearApi
from .conftest import Loop, Post
from .events import milliseconds
from .test_attachment_events import id_of

pytestmark = pytest.mark.django_db(transaction=True)

MARK = """
mutation ($issue: String!, $of: String!) {
  issueRelationCreate(input: { issueId: $issue, relatedIssueId: $of, type: duplicate }) { success }
}
"""
FORGET = "mutation ($id: String!) { issueRelationDelete(id: $id) { success } }"
RELATIONS = "{ issueRelations(first: 5) { nodes { id } } }"


def mark(sandbox: Sandbox, issue: str, *, of: str) -> None:
    """Mark an issue as a duplicate of another one in Linear, as Maya."""
    in_linear(sandbox, MARK, issue=issue, of=of)


def settle(loop: Loop) -> None:
    """Let everything come to its end: the events, what they cause, and the events of that."""
    loop.settle()
    while operations.sweep():
        loop.settle()


def notes(conversation: Conversation) -> list[str]:
    """Return the first line of each private note."""
    found = conversation.messages.filter(private=True).order_by("pk")
    return [note.content.splitlines()[0] for note in found]


def links(conversation: Conversation) -> list[tuple[str, str]]:
    """Return what we know of the conversation's links."""
    rows = conversation.issue_links.values_list("issue__identifier", "link_id")
    return sorted((identifier, str(link_id)) for identifier, link_id in rows)


def links_in_linear(loop: Loop, conversation: Conversation) -> list[tuple[str, str]]:
    """Return what Linear has of them."""
    names = {issue["id"]: issue["identifier"] for issue in loop.sandbox.state()["issues"]}
    found = attachments_of(loop.sandbox, conversation)
    return sorted((names[each["issueId"]], each["id"]) for each in found)


def test_the_link_moves_to_the_canonical_issue_and_a_note_says_so(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    settle(loop)
    assert links(conversation) == links_in_linear(loop, conversation)
    assert [name for name, _ in links(conversation)] == ["ENG-2"]
    assert notes(conversation) == ["ENG-1 was marked as a duplicate of ENG-2; the link moved."]
    assert activities(conversation) == ["Linked Linear issue [ENG-1]"]
    moved = conversation.issue_links.get()
    assert (moved.title, moved.created_by) == (link.title, link.created_by)


def test_the_log_names_the_task_that_wanted_the_move(loop: Loop, link: IssueLink) -> None:
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    loop.sandbox.wait_for_deliveries()
    tasks.work_off_deliveries.apply()
    assert re.fullmatch("[0-9a-f]{32}", Operation.objects.get(kind="move_link").request_id)


def test_every_linked_conversation_follows(
    loop: Loop,
    alices: LinearApi,
    link: IssueLink,
    conversation: Conversation,
    other_inbox_conversation: Conversation,
) -> None:
    alices.post("link_issue", {"conversation_id": 2, "issue_id": "ENG-1"})
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    settle(loop)
    for each in (conversation, other_inbox_conversation):
        assert [name for name, _ in links(each)] == ["ENG-2"]
        assert len(notes(each)) == 1


def test_a_conversation_that_has_the_canonical_issue_only_loses_the_other(
    loop: Loop, bobs: LinearApi, link: IssueLink, conversation: Conversation
) -> None:
    answer = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-2", "title": "Mine"})
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    settle(loop)
    assert links(conversation) == [("ENG-2", answer.json()["data"]["link_id"])]
    assert links(conversation) == links_in_linear(loop, conversation)
    assert conversation.issue_links.get().title == "Mine"
    assert len(notes(conversation)) == 1


def test_a_duplicate_of_a_duplicate_leads_to_the_last(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    mark(loop.sandbox, "ENG-2", of="ENG-3")
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    settle(loop)
    assert [name for name, _ in links(conversation)] == ["ENG-3"]


def test_duplicates_of_each_other_stay_where_they_are(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    mark(loop.sandbox, "ENG-2", of="ENG-1")
    settle(loop)
    assert [name for name, _ in links(conversation)] == ["ENG-1"]
    assert notes(conversation) == []


def test_what_linear_moves_on_its_own_is_not_moved_again(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    loop.sandbox.change_settings(duplicate_moves_attachments=True)
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    settle(loop)
    assert links(conversation) == [("ENG-2", str(link.link_id))]
    assert links(conversation) == links_in_linear(loop, conversation)
    assert len(notes(conversation)) == 1


def test_what_is_a_duplicate_no_more_keeps_its_links(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    [relation] = in_linear(loop.sandbox, RELATIONS)["issueRelations"]["nodes"]
    in_linear(loop.sandbox, FORGET, id=relation["id"])
    settle(loop)
    assert [name for name, _ in links(conversation)] == ["ENG-1"]


@pytest.mark.parametrize("field", ["attachmentCreate", "attachmentDelete"])
@pytest.mark.parametrize("action", ["drop_before_commit", "commit_then_drop"])
def test_a_lost_answer_moves_it_once_all_the_same(
    loop: Loop, link: IssueLink, conversation: Conversation, field: str, action: str
) -> None:
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    loop.settle()
    loop.sandbox.add_fault(match={"field": field}, action=action, times=1)
    operations.sweep()
    loop.settle()
    Operation.objects.update(next_attempt_at=link.created_at)
    settle(loop)
    assert [name for name, _ in links(conversation)] == ["ENG-2"]
    assert links(conversation) == links_in_linear(loop, conversation)
    assert len(notes(conversation)) == 1
    assert activities(conversation) == ["Linked Linear issue [ENG-1]"]


def test_who_unlinks_it_meanwhile_has_the_last_word(
    loop: Loop, bobs: LinearApi, link: IssueLink, conversation: Conversation
) -> None:
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    loop.settle()
    bobs.post("unlink_issue", {"conversation_id": 1, "link_id": str(link.link_id)})
    settle(loop)
    assert links(conversation) == links_in_linear(loop, conversation) == []


def test_neither_order_nor_repetition_matters(
    loop: Loop, link: IssueLink, conversation: Conversation, post_event: Post
) -> None:
    loop.change(id_of(loop.sandbox, "ENG-1"), title="Before")
    mark(loop.sandbox, "ENG-1", of="ENG-2")
    loop.change(id_of(loop.sandbox, "ENG-1"), title="After")
    loop.settle()
    events = [each["body"] for each in loop.sandbox.deliveries()]
    shuffled = random.Random(5)
    for _ in range(5):
        WebhookDelivery.objects.all().delete()
        arriving = [*events, *shuffled.choices(events, k=4)]
        shuffled.shuffle(arriving)
        for number, body in enumerate(arriving):
            post_event({**body, "webhookTimestamp": milliseconds() + number})
            work_off()
            operations.sweep()
    settle(loop)
    assert [name for name, _ in links(conversation)] == ["ENG-2"]
    assert links(conversation) == links_in_linear(loop, conversation)
    assert len(notes(conversation)) == 1
    assert Operation.objects.filter(kind="move_link").count() == 1
