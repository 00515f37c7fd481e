"""What linked conversations are told, once, however often it is told."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from conversations.models import Account, Conversation, Message, Notification, User
from linear_integration.automations import Happening, Kind, store_automations, tell
from linear_integration.models import (
    Automations,
    Hook,
    Issue,
    IssueLink,
    LinkEvent,
    Workspace,
)

from ..cast import Cast
from ..threads import in_parallel

CARD = Path(__file__).resolve().parents[1] / "fixtures" / "stored" / "card.json"
COMPLETED = Happening(
    kind=Kind.COMPLETED,
    key="completed:1:2026-11-21T12:00:00Z",
    at=datetime(2026, 11, 21, 12, tzinfo=UTC),
    actor="Ada Admin",
    state="Done",
    state_before="In Progress",
)
COMMENTED = replace(
    COMPLETED, kind=Kind.COMMENTED, key="comment:1", comment="Try again", url="https://l.example/c"
)


@pytest.fixture
def workspace(cast: Cast) -> Workspace:
    """A connected workspace of Acme Support; no Linear answers behind it."""
    workspace = Workspace.objects.create(
        account=cast.acme_support, linear_id=uuid.uuid4(), name="Acme", url_key="acme"
    )
    connect(workspace)
    return workspace


@pytest.fixture
def issue(workspace: Workspace, conversation: Conversation) -> Issue:
    """An issue that is linked to Bob's conversation, which is resolved."""
    issue = issue_in(workspace, "ENG-1", state="completed")
    link(conversation, issue)
    conversation.status = Conversation.Status.RESOLVED
    conversation.save()
    return issue


@pytest.fixture
def switch(workspace: Workspace) -> Callable[..., None]:
    """Set switches of the workspace: `switch(note_on_comment=True)`."""

    def store(**switches: Any) -> None:
        store_automations(Automations(workspace=workspace, **switches))

    return store


def connect(workspace: Workspace) -> Hook:
    return Hook.objects.create(
        workspace=workspace,
        token_kind=Hook.TokenKind.API_KEY,
        access_token="lin_api_secret",
        viewer_id=uuid.uuid4(),
        viewer_name="Ada Admin",
        is_app=False,
    )


def issue_in(workspace: Workspace, identifier: str, *, state: str) -> Issue:
    """Store an issue in a state of this type."""
    now = timezone.now()
    card = json.loads(CARD.read_text())
    card["state"] |= {"type": state}
    return Issue.objects.create(
        workspace=workspace,
        linear_id=uuid.uuid4(),
        identifier=identifier,
        title="The export fails",
        url=f"https://linear.app/acme/issue/{identifier}",
        card=card,
        linear_updated_at=now,
        fetched_at=now,
        asked_at=now,
    )


def link(conversation: Conversation, issue: Issue) -> None:
    IssueLink.objects.create(
        conversation=conversation,
        issue=issue,
        link_id=uuid.uuid4(),
        created_at=COMPLETED.at - timedelta(days=1),
    )


def notes(conversation: Conversation) -> list[str]:
    """Return the private notes, the oldest first."""
    written = conversation.messages.filter(private=True).order_by("id")
    return list(written.values_list("content", flat=True))


def activities(conversation: Conversation) -> list[str]:
    lines = conversation.messages.filter(message_type=Message.Type.ACTIVITY).order_by("id")
    return list(lines.values_list("content", flat=True))


def status_of(conversation: Conversation) -> str:
    conversation.refresh_from_db()
    return conversation.status


