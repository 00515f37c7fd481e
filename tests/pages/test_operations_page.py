"""Settings > Integrations > Linear > Operations, without any script."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conversations.models import Conversation, User
from linear_integration.models import Hook, Operation

from ..isolation.world import World
from ..linear_integration.asking import issues_titled
from ..sandbox_process import Sandbox
from .conftest import Browser, words_of

# A retry asks Linear, which is done in no transaction.
pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Export fails"


@pytest.fixture
def page(conversation: Conversation) -> str:
    return f"/app/accounts/{conversation.account_id}/settings/integrations/linear/operations"


@pytest.fixture
def alices(browser: Browser, alice: User) -> Client:
    return browser(alice)


def stored(hook: Hook, conversation: Conversation, **more: Any) -> Operation:
    """Return a write that nobody made: a create that the full workspace refused."""
    now = timezone.now()
    refusal = {"code": "usage_limit_exceeded", "message": "Plan is full.", "request_id": "r-1"}
    values: dict[str, Any] = {
        "kind": Operation.Kind.CREATE_ISSUE,
        "status": Operation.Status.REFUSED,
        "issue_id": uuid.uuid4(),
        "payload": {"issue": {"title": TITLE}, "link": {"issue_id": str(uuid.uuid4())}},
        "error": refusal | {"fields": {}, "retry_after": None},
        "lease_until": now,
        "next_attempt_at": now,
    }
    return Operation.objects.create(
        account=conversation.account,
        workspace=hook.workspace,
        conversation=conversation,
        link_id=uuid.uuid4(),
        **values | more,
    )


def rows(response: Any) -> list[str]:
    """Return what each row of the table says."""
    text = response.content.decode().partition("<tbody")[2]
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in text.split("<tr")[1:]]


def test_the_page_is_for_administrators_only(
    browser: Browser, alice: User, bob: User, carol: User, dan: User, page: str
) -> None:
    statuses = [browser(user).get(page).status_code for user in (alice, bob, carol, dan, None)]
    assert statuses == [200, 403, 404, 404, 302]


def test_without_any_it_says_what_will_stand_here(alices: Client, page: str) -> None:
    assert "Nothing was written to Linear yet." in words_of(alices.get(page))
    assert "No operation matches. Show all" in words_of(alices.get(page, {"status": "done"}))


def test_a_row_says_what_was_asked_for_by_whom_and_why_it_failed(
    alices: Client, page: str, hook: Hook, conversation: Conversation, bob: User
) -> None:
    stored(hook, conversation, requested_by=bob, request_id="r-0")
    response = alices.get(page)
    [row] = rows(response)
    assert f"! Refused Create an issue {TITLE}" in row
    assert "The workspace&#x27;s plan in Linear is full. “Plan is full.”" in row
    assert "Reference: usage_limit_exceeded r-1" in row
    assert "Asked for by Bob" in row
    address = f"/app/accounts/{conversation.account_id}/conversations/{conversation.display_id}"
    assert f'<a href="{address}">#{conversation.display_id}</a>' in response.content.decode()


def test_a_row_of_no_conversation_says_so(
    alices: Client, page: str, hook: Hook, conversation: Conversation
) -> None:
    stored(hook, conversation)
    Operation.objects.update(conversation=None, link_id=None)
    [row] = rows(alices.get(page))
    assert "Conversation No conversation Asked for by" in row


def test_an_answer_in_linear_names_its_issue_and_who_asked(
    alices: Client, page: str, hook: Hook, conversation: Conversation
) -> None:
    payload = {"identifier": "ENG-3", "name_in_linear": "Maya"}
    stored(hook, conversation, kind="answer_session", status="done", error=None, payload=payload)
    Operation.objects.update(conversation=None, link_id=None)
    [row] = rows(alices.get(page, {"kind": "answer_session"}))
    assert "✓ Done Answer in Linear ENG-3" in row
    assert "Asked for by Maya (in Linear)" in row


def test_of_a_link_that_followed_its_issue_nobody_is_said_to_have_asked(
    alices: Client, page: str, hook: Hook, conversation: Conversation
) -> None:
    moved = {"kind": "move_link", "payload": {"identifier": "ENG-3", "link": {}}}
    stored(hook, conversation, **moved, retried_at=timezone.now())
    [row] = rows(alices.get(page))
    assert "Asked for by Nobody: what Linear told" in row
    assert "Tried again by: Somebody who has left" in row


def test_what_was_done_to_our_webhook_says_to_which_and_that_the_bridge_did_it(
    alices: Client, page: str, hook: Hook, conversation: Conversation, alice: User
) -> None:
    about = {"id": str(uuid.uuid4()), "url": "https://help.example.com/linear/webhooks/1"}
    record = {"status": "done", "error": None, "kind": "update_webhook"}
    moved = {"webhook": about, "is_automatic": True}
    stored(hook, conversation, **record, payload=moved)
    enabled = {"webhook": {"id": about["id"], "enabled": True}, "is_automatic": False}
    stored(hook, conversation, **record, payload=enabled, requested_by=alice)
    Operation.objects.update(conversation=None, link_id=None, issue_id=None)
    second, first = rows(alices.get(page))
    assert f"Change our webhook {about['url']}" in first
    assert "Asked for by Nobody: the bridge itself" in first
    assert "Change our webhook to enable it" in second
    assert "Asked for by Alice" in second


def test_an_issue_that_is_known_is_a_link_to_linear(
    alices: Client, page: str, hook: Hook, conversation: Conversation
) -> None:
    result = {"id": str(uuid.uuid4()), "identifier": "ENG-7", "url": "https://linear.example/ENG-7"}
    stored(hook, conversation, status="done", error=None, result=result, request_id="r-0")
    response = alices.get(page)
    assert "✓ Done Create an issue ENG-7" in rows(response)[0]
    assert '<a href="https://linear.example/ENG-7"' in response.content.decode()
    assert "Reference: r-0" in rows(response)[0]
    assert "Try again" not in rows(response)[0]


def test_it_is_filtered_and_what_is_no_filter_is_left_out(
    alices: Client, page: str, hook: Hook, conversation: Conversation
) -> None:
    stored(hook, conversation)
    stored(hook, conversation, status="done", error=None)
    unlink = {"kind": "unlink_issue", "payload": {"identifier": "ENG-3"}, "issue_id": None}
    stored(hook, conversation, **unlink)

    def found(**query: str) -> list[str]:
        return rows(alices.get(page, query))

    assert len(found()) == len(found(status="opened", kind="<b>", page="x")) == 3
    assert len(found(status="refused")) == 2
    [only] = found(status="refused", kind="unlink_issue")
    assert "Unlink an issue ENG-3" in only
    chosen = alices.get(page, {"status": "refused"}).content.decode()
    assert '<option value="refused" selected>' in chosen


def test_a_long_log_has_pages_that_keep_the_filter(
    alices: Client, page: str, hook: Hook, conversation: Conversation
) -> None:
    for _ in range(26):
        stored(hook, conversation)
    first = alices.get(page, {"status": "refused"})
    assert len(rows(first)) == 25
    assert "Page 1 of 2" in words_of(first)
    older = re.search(r'href="(\?[^"]*)" rel="next"', first.content.decode())
    assert older is not None
    second = alices.get(page + older[1].replace("&amp;", "&"))
    assert len(rows(second)) == 1
    assert '<option value="refused" selected>' in second.content.decode()


@pytest.fixture
def refused(world: World, conversation: Conversation, bob: User) -> Operation:
    """A create of Bob's that can be tried again, in the connected workspace."""
    Operation.objects.all().delete()
    hook = Hook.objects.get(pk=world.mine["hook_id"])
    team = {"title": TITLE, "team_id": str(world.mine["team_id"])}
    issue_id = uuid.uuid4()
    link = {"issue_id": str(issue_id), "url": "https://desk.example/1", "title": "Conversation #1"}
    payload = {"issue": team, "link": link}
    return stored(hook, conversation, issue_id=issue_id, payload=payload, requested_by=bob)


