"""After FRONTEND_URL has changed, links in Linear follow, once, by the operator's command."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from conversations.models import Conversation
from linear_integration import operations
from linear_integration.addresses import conversation_url
from linear_integration.models import Hook, IssueLink, Operation

from ..sandbox_process import Sandbox
from .asking import activities, attachments_of, mutations
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "http://old.example.com", "https://new.example.com"


@pytest.fixture
def link(bobs: LinearApi, settings: Settings) -> IssueLink:
    """A link that was made under the old address; the new one is set since."""
    settings.FRONTEND_URL = OLD
    assert bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"}).status_code == 200
    settings.FRONTEND_URL, settings.FORMER_FRONTEND_URLS = NEW, [OLD]
    return IssueLink.objects.get()


def move_links(base_url: str = OLD) -> str:
    """Run the command, let the worker send what it left, and return what it printed."""
    output = StringIO()
    call_command("move_links", "--from", base_url, stdout=output, stderr=output)
    while operations.sweep():
        pass
    return output.getvalue()


def test_the_link_leads_to_the_new_address_and_nobody_is_told(
    link: IssueLink, sandbox: Sandbox, conversation: Conversation
) -> None:
    assert "Acme Support, Acme: 1 links are being moved" in move_links()
    [attachment] = sandbox.state()["attachments"][-1:]
    assert attachment["url"] == conversation_url(conversation)
    assert attachment["url"].startswith(NEW)
    assert [each["url"].startswith(OLD) for each in sandbox.state()["attachments"]].count(True) == 0
    moved = conversation.issue_links.get()
    assert (str(moved.link_id), moved.title) == (attachment["id"], link.title)
    assert activities(conversation) == ["Linked Linear issue [ENG-1]"]
    assert not conversation.messages.filter(private=True).exists()


def test_running_it_again_does_nothing_twice(
    link: IssueLink, sandbox: Sandbox, conversation: Conversation
) -> None:
    move_links()
    written = len(mutations(sandbox))
    assert "0 links" in move_links()
    assert len(mutations(sandbox)) == written
    assert len(attachments_of(sandbox, conversation)) == 1
    assert Operation.objects.filter(kind="move_link").count() == 1


def test_a_lost_answer_leaves_one_link(
    link: IssueLink, sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match={"field": "attachmentDelete"}, action="commit_then_drop", times=1)
    move_links()
    Operation.objects.update(next_attempt_at=link.created_at)
    while operations.sweep():
        pass
    assert len(attachments_of(sandbox, conversation)) == 1
    assert conversation.issue_links.get().link_id != link.link_id


def test_what_linear_does_not_answer_for_is_said(link: IssueLink, sandbox: Sandbox) -> None:
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503, times=None)
    with pytest.raises(CommandError, match="Run it again"):
        move_links()


@pytest.mark.parametrize("base_url", ["old.example.com", "", NEW, "ftp://old.example.com"])
def test_what_cannot_be_an_old_address_is_refused(
    acme: Hook, settings: Settings, base_url: str
) -> None:
    settings.FRONTEND_URL = NEW
    with pytest.raises(CommandError):
        move_links(base_url)
