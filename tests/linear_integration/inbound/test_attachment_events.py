"""A conversation's address on an issue is a link, whoever put it there or took it away."""

import random
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from conversations.models import Account, Conversation
from linear_integration.addresses import conversation_url
from linear_integration.inbound.deliveries import work_off
from linear_integration.models import Hook, Issue, IssueLink, Operation, WebhookDelivery

from ...sandbox_process import Sandbox
from ..asking import activities, attachments_of, in_linear
from ..conftest import LinearApi
from .conftest import Loop, Post
from .events import event, milliseconds

pytestmark = pytest.mark.django_db(transaction=True)

PASTE = """
mutation ($issue: String!, $url: String!) {
  attachmentLinkURL(issueId: $issue, url: $url) { attachment { id issue { id } } }
}
"""
RENAME = """
mutation ($id: String!) { attachmentUpdate(id: $id, input: { title: "Renamed" }) { success } }
"""
REMOVE = "mutation ($id: String!) { attachmentDelete(id: $id) { success } }"
DELETE = "mutation ($id: String!) { issueDelete(id: $id, permanentlyDelete: true) { success } }"
LINKED = "Linear issue [ENG-2] was linked in Linear by Maya Lindqvist"
UNLINKED = "Linear issue [ENG-2] was unlinked in Linear by Maya Lindqvist"


def paste(sandbox: Sandbox, url: str, issue: str = "ENG-2") -> dict[str, Any]:
    """Put an address on an issue in Linear, as Maya, and return the attachment."""
    made: dict[str, Any] = in_linear(sandbox, PASTE, issue=issue, url=url)["attachmentLinkURL"]
    return dict(made["attachment"])


def outcomes(loop: Loop) -> list[str]:
    return [each.outcome for each in loop.settle() if each.event_type == "Attachment"]


def test_an_address_that_is_pasted_on_an_issue_links_it(
    loop: Loop, conversation: Conversation, bobs: LinearApi
) -> None:
    made = paste(loop.sandbox, conversation_url(conversation))
    assert outcomes(loop) == ["linked"]
    [shown] = bobs.get("linked_issues", conversation_id=1).json()["data"]
    assert (shown["issue"]["identifier"], shown["id"]) == ("ENG-2", made["id"])
    assert activities(conversation) == [LINKED]
    said = conversation.messages.get(message_type="activity")
    assert said.sender is None
    assert said.content_attributes["links"] == {"ENG-2": shown["issue"]["url"]}


def test_a_spelling_of_the_same_address_makes_no_second_link(
    loop: Loop, conversation: Conversation
) -> None:
    paste(loop.sandbox, conversation_url(conversation))
    paste(loop.sandbox, conversation_url(conversation) + "/?from=linear")
    assert outcomes(loop) == ["linked", "not_newer"]
    assert activities(conversation) == [LINKED]


def test_what_agents_link_and_unlink_here_is_told_once(
    loop: Loop, conversation: Conversation, bobs: LinearApi
) -> None:
    answer = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-2"}).json()["data"]
    assert outcomes(loop) == ["our_own"]
    bobs.post("unlink_issue", {"conversation_id": 1, "link_id": answer["link_id"]})
    loop.settle()
    assert activities(conversation) == [
        "Linked Linear issue [ENG-2]",
        "Unlinked Linear issue [ENG-2]",
    ]
    assert not conversation.issue_links.exists()


@pytest.mark.parametrize("status", ["pending", "unknown", "done"])
def test_what_an_operation_makes_is_left_to_it(
    acme: Hook, link: IssueLink, conversation: Conversation, post_event: Post, status: str
) -> None:
    body = attachment_event(acme, link, "create")
    Operation.objects.update(status=status)
    IssueLink.objects.all().delete()
    post_event(body)
    work_off()
    assert not conversation.issue_links.exists()


def test_what_an_operation_removes_is_left_to_it(
    acme: Hook, bobs: LinearApi, link: IssueLink, conversation: Conversation, post_event: Post
) -> None:
    unlinking = Operation.objects.get()
    unlinking.pk, unlinking.kind, unlinking.status = uuid.uuid4(), "unlink_issue", "unknown"
    unlinking.save(force_insert=True)
    post_event(attachment_event(acme, link, "remove"))
    work_off()
    assert WebhookDelivery.objects.get().outcome == "our_own"
    assert conversation.issue_links.exists()


def test_a_link_that_is_removed_in_linear_goes_and_is_told(
    loop: Loop, conversation: Conversation
) -> None:
    made = paste(loop.sandbox, conversation_url(conversation))
    loop.settle()
    in_linear(loop.sandbox, REMOVE, id=made["id"])
    assert outcomes(loop) == ["linked", "unlinked"]
    assert not conversation.issue_links.exists()
    assert activities(conversation) == [LINKED, UNLINKED]


