"""What resolving a conversation does to its issues in Linear, once an administrator wants it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection as database
from django.db import connections, transaction
from django.utils import timezone

from conversations.conversations import create_conversation, toggle_status
from conversations.models import Account, Conversation, Message, User
from linear_integration import operations
from linear_integration.automations import store_automations
from linear_integration.linear.types import Issue as Card
from linear_integration.models import Automations, Hook, Issue, Operation

from ..conftest import ApiFactory
from ..sandbox_process import Sandbox
from .asking import activities, comments_of, in_linear, state_of_type
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

UPDATE = """
mutation ($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success }
}
"""
STATE = "query ($id: String!) { issue(id: $id) { state { name type } } }"
TRASH = "mutation ($id: String!) { issueDelete(id: $id) { success } }"
COMPLETIONS = {"complete_on_resolved": True}

Switch = Callable[..., None]
Toggle = Callable[..., None]


@pytest.fixture
def switch(acme: Hook) -> Switch:
    """Return what sets Acme's switches; the others are as by default."""

    def store(**switches: bool) -> None:
        store_automations(Automations(workspace=acme.workspace, **switches))

    return store


@pytest.fixture
def toggle(api: ApiFactory, bob: User, acme_support: Account) -> Toggle:
    """Return what gives a conversation a status, as Bob does."""
    client = api(bob)

    def send(status: str, display_id: int = 1) -> None:
        path = f"/api/v1/accounts/{acme_support.pk}/conversations/{display_id}/toggle_status"
        answer = client.post(path, {"status": status}, format="json")
        assert answer.status_code == 200, answer.content

    return send


@pytest.fixture
def issue(acme: Hook, bobs: LinearApi, conversation: Conversation, sandbox: Sandbox) -> Issue:
    """ENG-1, which waits in the backlog, linked to the conversation."""
    move(sandbox, "ENG-1", "backlog")
    return linked(bobs, "ENG-1")


def linked(who: LinearApi, identifier: str, display_id: int = 1) -> Issue:
    """Link an issue to a conversation, and return it."""
    answer = who.post("link_issue", {"conversation_id": display_id, "issue_id": identifier})
    assert answer.status_code == 200, answer.content
    return Issue.objects.get(identifier=identifier)


def move(sandbox: Sandbox, issue_id: str, state_type: str) -> None:
    """Move an issue, as Maya does in Linear; nobody tells us."""
    state_id = state_of_type(sandbox, issue_id, state_type)
    in_linear(sandbox, UPDATE, id=issue_id, input={"stateId": state_id})


def state_of(sandbox: Sandbox, issue: Issue) -> dict[str, str]:
    """Return an issue's state in Linear."""
    state: dict[str, str] = in_linear(sandbox, STATE, id=str(issue.linear_id))["issue"]["state"]
    return state


def updates(sandbox: Sandbox) -> int:
    """Count how often we have changed an issue in Linear."""
    return len([r for r in sandbox.requests() if r.get("operation") == "UpdateIssue"])


def notes(conversation: Conversation) -> list[str]:
    """Return the notes that no person wrote."""
    return [each.content for each in conversation.messages.filter(private=True, sender=None)]


@pytest.fixture
def second(acme_support: Account, conversation: Conversation, bob: User) -> Conversation:
    """Another conversation of the same inbox."""
    return create_conversation(
        acme_support, inbox=conversation.inbox, contact=conversation.contact, assignee=bob
    )


# --- by default -------------------------------------------------------------------------------


def test_by_default_resolving_says_nothing_to_linear(
    issue: Issue, toggle: Toggle, sandbox: Sandbox
) -> None:
    toggle("resolved")
    assert operations.sweep() == 0
    assert state_of(sandbox, issue)["type"] == "backlog"


# --- completing -------------------------------------------------------------------------------


def test_the_issue_is_completed_once_and_the_conversation_says_so(
    issue: Issue, switch: Switch, toggle: Toggle, sandbox: Sandbox, conversation: Conversation
) -> None:
    switch(**COMPLETIONS)
    toggle("resolved")
    toggle("resolved")
    assert operations.sweep() == 1
    assert state_of(sandbox, issue) == {"name": "Done", "type": "completed"}
    issue.refresh_from_db()
    assert Card.from_json(issue.card).state.type == "completed"
    assert activities(conversation)[-1] == "Completed Linear issue [ENG-1]"
    said = conversation.messages.filter(message_type=Message.Type.ACTIVITY).last()
    assert said is not None
    assert str(said.sender) == "Bob"
    assert operations.sweep() == 0
    assert updates(sandbox) == 1


