"""An issue that is completed from here comes back as an event, which is no news here."""

import pytest

from conversations.conversations import create_conversation, toggle_status
from conversations.models import Account, Conversation, Message, User
from linear_integration import operations
from linear_integration.automations import store_automations
from linear_integration.models import Automations, Issue, IssueLink, Operation
from linear_integration.reconciliation import reconcile_due, want

from ..asking import state_of_type
from ..conftest import LinearApi
from .conftest import Loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def resolved(loop: Loop, link: IssueLink, conversation: Conversation, bob: User) -> Conversation:
    """A conversation that was just resolved, whose issue is about to be completed."""
    move(loop, link.issue, "backlog")
    loop.settle()
    store_automations(Automations(workspace=link.issue.workspace, complete_on_resolved=True))
    return toggle_status(conversation, "resolved", by=bob)


def move(loop: Loop, issue: Issue, state_type: str) -> None:
    """Move the issue, as Maya does in Linear."""
    issue_id = str(issue.linear_id)
    loop.change(issue_id, stateId=state_of_type(loop.sandbox, issue_id, state_type))


def told(conversation: Conversation) -> list[str]:
    """Return what the product itself has written as notes."""
    found = conversation.messages.filter(message_type=Message.Type.OUTGOING, private=True)
    return [message.content for message in found.filter(sender=None)]


def test_it_reopens_nothing_and_is_not_noted(resolved: Conversation, loop: Loop) -> None:
    assert operations.sweep() == 1
    deliveries = loop.settle()
    assert deliveries
    assert {each.status for each in deliveries} == {"done"}
    resolved.refresh_from_db()
    assert (resolved.status, told(resolved)) == ("resolved", [])


def test_nor_when_the_event_is_here_before_linears_answer(
    resolved: Conversation, loop: Loop
) -> None:
    loop.sandbox.add_fault(match={"operation": "UpdateIssue"}, action="commit_then_drop", times=1)
    assert operations.sweep() == 0
    loop.settle()
    resolved.refresh_from_db()
    assert (resolved.status, told(resolved)) == ("resolved", [])
    Operation.objects.update(next_attempt_at=resolved.created_at)
    assert operations.sweep() == 1


def test_nor_when_the_comparison_sees_it_first(
    resolved: Conversation, loop: Loop, link: IssueLink
) -> None:
    reconcile_due()
    assert operations.sweep() == 1
    want(link.issue.workspace)
    assert reconcile_due() == 1
    resolved.refresh_from_db()
    assert (resolved.status, told(resolved)) == ("resolved", [])


def test_what_a_person_completes_while_ours_waits_is_told_where_it_was_reopened(
    resolved: Conversation, loop: Loop, link: IssueLink, bob: User
) -> None:
    toggle_status(resolved, "open", by=bob)
    move(loop, link.issue, "completed")
    loop.settle()
    [note] = told(resolved)
    assert note.startswith("ENG-1 was completed by Maya")


def test_what_a_person_completes_afterwards_is_told(
    resolved: Conversation, loop: Loop, link: IssueLink
) -> None:
    operations.sweep()
    move(loop, link.issue, "started")
    move(loop, link.issue, "completed")
    loop.settle()
    resolved.refresh_from_db()
    assert resolved.status == "open"
    [note] = told(resolved)
    assert note.startswith("ENG-1 was completed by Maya")


def test_a_conversation_that_is_linked_later_is_not_told_either(
    resolved: Conversation, loop: Loop, bobs: LinearApi, acme_support: Account
) -> None:
    operations.sweep()
    later = create_conversation(
        acme_support, inbox=resolved.inbox, contact=resolved.contact, status="resolved"
    )
    bobs.post("link_issue", {"conversation_id": later.display_id, "issue_id": "ENG-1"})
    loop.settle()
    later.refresh_from_db()
    assert (later.status, told(later)) == ("resolved", [])