def test_a_link_that_was_made_here_may_be_removed_in_linear(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    in_linear(loop.sandbox, REMOVE, id=str(link.link_id))
    loop.settle()
    assert not conversation.issue_links.exists()
    assert activities(conversation)[1:] == [
        "Linear issue [ENG-1] was unlinked in Linear by Maya Lindqvist"
    ]


def test_a_link_of_an_issue_that_is_deleted_stays_as_its_memory(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    in_linear(loop.sandbox, DELETE, id=str(link.issue.linear_id))
    loop.settle()
    assert conversation.issue_links.get().issue.gone_at is not None
    assert len(activities(conversation)) == 1


def test_a_link_whose_title_changes_shows_the_new_one(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    in_linear(loop.sandbox, RENAME, id=str(link.link_id))
    loop.settle()
    assert conversation.issue_links.get().title == "Renamed"


@pytest.mark.parametrize("url", ["https://example.com/1", "carols", "none"])
def test_other_addresses_link_nothing_and_linear_is_asked_for_nothing(
    loop: Loop,
    conversation: Conversation,
    carols_conversation: Conversation,
    settings: Settings,
    url: str,
) -> None:
    base = f"{settings.FRONTEND_URL}/app/accounts/{conversation.account_id}/conversations"
    named = {"carols": conversation_url(carols_conversation), "none": f"{base}/999"}
    paste(loop.sandbox, named.get(url, url))
    asked = len(loop.sandbox.requests())
    assert outcomes(loop) == ["not_linked"]
    assert len(loop.sandbox.requests()) == asked
    assert not IssueLink.objects.exists()


def test_an_issue_that_linear_does_not_show_is_not_linked(
    acme: Hook, link: IssueLink, conversation: Conversation, post_event: Post
) -> None:
    IssueLink.objects.all().delete()
    body = attachment_event(acme, link, "create", id=str(uuid.uuid4()), issueId=str(uuid.uuid4()))
    post_event(body)
    work_off()
    assert WebhookDelivery.objects.get().outcome == "not_visible"
    assert not conversation.issue_links.exists()


def test_a_link_that_linear_moves_leads_to_the_other_issue(
    loop: Loop, link: IssueLink, conversation: Conversation, post_event: Post, acme: Hook
) -> None:
    moving = attachment_event(acme, link, "update", issueId=id_of(loop.sandbox, "ENG-2"))
    for _ in range(3):
        post_event({**moving, "webhookTimestamp": milliseconds() + _})
    post_event(attachment_event(acme, link, "update", updatedAt="2020-01-01T00:00:00.000Z"))
    loop.settle()
    moved = conversation.issue_links.get()
    assert (moved.issue.identifier, moved.link_id) == ("ENG-2", link.link_id)
    [note] = conversation.messages.filter(private=True)
    assert note.content.startswith("Linear moved the link from ENG-1 to ENG-2.")
    assert note.content_attributes == {"author": "Linear"}


def test_a_link_that_moves_onto_another_of_its_conversation_is_one_with_it(
    loop: Loop, link: IssueLink, conversation: Conversation, post_event: Post, acme: Hook
) -> None:
    paste(loop.sandbox, conversation_url(conversation))
    loop.settle()
    post_event(attachment_event(acme, link, "update", issueId=id_of(loop.sandbox, "ENG-2")))
    loop.settle()
    assert conversation.issue_links.get().issue.identifier == "ENG-2"


def test_neither_order_nor_repetition_matters(
    loop: Loop, conversation: Conversation, acme: Hook, post_event: Post
) -> None:
    events = lives(loop, conversation)
    expected = attachments_of(loop.sandbox, conversation)
    shuffled = random.Random(11)
    for _ in range(30):
        forget(acme.workspace.account)
        arriving = [*events, *shuffled.choices(events, k=4)]
        shuffled.shuffle(arriving)
        for number, body in enumerate(arriving):
            post_event({**body, "webhookTimestamp": milliseconds() + number})
            if shuffled.random() < 0.5:
                work_off()
        while work_off():
            pass
        links = conversation.issue_links.values_list("link_id", "issue__identifier")
        assert [(str(id_), name) for id_, name in links] == [(expected[0]["id"], "ENG-2")]
        assert not WebhookDelivery.objects.exclude(status="done").exists()
        assert activities(conversation) == [LINKED]


def lives(loop: Loop, conversation: Conversation) -> list[dict[str, Any]]:
    """Let a link come, go and come again, and one go for good; return the events."""
    first = paste(loop.sandbox, conversation_url(conversation))
    in_linear(loop.sandbox, RENAME, id=first["id"])
    in_linear(loop.sandbox, REMOVE, id=first["id"])
    paste(loop.sandbox, conversation_url(conversation))
    gone = paste(loop.sandbox, conversation_url(conversation) + "/")
    in_linear(loop.sandbox, REMOVE, id=gone["id"])
    loop.settle()
    return list(attachment_bodies(loop.sandbox))


def attachment_bodies(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    for each in sandbox.deliveries():
        if each["body"]["type"] == "Attachment":
            yield each["body"]


def forget(account: Account) -> None:
    """Leave nothing of what events have brought."""
    WebhookDelivery.objects.all().delete()
    Issue.objects.all().delete()
    for conversation in account.conversations.all():
        conversation.messages.all().delete()


def id_of(sandbox: Sandbox, identifier: str) -> str:
    issues = sandbox.state()["issues"]
    return str(next(each["id"] for each in issues if each["identifier"] == identifier))


def attachment_event(hook: Hook, link: IssueLink, action: str, **data: Any) -> dict[str, Any]:
    """Return what Linear would say of the link."""
    values = {
        "id": str(link.link_id),
        "url": conversation_url(link.conversation),
        "title": link.title,
        "issueId": str(link.issue.linear_id),
        "updatedAt": "2027-01-01T00:00:00.000Z",
        **data,
    }
    return event(hook, type="Attachment", action=action, data=values)
