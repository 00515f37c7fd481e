"""Trying a write again: it comes to its end once, however often and by whomever it is tried."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conversations.models import Conversation, User
from linear_integration import operations
from linear_integration.linear.transport import reset_transport
from linear_integration.models import Hook, IssueLink, Operation

from ..sandbox_process import Sandbox
from ..threads import in_parallel
from .asking import activities, attachments_of, issues_titled, mutations
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = {"field": "issueCreate"}
RECONCILE = {"operation": "Reconcile"}
TITLE = "Export fails"
LINK = {"conversation_id": 1, "issue_id": "ENG-1"}


@pytest.fixture
def body(team: str, conversation: Conversation) -> dict[str, Any]:
    """The body of a create_issue call."""
    return {"conversation_id": 1, "title": TITLE, "team_id": team}


def retry(who: LinearApi) -> Any:
    """Have the oldest operation tried again."""
    return who.post(f"operations/{Operation.objects.earliest('created_at').pk}/retry")


def can_retry(who: LinearApi) -> list[bool]:
    """Return of each operation, the newest first, whether trying again is offered."""
    return [each["can_retry"] for each in who.get("operations").json()["data"]]


def refuse(sandbox: Sandbox, who: LinearApi, body: dict[str, Any], key: str | None = None) -> None:
    """Create an issue while the workspace is full."""
    sandbox.add_fault(match=CREATE, action="usage_limit", times=1)
    answer = who.post("create_issue", body, key=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "usage_limit_exceeded")


def sweep_when_linear_is_back(sandbox: Sandbox) -> None:
    """Let Linear answer again, and the sweep run when the operation is due."""
    sandbox.reset_faults()
    reset_transport()  # the breaker may have opened
    Operation.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    operations.sweep()


def assert_created_once(sandbox: Sandbox, conversation: Conversation) -> None:
    """One issue, one link on both sides, one activity message, and the operation is done."""
    [issue] = issues_titled(sandbox, TITLE)
    [attachment] = attachments_of(sandbox, conversation)
    assert attachment["issueId"] == issue["id"]
    assert str(IssueLink.objects.get().link_id) == attachment["id"]
    assert activities(conversation) == [f"Created Linear issue [{issue['identifier']}]"]
    assert Operation.objects.get().status == "done"


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "usage_limit"},
        {"action": "rate_limited", "retry_after": 0},
        {"action": "http_error", "status": 403},
        {"action": "lock_timeout"},
    ],
    ids=lambda fault: fault["action"],
)
def test_what_was_refused_is_done_once_and_the_same_is_answered_again(
    alices: LinearApi,
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
    alice: User,
    bob: User,
    fault: dict[str, Any],
) -> None:
    sandbox.add_fault(match=CREATE, times=1, **fault)
    assert bobs.post("create_issue", body).status_code >= 400
    assert can_retry(alices) == [True]
    answers = [retry(alices) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200], answers[0].json()
    assert answers[0].json() == answers[1].json() == answers[2].json()
    told = answers[0].json()["data"]
    assert (told["status"], told["error"], told["can_retry"]) == ("done", None, False)
    assert told["issue"]["title"] == TITLE
    assert told["requested_by"]["id"] == bob.pk, "it is still the agent's"
    assert told["retried_by"]["id"] == alice.pk
    assert_created_once(sandbox, conversation)


def test_the_agents_own_repeat_finds_what_the_retry_has_made(
    alices: LinearApi,
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
) -> None:
    refuse(sandbox, bobs, body, key="k1")
    issue = retry(alices).json()["data"]["issue"]
    again = bobs.post("create_issue", body, key="k1")
    assert (again.status_code, again.json()["data"]["identifier"]) == (200, issue["identifier"])
    assert_created_once(sandbox, conversation)


LOST_ANSWERS = ["commit_then_drop", "drop_before_commit", "half_body", "data_null"]


@pytest.mark.parametrize("action", LOST_ANSWERS)
def test_a_retry_whose_answer_is_lost_is_tried_again_without_doubling(
    alices: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
    action: str,
) -> None:
    refuse(sandbox, alices, body)
    sandbox.add_fault(match=CREATE, action=action, times=1)
    lost = retry(alices)
    assert (lost.status_code, lost.json()["error"]["code"]) == (504, "linear_timeout")
    assert retry(alices).status_code == 200
    assert_created_once(sandbox, conversation)


def test_what_was_not_confirmed_is_asked_about_before_its_time(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match=CREATE, action="commit_then_drop", times=1)
    alices.post("create_issue", body)
    in_an_hour = timezone.now() + timedelta(hours=1)
    Operation.objects.update(next_attempt_at=in_an_hour)
    assert can_retry(alices) == [True]
    assert retry(alices).status_code == 200
    assert_created_once(sandbox, conversation)
    assert len(mutations(sandbox)) == 1, "Linear had it already"


def test_several_who_try_again_at_once_do_it_once(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    refuse(sandbox, alices, body)
    answers = in_parallel(8, lambda _: retry(alices))
    told = [(answer.status_code, answer.json()) for answer in answers]
    assert {status for status, _ in told} <= {200, 409}
    assert {told["error"]["code"] for status, told in told if status == 409} <= {
        "operation_in_progress"
    }
    assert_created_once(sandbox, conversation)


def test_while_linear_cannot_take_it_the_sweep_goes_on(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    refuse(sandbox, alices, body)
    sandbox.add_fault(match=RECONCILE, action="http_error", status=500, times=None)
    answer = retry(alices)
    assert answer.json()["error"]["operation_id"] == str(Operation.objects.get().pk)
    sweep_when_linear_is_back(sandbox)
    assert_created_once(sandbox, conversation)


def test_what_was_given_up_is_wanted_again(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match=CREATE, action="commit_then_drop", times=1)
    alices.post("create_issue", body)
    long_ago = timezone.now() - timedelta(days=4)
    past = timezone.now() - timedelta(seconds=1)
    Operation.objects.update(created_at=long_ago, next_attempt_at=past, lease_until=past)
    operations.sweep()
    [given_up] = alices.get("operations").json()["data"]
    assert (given_up["error"]["code"], given_up["can_retry"]) == ("operation_given_up", True)
    sandbox.add_fault(match=RECONCILE, action="http_error", status=500, times=None)
    assert retry(alices).status_code == 504
    sweep_when_linear_is_back(sandbox)
    assert_created_once(sandbox, conversation)


def test_what_was_wrong_stays_refused_and_linear_is_not_asked(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    first = alices.post("create_issue", body | {"team_id": str(uuid.uuid4())})
    asked = len(sandbox.requests())
    assert can_retry(alices) == [False]
    again = retry(alices)
    assert (again.status_code, again.json()["error"]["code"]) == (422, "invalid_input")
    assert again.json()["error"]["message"] == first.json()["error"]["message"]
    assert len(sandbox.requests()) == asked


def test_an_old_link_does_not_come_back_after_the_agent_unlinked(
    alices: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(
        match={"field": "attachmentCreate"}, action="rate_limited", retry_after=0, times=1
    )
    assert alices.post("link_issue", LINK).status_code == 429
    link_id = alices.post("link_issue", LINK).json()["data"]["link_id"]
    alices.post("unlink_issue", {"conversation_id": 1, "link_id": link_id})
    assert can_retry(alices) == [False, False, False]
    answer = retry(alices)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "operation_superseded")
    assert attachments_of(sandbox, conversation) == []


def test_an_issue_that_the_agent_has_asked_for_again_is_not_made_twice(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    refuse(sandbox, alices, body)
    assert alices.post("create_issue", body).status_code == 200
    assert can_retry(alices) == [False, False]
    assert retry(alices).json()["error"]["code"] == "operation_superseded"
    assert len(issues_titled(sandbox, TITLE)) == 1


def test_another_issue_settles_nothing(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    refuse(sandbox, alices, body)
    alices.post("create_issue", body | {"title": "Import fails"})
    alices.post("link_issue", LINK)
    assert can_retry(alices) == [False, False, True]
    assert retry(alices).status_code == 200
    assert len(issues_titled(sandbox, TITLE)) == 1


def test_without_a_connection_it_stays_as_it_is(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    refuse(sandbox, alices, body)
    before = Operation.objects.values().get()
    Hook.objects.all().delete()
    answer = retry(alices)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_connected")
    assert Operation.objects.values().get() == before


def test_an_attempt_under_way_is_waited_for(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    refuse(sandbox, alices, body)
    Operation.objects.update(status="pending", lease_until=timezone.now() + timedelta(seconds=30))
    assert can_retry(alices) == [False]
    answer = retry(alices)
    assert (answer.status_code, answer["Retry-After"]) == (409, "1")
    assert answer.json()["error"]["code"] == "operation_in_progress"
    assert issues_titled(sandbox, TITLE) == []