def test_a_completed_issue_is_noted_reopens_and_reaches_the_assignee(
    issue: Issue, conversation: Conversation, bob: User
) -> None:
    conversation.assignee = bob
    conversation.save()
    tell(issue, COMPLETED)
    text = "ENG-1 was completed by Ada Admin: The export fails\nIn Progress → Done\n" + issue.url
    assert notes(conversation) == [text]
    note = conversation.messages.get(private=True)
    assert (note.author, note.sender) == ("Linear", None)
    assert status_of(conversation) == "open"
    assert conversation.assignee == bob
    assert activities(conversation) == [
        "Conversation was reopened: [ENG-1] was completed by Ada Admin"
    ]
    told = Notification.objects.get()
    assert (told.user, told.text) == (bob, "[ENG-1] was completed by Ada Admin: The export fails")
    assert told.links == {"ENG-1": issue.url}


def test_a_comment_that_reopens_without_a_note_reaches_the_assignee(
    issue: Issue, conversation: Conversation, bob: User, switch: Callable[..., None]
) -> None:
    conversation.assignee = bob
    conversation.save()
    switch(reopen_on_comment=True)
    tell(issue, COMMENTED)
    assert (status_of(conversation), notes(conversation)) == ("open", [])
    told = Notification.objects.get()
    assert (told.user, told.links) == (bob, {"ENG-1": COMMENTED.url})


def test_what_happened_is_kept_of_each_conversation(
    issue: Issue, conversation: Conversation
) -> None:
    tell(issue, COMPLETED)
    event = LinkEvent.objects.get()
    assert (event.conversation, event.issue, event.kind) == (conversation, issue, "completed")
    assert (event.at, event.actor) == (COMPLETED.at, "Ada Admin")
    assert event.text == notes(conversation)[0]


def test_a_repeated_telling_changes_nothing_even_if_the_conversation_was_resolved_since(
    issue: Issue, conversation: Conversation, switch: Callable[..., None]
) -> None:
    switch(suggest_reply=True)
    tell(issue, COMPLETED)
    Conversation.objects.update(status="resolved")
    before = list(Message.objects.values())
    tell(issue, COMPLETED)
    tell(issue, replace(COMPLETED, actor="Somebody else"))
    assert list(Message.objects.values()) == before
    assert status_of(conversation) == "resolved"
    assert len(notes(conversation)) == 2


def test_what_was_off_is_not_told_later_when_it_is_switched_on(
    issue: Issue, conversation: Conversation, switch: Callable[..., None]
) -> None:
    tell(issue, COMMENTED)
    switch(note_on_comment=True)
    tell(issue, COMMENTED)
    assert notes(conversation) == []
    tell(issue, replace(COMMENTED, key="comment:2"))
    assert notes(conversation) == [
        "Ada Admin commented on ENG-1: The export fails\n\n> Try again\n\nhttps://l.example/c"
    ]


def test_every_linked_conversation_is_told_and_no_other(issue: Issue, cast: Cast) -> None:
    link(cast.other_inbox_conversation, issue)
    for conversation in (cast.conversation, cast.other_inbox_conversation):
        conversation.assignee = cast.alice
        conversation.save()
    tell(issue, COMPLETED)
    told = [cast.conversation, cast.other_inbox_conversation, cast.carols_conversation]
    assert [len(notes(each)) for each in told] == [1, 1, 0]
    assert Notification.objects.filter(user=cast.alice).count() == 2


def test_an_issue_that_nothing_is_linked_to_is_nobodys_news(workspace: Workspace) -> None:
    tell(issue_in(workspace, "ENG-2", state="completed"), COMPLETED)
    assert not LinkEvent.objects.exists()


def test_while_the_feature_is_off_nothing_happens(issue: Issue, conversation: Conversation) -> None:
    Account.objects.update(features=[])
    tell(issue, COMPLETED)
    assert notes(conversation) == []
    assert status_of(conversation) == "resolved"


def test_the_status_on_reopening_is_the_one_that_was_chosen(
    issue: Issue, conversation: Conversation, switch: Callable[..., None]
) -> None:
    switch(reopen_status="pending")
    Conversation.objects.update(status="snoozed")
    tell(issue, COMPLETED)
    assert status_of(conversation) == "pending"


