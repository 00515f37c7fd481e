"""What people do with the app in Linear is told in the linked conversations, once."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from conversations.models import Account, Conversation, Message, Notification, User
from linear_integration.inbound.deliveries import work_off
from linear_integration.models import AppNotification, Automations, Hook, IssueLink, WebhookDelivery

from ..asking import in_linear
from .conftest import Loop, Post
from .events import event

pytestmark = pytest.mark.django_db(transaction=True)

COMMENT = "mutation ($i: CommentCreateInput!) { commentCreate(input: $i) { success } }"
ADDRESS = "/acme/issue/ENG-1/"


@pytest.fixture(autouse=True)
def assignee(cast: Any, conversation: Conversation, bob: User) -> User:
    """Bob, who looks after the conversation."""
    Conversation.objects.filter(pk=conversation.pk).update(assignee=bob)
    return bob


def notes(conversation: Conversation) -> list[str]:
    rows = conversation.messages.filter(private=True).order_by("id")
    assert {row.author for row in rows} <= {"Linear"}
    return [row.content for row in rows]


def told(user: User) -> list[str]:
    rows = Notification.objects.filter(user=user).order_by("id")
    return list(rows.values_list("text", flat=True))


def outcomes() -> list[str]:
    events = WebhookDelivery.objects.filter(event_type="AppUserNotification").order_by("pk")
    return list(events.values_list("outcome", flat=True))


def comment(loop: Loop, text: str, issue: str = "ENG-1") -> None:
    in_linear(loop.sandbox, COMMENT, i={"issueId": issue, "body": text})
    loop.settle()


def test_a_mention_in_a_comment_is_a_private_note_with_its_words_and_the_assignee_is_told(
    loop: Loop, link: IssueLink, conversation: Conversation, bob: User
) -> None:
    comment(loop, "@supportbridge, can you **ask** them?\n\nIt is urgent.")
    [note] = notes(conversation)
    head, quote, address = note.split("\n\n")
    title = link.issue.title
    assert head == f"Maya Lindqvist mentioned supportbridge in a comment on ENG-1: {title}"
    assert quote == "> @supportbridge, can you **ask** them?\n>\n> It is urgent."
    assert ADDRESS in address
    [heard] = told(bob)
    assert heard == head.replace("ENG-1", "[ENG-1]")
    assert Notification.objects.get().links == {"ENG-1": link.issue.url}


def test_being_given_an_issue_is_told_and_losing_it_is_noted(
    loop: Loop, acme: Hook, link: IssueLink, conversation: Conversation, bob: User
) -> None:
    issue = str(link.issue.linear_id)
    loop.change(issue, delegateId=str(acme.viewer_id))
    loop.settle()
    loop.change(issue, delegateId=None)
    loop.settle()
    given, taken = (note.split(":")[0] for note in notes(conversation))
    assert given == "Maya Lindqvist assigned ENG-1 to supportbridge"
    assert taken == "Maya Lindqvist unassigned ENG-1 from supportbridge"
    assert [text.split(":")[0] for text in told(bob)] == [given.replace("ENG-1", "[ENG-1]")]


@pytest.mark.parametrize(
    ("kind", "head", "is_told"),
    [
        ("issueMention", "Maya Lindqvist mentioned supportbridge in ENG-1", True),
        ("issueEmojiReaction", "Maya Lindqvist reacted with :+1: to ENG-1", False),
        ("issueCommentReaction", "Maya Lindqvist reacted with :+1: to a comment on ENG-1", False),
    ],
)
def test_mentions_and_reactions_are_noted(
    loop: Loop,
    link: IssueLink,
    conversation: Conversation,
    bob: User,
    kind: str,
    head: str,
    is_told: bool,
) -> None:
    comment(loop, "It burns")
    loop.sandbox.notify(kind, "ENG-1")
    loop.settle()
    [note] = notes(conversation)
    assert note.startswith(f"{head}: {link.issue.title}\n\n")
    assert len(told(bob)) == int(is_told)
    assert ("\n> " in note) == (kind == "issueCommentReaction")


@pytest.mark.parametrize("kind", ["issueNewComment", "issueStatusChanged", "issueDue"])
def test_what_other_events_tell_and_what_is_of_less_interest_is_only_listed(
    loop: Loop, link: IssueLink, conversation: Conversation, bob: User, kind: str
) -> None:
    comment(loop, "It burns")
    loop.sandbox.notify(kind, "ENG-1")
    loop.settle()
    assert (notes(conversation), told(bob)) == ([], [])
    assert AppNotification.objects.get().kind == kind


def test_a_mention_whose_comment_is_told_anyway_is_quoted_once(
    loop: Loop, link: IssueLink, conversation: Conversation, bob: User, acme: Hook
) -> None:
    Automations.objects.create(workspace=acme.workspace, note_on_comment=True)
    comment(loop, "@supportbridge, please")
    comment(loop, "@supportbridge, again")
    quotes = [note.split("\n\n")[1] for note in notes(conversation)]
    assert quotes == ["> @supportbridge, please", "> @supportbridge, again"]
    assert len(told(bob)) == 2


def test_each_linked_conversation_is_told(
    loop: Loop, link: IssueLink, conversation: Conversation, other_inbox_conversation: Conversation
) -> None:
    IssueLink.objects.create(
        conversation=other_inbox_conversation, issue=link.issue, link_id=uuid.uuid4()
    )
    comment(loop, "@supportbridge")
    assert notes(conversation) == notes(other_inbox_conversation) != []


def test_on_an_unlinked_issue_it_is_only_listed(loop: Loop, acme: Hook) -> None:
    comment(loop, "@supportbridge, *look*", issue="ENG-2")
    row = AppNotification.objects.get()
    assert (row.kind, row.actor) == ("issueCommentMention", "Maya Lindqvist")
    assert (row.identifier, row.text) == ("ENG-2", "@supportbridge, *look*")
    assert "/acme/issue/ENG-2/" in row.url
    assert not Message.objects.filter(private=True).exists()
    assert outcomes() == ["told"]


def test_a_notification_that_comes_again_is_told_once(
    loop: Loop, link: IssueLink, conversation: Conversation, bob: User
) -> None:
    comment(loop, "@supportbridge")
    WebhookDelivery.objects.update(status="waiting", next_attempt_at=timezone.now())
    loop.settle()
    assert (len(notes(conversation)), len(told(bob))) == (1, 1)
    assert (AppNotification.objects.count(), outcomes()) == (1, ["not_newer"])


def test_what_we_did_ourselves_is_not_told(acme: Hook, post_event: Post) -> None:
    post_event(event(acme, **told_event(acme, actorId=str(acme.viewer_id))))
    work_off()
    assert (outcomes(), AppNotification.objects.count()) == (["our_own"], 0)


def test_what_another_app_is_told_is_none_of_ours(acme: Hook, post_event: Post) -> None:
    body = told_event(acme) | {"appUserId": str(uuid.uuid4())}
    post_event(event(acme, **body))
    work_off()
    assert (outcomes(), AppNotification.objects.count()) == (["ignored"], 0)


def test_where_the_feature_is_off_nothing_is_kept(
    acme: Hook, post_event: Post, acme_support: Account
) -> None:
    acme_support.features = []
    acme_support.save()
    post_event(event(acme, **told_event(acme)))
    work_off()
    assert (outcomes(), AppNotification.objects.count()) == (["ignored"], 0)


def test_what_is_of_no_issue_is_kept_by_its_name(acme: Hook, post_event: Post) -> None:
    project = {"id": str(uuid.uuid4()), "name": "Exports", "url": "https://linear.app/acme/p"}
    post_event(event(acme, **told_event(acme, kind="projectMention", project=project)))
    post_event(event(acme, **told_event(acme, kind="holographMention")))
    work_off()
    of_project, unknown = AppNotification.objects.order_by("pk")
    assert (of_project.issue_id, of_project.title, of_project.url) == (
        None,
        "Exports",
        "https://linear.app/acme/p",
    )
    assert (unknown.kind, unknown.title, unknown.actor) == ("holographMention", "", "")


def test_of_a_very_long_comment_the_beginning_is_kept(acme: Hook, post_event: Post) -> None:
    comment = {"id": str(uuid.uuid4()), "body": "x" * 50_000}
    post_event(event(acme, **told_event(acme, comment=comment)))
    work_off()
    assert len(AppNotification.objects.get().text) == 10_000


def told_event(hook: Hook, *, kind: str = "projectMention", **values: Any) -> dict[str, Any]:
    """Return the event of a notification about no issue."""
    notification = {
        "id": str(uuid.uuid4()),
        "type": kind,
        "createdAt": "2026-11-20T10:00:00.000Z",
        **values,
    }
    return {
        "type": "AppUserNotification",
        "action": kind,
        "appUserId": str(hook.viewer_id),
        "notification": notification,
    }
