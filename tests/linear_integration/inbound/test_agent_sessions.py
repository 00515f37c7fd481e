"""Whoever turns to the app in Linear is answered there, at once and once."""

import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.models import Account, Conversation, Membership, User
from linear_integration.agents import replies
from linear_integration.connection.application import oauth_application
from linear_integration.connection.connecting import connect_with_tokens
from linear_integration.inbound.deliveries import work_off
from linear_integration.models import AgentReply, Hook, IssueLink, Operation, WebhookDelivery
from linear_integration.writes import conversation_url

from ...sandbox_process import Sandbox
from ..asking import activities, attachments_of, in_linear
from ..conftest import REFRESH_TOKEN
from .conftest import Loop, Post
from .events import event

pytestmark = pytest.mark.django_db(transaction=True)

COMMENT = "mutation ($i: CommentCreateInput!) { commentCreate(input: $i) { success } }"


def mention(loop: Loop, text: str = "@supportbridge, please!", issue: str = "ENG-1") -> None:
    """Mention the app in a comment, as Maya."""
    in_linear(loop.sandbox, COMMENT, i={"issueId": issue, "body": text})
    loop.settle()


def session(sandbox: Sandbox) -> dict[str, Any]:
    """Return the one agent session that there is."""
    [only] = sandbox.state()["agentSessions"]
    return dict(only)


def said(sandbox: Sandbox) -> list[tuple[str, str]]:
    """Return what the app has said in the session: the type and the text of each."""
    contents = [each["content"] for each in session(sandbox)["activities"]]
    return [(each["type"], each["body"]) for each in contents if each["type"] != "prompt"]


def ask(loop: Loop, body: str, signal: str | None = None) -> tuple[str, str]:
    """Say something to the app in the session, and return what it answers."""
    before = len(said(loop.sandbox))
    loop.sandbox.prompt(session(loop.sandbox)["id"], body, signal)
    loop.settle()
    answers = said(loop.sandbox)[before:]
    assert len(answers) == 1
    return answers[0]


def outcomes() -> list[str]:
    events = WebhookDelivery.objects.filter(event_type="AgentSessionEvent").order_by("pk")
    return list(events.values_list("outcome", flat=True))