def test_trying_again_does_it_once_and_leads_back_to_the_same_page(
    alices: Client, page: str, refused: Operation, sandbox: Sandbox
) -> None:
    listed = alices.get(page, {"kind": "create_issue"}).content.decode()
    action = re.search(r'action="([^"]*try_again[^"]*)"', listed)
    assert action is not None
    for _ in range(2):
        answer = alices.post(action[1], follow=True)
        assert answer.redirect_chain == [(f"{page}?kind=create_issue", 302)]
        [issue] = issues_titled(sandbox, TITLE)
        assert f"Done: Create an issue ({issue['identifier']})." in words_of(answer)
    [row] = rows(answer)
    assert f"✓ Done Create an issue {issue['identifier']}" in row
    assert "Tried again by: Alice" in row
    assert "Try again" not in row


def test_what_can_not_be_done_is_said_with_the_reason(
    alices: Client, page: str, refused: Operation, sandbox: Sandbox
) -> None:
    sandbox.add_fault(match={"field": "issueCreate"}, action="usage_limit", times=1)
    answer = alices.post(f"{page}/{refused.pk}/try_again", follow=True)
    assert "It was not done:" in words_of(answer)
    assert "(usage_limit_exceeded · request " in words_of(answer)
    sandbox.add_fault(match={"field": "issueCreate"}, action="commit_then_drop", times=1)
    answer = alices.post(f"{page}/{refused.pk}/try_again", follow=True)
    assert "It is being finished in the background." in words_of(answer)
    [row] = rows(answer)
    assert "? Not confirmed yet" in row
    assert "The bridge asks again by itself:" in row
    assert len(issues_titled(sandbox, TITLE)) == 1