def test_a_suggested_reply_is_a_private_note_after_the_other(
    issue: Issue, conversation: Conversation, switch: Callable[..., None]
) -> None:
    switch(suggest_reply=True)
    tell(issue, COMPLETED)
    assert [note.split(",")[0] for note in notes(conversation)] == [
        notes(conversation)[0],
        "Suggested reply",
    ]
    assert not conversation.messages.filter(message_type="outgoing", private=False).exists()


@pytest.mark.parametrize(
    ("state", "done"),
    [
        ("completed", True),
        ("canceled", True),
        ("duplicate", True),
        ("started", False),
        ("triage", False),
        ("something new", False),
    ],
)
def test_a_conversation_that_waits_for_its_other_issues_is_reopened_by_the_last(
    issue: Issue,
    conversation: Conversation,
    workspace: Workspace,
    switch: Callable[..., None],
    state: str,
    done: bool,
) -> None:
    switch(only_when_all_done=True)
    link(conversation, issue_in(workspace, "ENG-2", state=state))
    tell(issue, COMPLETED)
    assert status_of(conversation) == ("open" if done else "resolved")
    assert len(notes(conversation)) == 1


def test_what_nobody_can_finish_any_more_is_not_waited_for(
    issue: Issue, conversation: Conversation, workspace: Workspace, switch: Callable[..., None]
) -> None:
    switch(only_when_all_done=True)
    deleted = issue_in(workspace, "ENG-2", state="started")
    deleted.card["trashed"] = True
    hidden = issue_in(workspace, "ENG-3", state="started")
    hidden.gone_at = timezone.now()
    disconnected = Workspace.objects.create(
        account=workspace.account, linear_id=uuid.uuid4(), name="Left"
    )
    for other in (deleted, hidden, issue_in(disconnected, "OLD-1", state="started")):
        other.save()
        link(conversation, other)
    tell(issue, COMPLETED)
    assert status_of(conversation) == "open"


@pytest.mark.django_db(transaction=True)
def test_of_many_tellers_at_once_one_does_it_all(
    issue: Issue, conversation: Conversation, switch: Callable[..., None]
) -> None:
    switch(suggest_reply=True)

    def tell_it(_number: int) -> None:
        tell(Issue.objects.get(pk=issue.pk), COMPLETED)

    in_parallel(8, tell_it)
    assert LinkEvent.objects.count() == 1
    assert len(notes(conversation)) == 2
    assert len(activities(conversation)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_issues_that_are_completed_at_once_the_last_reopens(
    issue: Issue, conversation: Conversation, workspace: Workspace, switch: Callable[..., None]
) -> None:
    switch(only_when_all_done=True)
    others = [issue_in(workspace, f"ENG-{number}", state="started") for number in range(2, 7)]
    for other in others:
        link(conversation, other)

    def complete(number: int) -> None:
        with transaction.atomic():
            completed = Issue.objects.get(pk=others[number].pk)
            completed.card["state"]["type"] = "completed"
            completed.save()
            tell(completed, replace(COMPLETED, key=f"completed:{number}"))

    in_parallel(len(others), complete)
    assert status_of(conversation) == "open"
    assert len(notes(conversation)) == len(others)
    assert len(activities(conversation)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_telling_that_is_undone_has_told_nothing(
    issue: Issue, conversation: Conversation
) -> None:
    with transaction.atomic():
        tell(issue, COMPLETED)
        transaction.set_rollback(True)
    assert notes(conversation) == []
    tell(issue, COMPLETED)
    assert len(notes(conversation)) == 1


@pytest.mark.parametrize(("minutes_later", "told"), [(0.5, 1), (2, 0)])
def test_of_what_was_over_before_the_link_nobody_is_told(
    issue: Issue, conversation: Conversation, minutes_later: float, told: int
) -> None:
    IssueLink.objects.update(created_at=COMPLETED.at + timedelta(minutes=minutes_later))
    tell(issue, COMPLETED)
    assert conversation.messages.filter(private=True).count() == told
