"""What Linear told the app of, as members of the account find it."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conversations.models import Account, Conversation, User
from linear_integration.agents.notices import KEPT_FOR, prune
from linear_integration.models import AppNotification, Hook, IssueLink

from ..sandbox_process import Sandbox
from .asking import attachments_of
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(client: Client, bob: User, acme_support: Account) -> str:
    """The address of the page, for Bob, who is signed in."""
    client.force_login(bob)
    return f"/app/accounts/{acme_support.pk}/linear/mentions"


def issue_id(sandbox: Sandbox, identifier: str) -> str:
    issues = sandbox.state()["issues"]
    return str(next(each["id"] for each in issues if each["identifier"] == identifier))


def mentioned(hook: Hook, issue: str, **values: Any) -> AppNotification:
    """Let the app have been mentioned in a comment on an issue."""
    fields = {
        "kind": "issueCommentMention",
        "actor": "Maya Lindqvist",
        "identifier": "ENG-1",
        "title": "It burns",
        "url": "https://linear.app/acme/issue/ENG-1",
        "text": "@supportbridge <b>look</b>",
        "created_at": timezone.now(),
    }
    return AppNotification.objects.create(
        workspace=hook.workspace, linear_id=uuid.uuid4(), issue_id=issue, **fields | values
    )


def text_of(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_says_who_did_what_to_which_issue(
    client: Client, acme: Hook, sandbox: Sandbox, page: str
) -> None:
    mentioned(acme, issue_id(sandbox, "ENG-1"))
    text = text_of(client, page)
    assert "Issue: The app was mentioned in a comment Maya Lindqvist" in text
    assert "ENG-1 It burns" in text
    assert "@supportbridge &lt;b&gt;look&lt;/b&gt;" in text
    assert "Link to conversation #" in text


def test_each_field_to_link_an_issue_says_which(client: Client, acme: Hook, page: str) -> None:
    for identifier in ("ENG-1", "ENG-2"):
        mentioned(acme, str(uuid.uuid4()), identifier=identifier)
    text = text_of(client, page)
    for identifier in ("ENG-1", "ENG-2"):
        assert f"{identifier}: Link to conversation #" in text


def test_an_agent_links_an_unlinked_issue_from_the_page(
    client: Client, acme: Hook, sandbox: Sandbox, page: str, conversation: Conversation
) -> None:
    row = mentioned(acme, issue_id(sandbox, "ENG-1"))
    answer = client.post(f"{page}/{row.pk}/link", {"conversation_id": "1"}, follow=True)
    assert "ENG-1 is linked to conversation #1." in answer.content.decode()
    assert len(attachments_of(sandbox, conversation)) == 1
    text = text_of(client, page)
    assert f"Linked to #1 {conversation.subject}" in text
    assert "Link to conversation #" not in text


@pytest.mark.parametrize("number", ["2", "99", "", "one", "9" * 30])
def test_a_conversation_that_one_does_not_see_is_linked_to_nothing(
    client: Client,
    acme: Hook,
    sandbox: Sandbox,
    page: str,
    other_inbox_conversation: Conversation,
    number: str,
) -> None:
    row = mentioned(acme, issue_id(sandbox, "ENG-1"))
    answer = client.post(f"{page}/{row.pk}/link", {"conversation_id": number}, follow=True)
    expected = (
        f"You see no conversation #{number}." if number in ("2", "99") else "Enter the number"
    )
    assert expected in answer.content.decode()
    assert not IssueLink.objects.exists()


def test_what_linear_refuses_to_link_is_said(
    client: Client, acme: Hook, sandbox: Sandbox, page: str, conversation: Conversation
) -> None:
    row = mentioned(acme, str(uuid.uuid4()))
    answer = client.post(f"{page}/{row.pk}/link", {"conversation_id": "1"}, follow=True)
    assert "Nothing was linked:" in answer.content.decode()


def test_of_linked_conversations_one_finds_those_that_one_sees(
    client: Client,
    acme: Hook,
    sandbox: Sandbox,
    page: str,
    bobs: LinearApi,
    alices: LinearApi,
    other_inbox_conversation: Conversation,
) -> None:
    alices.post("link_issue", {"conversation_id": 2, "issue_id": "ENG-1"})
    mentioned(acme, issue_id(sandbox, "ENG-1"))
    for_bob, for_alice = (api.get("app_notifications").json()["data"] for api in (bobs, alices))
    assert [each["conversation_ids"] for each in for_bob] == [[]]
    assert [each["conversation_ids"] for each in for_alice] == [[2]]
    assert "Linked to" not in text_of(client, page)


def test_rest_lists_them_page_by_page_the_latest_first(bobs: LinearApi, acme: Hook) -> None:
    now, issue = timezone.now(), str(uuid.uuid4())
    for day in range(3):
        mentioned(acme, issue, created_at=now - timedelta(days=day), text=f"{day} days ago")
    answer = bobs.get("app_notifications", page=2, per_page=2).json()
    assert answer["meta"] == {"page": 2, "pages": 2, "count": 3}
    [last] = answer["data"]
    assert last.pop("id")
    assert last.pop("created_at")
    assert last == {
        "workspace_id": str(acme.workspace.linear_id),
        "kind": "issueCommentMention",
        "actor": "Maya Lindqvist",
        "issue_id": issue,
        "identifier": "ENG-1",
        "title": "It burns",
        "url": "https://linear.app/acme/issue/ENG-1",
        "text": "2 days ago",
        "conversation_ids": [],
    }


def test_another_account_finds_none_of_them(
    bobs: LinearApi, acme: Hook, globex: Hook, client: Client, carol: User, globex_care: Account
) -> None:
    mentioned(acme, str(uuid.uuid4()))
    client.force_login(carol)
    page = f"/app/accounts/{globex_care.pk}/linear/mentions"
    assert "Nobody in Linear has turned to the app yet." in text_of(client, page)


def test_without_a_connection_nothing_can_be_linked_and_they_stay(
    client: Client, acme: Hook, page: str
) -> None:
    mentioned(acme, str(uuid.uuid4()))
    Hook.objects.all().delete()
    text = text_of(client, page)
    assert "It burns" in text
    assert "Link to conversation" not in text


def test_after_ninety_days_they_are_forgotten(acme: Hook) -> None:
    now = timezone.now()
    for age in (KEPT_FOR - timedelta(hours=1), KEPT_FOR + timedelta(hours=1)):
        mentioned(acme, str(uuid.uuid4()), created_at=now - age)
    assert prune() == 1
    assert AppNotification.objects.count() == 1


def test_a_kind_that_is_new_stands_as_it_is(client: Client, acme: Hook, page: str) -> None:
    mentioned(acme, str(uuid.uuid4()), kind="holographMention")
    assert "holographMention Maya" in text_of(client, page)