def test_resolved_twice_before_it_is_completed_it_is_said_once(
    issue: Issue, switch: Switch, toggle: Toggle, conversation: Conversation, sandbox: Sandbox
) -> None:
    switch(**COMPLETIONS)
    for status in ("resolved", "open", "resolved"):
        toggle(status)
    assert operations.sweep() == 2
    assert activities(conversation).count("Completed Linear issue [ENG-1]") == 1
    # Of the second, too, an attempt might have been lost.
    second = Operation.objects.filter(kind="complete_issue", status="refused")
    due = timezone.now()
    assert second.update(status="unknown", next_attempt_at=due, lease_until=due) == 1
    assert operations.sweep() == 1
    assert activities(conversation).count("Completed Linear issue [ENG-1]") == 1
    assert updates(sandbox) == 1


def test_what_somebody_completes_in_linear_meanwhile_is_not_said_to_be_ours(
    issue: Issue, switch: Switch, toggle: Toggle, conversation: Conversation, sandbox: Sandbox
) -> None:
    switch(**COMPLETIONS)
    toggle("resolved")
    move(sandbox, "ENG-1", "completed")
    assert operations.sweep() == 1
    assert "Completed Linear issue [ENG-1]" not in activities(conversation)


@pytest.mark.parametrize("status", ["snoozed", "pending"])
def test_no_other_status_completes_it(
    issue: Issue, switch: Switch, toggle: Toggle, status: str
) -> None:
    switch(**COMPLETIONS)
    toggle(status)
    assert not Operation.objects.filter(kind="complete_issue").exists()


@pytest.mark.parametrize("state_type", ["triage", "backlog", "unstarted", "started"])
@pytest.mark.parametrize("is_allowed", [True, False])
def test_only_issues_in_a_state_of_an_allowed_type_are_moved(
    acme: Hook,
    bobs: LinearApi,
    conversation: Conversation,
    switch: Switch,
    toggle: Toggle,
    sandbox: Sandbox,
    state_type: str,
    is_allowed: bool,
) -> None:
    # Of Acme's teams, this one has a triage.
    move(sandbox, "OPS-1", state_type)
    issue = linked(bobs, "OPS-1")
    switch(**COMPLETIONS | {f"complete_{state_type}": is_allowed})
    toggle("resolved")
    operations.sweep()
    expected = "completed" if is_allowed else state_type
    assert state_of(sandbox, issue)["type"] == expected


@pytest.mark.parametrize("state_type", ["completed", "canceled"])
def test_an_issue_that_has_come_to_its_end_stays_as_it_is(
    bobs: LinearApi,
    acme: Hook,
    conversation: Conversation,
    switch: Switch,
    toggle: Toggle,
    sandbox: Sandbox,
    state_type: str,
) -> None:
    move(sandbox, "ENG-1", state_type)
    linked(bobs, "ENG-1")
    switch(**COMPLETIONS)
    toggle("resolved")
    assert not Operation.objects.filter(kind="complete_issue").exists()


def test_what_linear_has_decides_and_not_our_card(
    issue: Issue, switch: Switch, toggle: Toggle, sandbox: Sandbox, conversation: Conversation
) -> None:
    switch(**COMPLETIONS)
    move(sandbox, "ENG-1", "started")
    toggle("resolved")
    assert operations.sweep() == 1
    assert state_of(sandbox, issue)["type"] == "started"
    [operation] = Operation.objects.filter(kind="complete_issue")
    assert operation.status == "refused"
    assert operation.error
    assert operation.error["code"] == "operation_superseded"
    assert notes(conversation) == []


def test_it_waits_for_the_last_of_the_issues_conversations(
    issue: Issue,
    switch: Switch,
    toggle: Toggle,
    sandbox: Sandbox,
    bobs: LinearApi,
    second: Conversation,
) -> None:
    linked(bobs, "ENG-1", second.display_id)
    switch(**COMPLETIONS)
    toggle("resolved")
    assert operations.sweep() == 0
    toggle("resolved", second.display_id)
    assert operations.sweep() == 1
    assert state_of(sandbox, issue)["type"] == "completed"
    for each in Conversation.objects.filter(issue_links__issue=issue):
        assert activities(each)[-1] == "Completed Linear issue [ENG-1]"


@pytest.mark.skipif(database.vendor != "postgresql", reason="needs PostgreSQL")
def test_of_two_conversations_resolved_at_once_the_later_completes_it(
    issue: Issue,
    switch: Switch,
    toggle: Toggle,
    sandbox: Sandbox,
    bobs: LinearApi,
    second: Conversation,
    conversation: Conversation,
    bob: User,
) -> None:
    linked(bobs, "ENG-1", second.display_id)
    switch(**COMPLETIONS)
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            toggle_status(conversation, "resolved", by=bob)
            later = thread.submit(toggle, "resolved", second.display_id)
            # It waits for this transaction; did it not, it would be through by then.
            wait([later], timeout=1)
        later.result()
        thread.submit(connections.close_all).result()
    assert operations.sweep() == 1
    assert state_of(sandbox, issue)["type"] == "completed"