def test_a_mention_is_answered_with_the_linked_conversations(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    mention(loop)
    name = conversation.contact.name
    url = conversation_url(conversation)
    assert said(loop.sandbox) == [
        (
            "response",
            f"Conversations that are linked to ENG-1:\n\n- [#1]({url}) with {name} (open)",
        )
    ]
    shown = session(loop.sandbox)
    assert shown["externalLinks"] == [{"label": "Conversation #1", "url": url}]
    assert shown["status"] == "complete"


def test_an_assignment_of_an_unlinked_issue_is_answered_with_how_to_link_one(
    loop: Loop, acme: Hook, acme_support: Account
) -> None:
    state = loop.sandbox.state()
    issue = next(each["id"] for each in state["issues"] if each["identifier"] == "ENG-2")
    loop.change(issue, delegateId=str(acme.viewer_id))
    loop.settle()
    [(kind, text)] = said(loop.sandbox)
    assert kind == "elicitation"
    assert text.startswith("No conversation is linked to ENG-2. To link one, answer `link`")
    assert f"/app/accounts/{acme_support.pk}/conversations/123`" in text
    assert session(loop.sandbox)["status"] == "awaitingInput"


def test_status_tells_how_the_conversations_are_by_now(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    mention(loop)
    Conversation.objects.update(status="resolved")
    kind, text = ask(loop, "And what's the STATUS now?")
    assert (kind, text.rpartition(" ")[2]) == ("response", "(resolved)")


def test_link_links_a_conversation_and_says_so(
    loop: Loop, acme: Hook, conversation: Conversation, client: Client, alice: User
) -> None:
    mention(loop)
    url = conversation_url(conversation)
    kind, text = ask(loop, f"Please **link** it to <{url}>, thanks")
    name = conversation.contact.name
    assert (kind, text) == ("response", f"Linked to ENG-1: [#1]({url}) with {name} (open)")
    assert IssueLink.objects.get().conversation == conversation
    assert len(attachments_of(loop.sandbox, conversation)) == 1
    assert activities(conversation) == ["Linked Linear issue [ENG-1]"]
    assert session(loop.sandbox)["externalLinks"] == [{"label": "Conversation #1", "url": url}]
    client.force_login(alice)
    log = reverse("linear-operations", args=[conversation.account_id])
    assert "Maya Lindqvist (in Linear)" in client.get(log).content.decode()


def test_the_mention_itself_may_ask_for_the_link(
    loop: Loop, acme: Hook, conversation: Conversation
) -> None:
    mention(loop, f"@supportbridge link {conversation_url(conversation)}")
    [(kind, text)] = said(loop.sandbox)
    assert (kind, text.startswith("Linked to ENG-1: ")) == ("response", True)


@pytest.mark.parametrize("where", ["another account", "no conversation", "another host", "nothing"])
def test_what_is_no_conversation_of_the_account_is_not_linked(
    loop: Loop,
    acme: Hook,
    conversation: Conversation,
    carols_conversation: Conversation,
    where: str,
) -> None:
    mention(loop)
    url = conversation_url(conversation)
    addresses = {
        "another account": conversation_url(carols_conversation),
        "no conversation": f"{url}99",
        "another host": url.replace("localhost", "elsewhere.example"),
        "nothing": "",
    }
    kind, text = ask(loop, f"link {addresses[where]}")
    assert kind == "elicitation"
    assert text.startswith("That is no conversation of Acme Support. To link one, answer `link`")
    assert not Operation.objects.exists()


def test_anything_else_is_answered_with_a_short_help(loop: Loop, acme: Hook) -> None:
    mention(loop)
    kind, text = ask(loop, "Fix it!")
    assert kind == "response"
    assert text.startswith("I understand two things:\n\n- `status`: ")


def test_whoever_wants_it_to_stop_is_told_that_it_has(
    loop: Loop, acme: Hook, conversation: Conversation
) -> None:
    mention(loop)
    said = ask(loop, f"Stop. Don't even link {conversation_url(conversation)}", "stop")
    assert said == ("response", "I have stopped: nothing is under way.")
    assert not Operation.objects.exists()


def test_a_contacts_name_mentions_nobody_and_is_no_markdown(
    loop: Loop, link: IssueLink, conversation: Conversation
) -> None:
    conversation.contact.name = "[Eve](https://evil.example)\n\n# @maya"
    conversation.contact.save()
    mention(loop)
    [(_, text)] = said(loop.sandbox)
    assert text.endswith(r"with \[Eve\]\(https://evil.example\) \# @" + "\u2060maya (open)")


def test_a_question_that_comes_again_is_answered_once(loop: Loop, link: IssueLink) -> None:
    mention(loop)
    for each in loop.sandbox.deliveries():
        if each["type"] == "AgentSessionEvent":
            loop.sandbox.redeliver(each["id"])
    WebhookDelivery.objects.update(status="waiting", next_attempt_at=timezone.now())
    loop.settle()
    assert len(said(loop.sandbox)) == 1
    assert outcomes() == ["not_newer"]


def test_what_linear_did_not_take_at_once_is_said_later_and_once(
    loop: Loop, link: IssueLink
) -> None:
    loop.sandbox.add_fault(
        match={"field": "agentActivityCreate"}, action="commit_then_drop", times=1
    )
    mention(loop)
    assert outcomes() == ["answered"]
    reply = AgentReply.objects.get()
    assert (reply.status, session(loop.sandbox)["externalLinks"]) == ("waiting", [])
    with time_machine.travel(reply.next_attempt_at):
        assert replies.sweep() == 1
    assert len(said(loop.sandbox)) == 1
    assert session(loop.sandbox)["activities"][0]["id"] == str(reply.pk)
    assert len(session(loop.sandbox)["externalLinks"]) == 1


def test_whoever_dies_before_it_was_said_leaves_it_to_the_sweep(
    loop: Loop, link: IssueLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "send", lambda reply: False)
    mention(loop)
    monkeypatch.undo()
    assert said(loop.sandbox) == []
    assert replies.sweep() == 0, "its sender may still live"
    with time_machine.travel(timezone.now() + replies.LEASE):
        assert replies.sweep() == 1
    assert len(said(loop.sandbox)) == 1


def test_what_linear_refuses_for_good_is_not_tried_again(
    acme: Hook, post_event: Post, conversation: Conversation
) -> None:
    post_event(event(acme, **session_event(acme)))
    work_off()
    reply = AgentReply.objects.get()
    assert reply.status == "refused"
    assert reply.error
    assert reply.error["code"] == "invalid_input"


def test_a_session_of_another_app_is_none_of_ours(acme: Hook, post_event: Post) -> None:
    body = session_event(acme) | {"appUserId": str(uuid.uuid4())}
    post_event(event(acme, **body))
    work_off()
    assert (outcomes(), AgentReply.objects.count()) == (["ignored"], 0)


def test_where_the_feature_is_off_nobody_is_answered(
    loop: Loop, acme: Hook, acme_support: Account
) -> None:
    acme_support.features = []
    acme_support.save()
    mention(loop)
    assert (outcomes(), said(loop.sandbox)) == (["ignored"], [])


@pytest.fixture
def globex_too(acme: Hook, carol: User, globex_care: Account) -> Hook:
    """Globex Care, connected to the workspace Acme as well, and later."""
    member = Membership.objects.get(user=carol, account=globex_care)
    return connect_with_tokens(member, tokens=oauth_application().refresh(REFRESH_TOKEN))


def answered_by() -> Account:
    return AgentReply.objects.latest("created_at").workspace.account


def test_of_two_accounts_the_one_with_linked_conversations_answers(
    loop: Loop, globex_too: Hook, link: IssueLink, acme_support: Account
) -> None:
    mention(loop)
    assert len(said(loop.sandbox)) == 1
    assert answered_by() == acme_support
    assert sorted(outcomes()) == ["answered", "left_to_another"]


def test_of_two_accounts_without_any_the_one_that_connected_last_answers(
    loop: Loop, globex_too: Hook, globex_care: Account
) -> None:
    mention(loop)
    assert len(said(loop.sandbox)) == 1
    assert answered_by() == globex_care


def test_of_two_accounts_the_one_whose_conversation_is_named_links_it(
    loop: Loop, globex_too: Hook, link: IssueLink, carols_conversation: Conversation
) -> None:
    mention(loop, issue="ENG-1")
    kind, text = ask(loop, f"link {conversation_url(carols_conversation)}")
    assert (kind, text.startswith("Linked to ENG-1: ")) == ("response", True)
    assert carols_conversation.issue_links.count() == 1


def session_event(hook: Hook) -> dict[str, Any]:
    """Return the event of a session that Linear knows no more."""
    issue = {
        "id": str(uuid.uuid4()),
        "identifier": "ENG-1",
        "title": "It burns",
        "url": "https://linear.app/acme/issue/ENG-1",
    }
    return {
        "type": "AgentSessionEvent",
        "action": "created",
        "appUserId": str(hook.viewer_id),
        "agentSession": {"id": str(uuid.uuid4()), "issue": issue},
    }
