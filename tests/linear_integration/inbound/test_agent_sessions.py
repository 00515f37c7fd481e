"""Whoever turns to the app in Linear is answered there, at once and once."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from conversations.models import Account, Conversation, Membership, User
from linear_integration import operations, tasks
from linear_integration.connection.application import oauth_application
from linear_integration.connection.connecting import connect_with_tokens
from linear_integration.inbound.deliveries import work_off
from linear_integration.models import Hook, IssueLink, Operation, WebhookDelivery
from linear_integration.obsolete import ANSWER_WITHIN
from linear_integration.writes import conversation_url

from ...sandbox_process import Sandbox
from ..asking import activities, attachments_of, in_linear
from ..conftest import REFRESH_TOKEN, LinearApi
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


def answering() -> Operation:
    """Return the only answer, as we keep it."""
    return Operation.objects.get(kind="answer_session")


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


def test_a_mention_that_speaks_of_a_link_is_answered_with_the_linked_conversations(
    loop: Loop, link: IssueLink
) -> None:
    mention(loop, "@supportbridge see the link above")
    [(_, text)] = said(loop.sandbox)
    assert text.startswith("Conversations that are linked to ENG-1:")


def test_an_address_from_before_the_bridge_moved_is_linked(
    loop: Loop, acme: Hook, conversation: Conversation, settings: Settings
) -> None:
    former = conversation_url(conversation)
    settings.FORMER_FRONTEND_URLS = [settings.FRONTEND_URL]
    settings.FRONTEND_URL = "https://new.example.com"
    mention(loop, f"@supportbridge link {former}")
    assert IssueLink.objects.get().conversation == conversation


@pytest.mark.parametrize("where", ["another account", "no conversation", "another host"])
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
    }
    kind, text = ask(loop, f"link {addresses[where]}")
    assert kind == "elicitation"
    assert text.startswith("That is no conversation of Acme Support. To link one, answer `link`")
    assert not Operation.objects.filter(kind="link_issue").exists()


@pytest.mark.parametrize("text", ["Fix it!", "Thanks for the link!"])
def test_anything_else_is_answered_with_a_short_help(loop: Loop, acme: Hook, text: str) -> None:
    mention(loop)
    kind, text = ask(loop, text)
    assert kind == "response"
    assert text.startswith("I understand two things:\n\n- `status`: ")


def test_whoever_wants_it_to_stop_is_told_that_it_has(
    loop: Loop, acme: Hook, conversation: Conversation
) -> None:
    mention(loop)
    said = ask(loop, f"Stop. Don't even link {conversation_url(conversation)}", "stop")
    assert said == ("response", "I have stopped: nothing is under way.")
    assert not Operation.objects.filter(kind="link_issue").exists()


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
    answer = answering()
    assert (answer.status, session(loop.sandbox)["externalLinks"]) == ("unknown", [])
    chosen = answer.payload["activity"]["id"]
    with time_machine.travel(answer.next_attempt_at):
        assert operations.sweep() == 1
    assert len(said(loop.sandbox)) == 1
    assert session(loop.sandbox)["activities"][0]["id"] == chosen
    assert len(session(loop.sandbox)["externalLinks"]) == 1


def test_whoever_dies_before_it_was_said_leaves_it_to_the_sweep(
    loop: Loop, link: IssueLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "send_queued", lambda operation: None)
    mention(loop)
    monkeypatch.undo()
    assert said(loop.sandbox) == []
    assert operations.sweep() == 1
    assert len(said(loop.sandbox)) == 1


def test_whoever_connects_again_long_after_is_not_answered_late(
    loop: Loop, link: IssueLink, alices: LinearApi
) -> None:
    loop.sandbox.add_fault(
        match={"field": "agentActivityCreate"}, action="http_error", status=401, times=None
    )
    mention(loop)
    loop.sandbox.reset_faults()
    refused = answering().error or {}
    assert refused["code"] == "reauthorization_required"
    long_after = timezone.now() + ANSWER_WITHIN
    Operation.objects.update(next_attempt_at=long_after)
    with time_machine.travel(long_after):
        assert operations.sweep() == 1
    [logged] = alices.get("operations", kind="answer_session").json()["data"]
    assert (logged["status"], logged["error"]["code"]) == ("refused", "operation_given_up")
    assert not logged["can_retry"]
    again = alices.post(f"operations/{logged['id']}/retry").json()["error"]
    assert again["code"] == "operation_given_up"
    assert said(loop.sandbox) == []


def test_an_answer_ends_when_it_is_given_up_and_not_long_after(loop: Loop, link: IssueLink) -> None:
    loop.sandbox.add_fault(
        match={"field": "agentActivityCreate"}, action="http_error", status=500, times=None
    )
    mention(loop)
    while (answer := answering()).status == "unknown":
        with time_machine.travel(answer.next_attempt_at):
            operations.sweep()
    assert (answer.error or {})["code"] == "operation_given_up"
    assert answer.finished_at is not None
    assert answer.finished_at < answer.created_at + ANSWER_WITHIN + timedelta(minutes=1)


def test_links_that_linear_refuses_to_show_do_not_keep_the_answer_open(
    loop: Loop, link: IssueLink
) -> None:
    loop.sandbox.add_fault(
        match={"field": "agentSessionUpdate"}, action="http_error", status=403, times=1
    )
    mention(loop)
    assert (answering().status, len(said(loop.sandbox))) == ("done", 1)


def test_the_log_says_who_was_answered_on_which_issue_and_keeps_no_word_of_it(
    loop: Loop, link: IssueLink, alices: LinearApi, bobs: LinearApi, conversation: Conversation
) -> None:
    in_linear(loop.sandbox, COMMENT, i={"issueId": "ENG-1", "body": "@supportbridge, please!"})
    loop.sandbox.wait_for_deliveries()
    tasks.work_off_deliveries.apply()
    assert len(said(loop.sandbox)) == 1
    [logged] = alices.get("operations", kind="answer_session").json()["data"]
    assert (logged["status"], logged["name_in_linear"]) == ("done", "Maya Lindqvist")
    assert (logged["issue"]["identifier"], logged["conversation_id"]) == ("ENG-1", None)
    assert re.fullmatch("[0-9a-f]{32}", logged["request_id"])
    path = f"operations/{logged['id']}"
    result = alices.get(path).json()["data"]["result"]
    assert result == {
        "activity_id": session(loop.sandbox)["activities"][0]["id"],
        "session_id": session(loop.sandbox)["id"],
    }
    assert bobs.get(path).status_code == 404
    kept = str(Operation.objects.filter(kind="answer_session").values())
    assert conversation.contact.name not in kept
    assert conversation_url(conversation) not in kept


def test_what_linear_refuses_for_good_is_not_tried_again(
    acme: Hook, post_event: Post, alices: LinearApi
) -> None:
    post_event(event(acme, **session_event(acme)))
    work_off()
    [logged] = alices.get("operations").json()["data"]
    assert (logged["status"], logged["error"]["code"]) == ("refused", "invalid_input")
    assert "activity" not in answering().payload


def test_a_session_of_another_app_is_none_of_ours(acme: Hook, post_event: Post) -> None:
    body = session_event(acme) | {"appUserId": str(uuid.uuid4())}
    post_event(event(acme, **body))
    work_off()
    assert (outcomes(), Operation.objects.count()) == (["ignored"], 0)


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
    return answering().account


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


def test_a_question_is_answered_once_though_another_account_would_answer_by_now(
    loop: Loop, globex_too: Hook, globex_care: Account, bobs: LinearApi, conversation: Conversation
) -> None:
    mention(loop)
    bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    WebhookDelivery.objects.update(status="waiting", next_attempt_at=timezone.now())
    loop.settle()
    assert sorted(outcomes()) == ["left_to_another", "not_newer"]
    assert (len(said(loop.sandbox)), answered_by()) == (1, globex_care)


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