def test_a_conversation_that_is_reopened_before_linear_is_asked_completes_nothing(
    issue: Issue, switch: Switch, toggle: Toggle, sandbox: Sandbox
) -> None:
    switch(**COMPLETIONS)
    toggle("resolved")
    toggle("open")
    assert operations.sweep() == 1
    assert (state_of(sandbox, issue)["type"], updates(sandbox)) == ("backlog", 0)


def test_an_issue_that_is_unlinked_before_linear_is_asked_stays_as_it_is(
    issue: Issue, switch: Switch, toggle: Toggle, sandbox: Sandbox, bobs: LinearApi
) -> None:
    switch(**COMPLETIONS)
    toggle("resolved")
    link_id = str(issue.links.get().link_id)
    assert bobs.post("unlink_issue", {"conversation_id": 1, "link_id": link_id}).status_code == 200
    operations.sweep()
    assert state_of(sandbox, issue)["type"] == "backlog"


def test_a_trashed_issue_is_left_alone(
    acme: Hook,
    bobs: LinearApi,
    conversation: Conversation,
    switch: Switch,
    toggle: Toggle,
    sandbox: Sandbox,
) -> None:
    move(sandbox, "ENG-1", "backlog")
    in_linear(sandbox, TRASH, id="ENG-1")
    linked(bobs, "ENG-1")
    switch(**COMPLETIONS, comment_on_resolved=True)
    toggle("resolved")
    assert operations.sweep() == 0


@pytest.mark.parametrize("action", ["commit_then_drop", "drop_before_commit"])
def test_a_lost_answer_completes_it_once_and_says_so_once(
    issue: Issue,
    switch: Switch,
    toggle: Toggle,
    sandbox: Sandbox,
    conversation: Conversation,
    action: str,
) -> None:
    switch(**COMPLETIONS)
    toggle("resolved")
    sandbox.add_fault(match={"operation": "UpdateIssue"}, action=action, times=1)
    assert operations.sweep() == 0
    [operation] = Operation.objects.filter(kind="complete_issue")
    assert operation.status == "unknown"
    Operation.objects.update(next_attempt_at=operation.created_at)
    assert operations.sweep() == 1
    assert state_of(sandbox, issue)["type"] == "completed"
    assert activities(conversation).count("Completed Linear issue [ENG-1]") == 1


def test_a_refusal_of_linears_is_told_in_a_note(
    issue: Issue, switch: Switch, toggle: Toggle, sandbox: Sandbox, conversation: Conversation
) -> None:
    switch(**COMPLETIONS)
    toggle("resolved")
    sandbox.add_fault(match={"operation": "UpdateIssue"}, action="usage_limit", times=1)
    operations.sweep()
    [note] = notes(conversation)
    assert note.startswith("ENG-1 was not completed in Linear: ")


# --- commenting -------------------------------------------------------------------------------


def test_a_comment_in_the_agents_name_leads_to_the_conversation(
    issue: Issue, switch: Switch, toggle: Toggle, sandbox: Sandbox, conversation: Conversation
) -> None:
    switch(comment_on_resolved=True)
    toggle("resolved")
    assert operations.sweep() == 1
    [comment] = [
        each for each in comments_of(sandbox, str(issue.linear_id)) if each["createAsUser"] == "Bob"
    ]
    assert comment["body"].startswith("Conversation #1 was resolved: http")
    assert comment["body"].endswith("/conversations/1")
    assert activities(conversation)[-1] == "Commented on Linear issue [ENG-1]"
    assert state_of(sandbox, issue)["type"] == "backlog"


def test_each_of_its_issues_is_commented_on(
    issue: Issue, switch: Switch, toggle: Toggle, bobs: LinearApi
) -> None:
    linked(bobs, "OPS-1")
    switch(comment_on_resolved=True)
    toggle("resolved")
    assert operations.sweep() == 2


# --- who has it switched off ------------------------------------------------------------------


def test_without_the_feature_nothing_is_done(
    issue: Issue, switch: Switch, toggle: Toggle, acme_support: Account
) -> None:
    switch(comment_on_resolved=True, **COMPLETIONS)
    acme_support.features = []
    acme_support.save()
    before = Operation.objects.count()
    toggle("resolved")
    assert Operation.objects.count() == before


def test_without_a_connection_nothing_is_done(
    issue: Issue, switch: Switch, toggle: Toggle, acme: Hook
) -> None:
    switch(comment_on_resolved=True, **COMPLETIONS)
    acme.delete()
    before = Operation.objects.count()
    toggle("resolved")
    assert Operation.objects.count() == before
