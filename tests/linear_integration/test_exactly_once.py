"""Writes whose answers get lost: each is made once, and nothing of it is missing."""

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conversations.models import Conversation
from linear_integration import operations
from linear_integration.linear.transport import reset_transport
from linear_integration.models import IssueLink, Operation

from ..sandbox_process import Sandbox
from ..threads import in_parallel
from .asking import activities, attachments_of, issues_titled, mutations
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = {"field": "issueCreate"}
TITLE = "Export fails"


@pytest.fixture
def body(team: str, conversation: Conversation) -> dict[str, Any]:
    """The body of a create_issue call."""
    return {"conversation_id": 1, "title": TITLE, "team_id": team}


def sweep_later() -> None:
    """Let the sweep run at a time when every open operation is due."""
    past = timezone.now() - timedelta(seconds=1)
    Operation.objects.filter(status__in=operations.OPEN).update(
        next_attempt_at=past, lease_until=past
    )
    operations.sweep()


def assert_created_once(sandbox: Sandbox, conversation: Conversation) -> None:
    """One issue, one link on both sides, one activity message, no operation left open."""
    [issue] = issues_titled(sandbox, TITLE)
    [attachment] = attachments_of(sandbox, conversation)
    assert attachment["issueId"] == issue["id"]
    link = IssueLink.objects.get()
    assert (str(link.issue.linear_id), str(link.link_id)) == (issue["id"], attachment["id"])
    assert activities(conversation) == [f"Created Linear issue [{issue['identifier']}]"]
    assert not Operation.objects.filter(status__in=operations.OPEN).exists()


LOST_ANSWERS = [
    {"action": "commit_then_drop"},
    {"action": "drop_before_commit"},
    {"action": "half_body"},
    {"action": "malformed_json"},
    {"action": "data_null"},
    {"action": "http_error", "status": 500},
    {"action": "http_error", "status": 502},
    {"action": "internal_error"},
]


@pytest.mark.parametrize("fault", LOST_ANSWERS, ids=lambda f: f"{f['action']}{f.get('status', '')}")
def test_after_a_lost_answer_the_caller_is_told_and_the_sweep_finishes(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
    fault: dict[str, Any],
) -> None:
    sandbox.add_fault(match=CREATE, times=1, **fault)
    answer = bobs.post("create_issue", body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (504, "linear_timeout")
    state = bobs.get(f"operations/{error['operation_id']}").json()["data"]
    assert (state["status"], state["result"]) == ("unknown", None)
    assert activities(conversation) == []
    sweep_later()
    assert_created_once(sandbox, conversation)
    state = bobs.get(f"operations/{error['operation_id']}").json()["data"]
    assert state["status"] == "done"
    assert state["result"]["id"] == issues_titled(sandbox, TITLE)[0]["id"]


def test_the_caller_can_finish_it_with_the_same_key(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match=CREATE, action="commit_then_drop", times=1)
    assert bobs.post("create_issue", body, key="k1").status_code == 504
    answers = [bobs.post("create_issue", body, key="k1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert_created_once(sandbox, conversation)
    assert len(mutations(sandbox)) == 1


def test_a_failure_of_the_second_step_is_mended_at_once(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match=CREATE, action="fail_second_mutation", times=1)
    answer = bobs.post("create_issue", body)
    assert answer.status_code == 200, answer.json()
    assert_created_once(sandbox, conversation)


class Killed(BaseException):
    """The end of the process."""


@pytest.mark.parametrize(("dies_in", "sent"), [("attempt", 0), ("_done", 1)])
def test_what_a_dead_process_left_open_is_finished_by_the_sweep(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
    monkeypatch: pytest.MonkeyPatch,
    dies_in: str,
    sent: int,
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"linear_integration.operations.{dies_in}", die)
        with pytest.raises(Killed):
            bobs.post("create_issue", body)
    assert len(issues_titled(sandbox, TITLE)) == sent
    operations.sweep()
    assert Operation.objects.get().status == "pending", "the dead process's lease still runs"
    sweep_later()
    assert_created_once(sandbox, conversation)


def test_two_workers_that_sweep_at_once_do_it_once(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match=CREATE, action="drop_before_commit", times=1)
    bobs.post("create_issue", body)
    past = timezone.now() - timedelta(seconds=1)
    Operation.objects.update(next_attempt_at=past, lease_until=past)
    in_parallel(4, lambda _: operations.sweep())
    assert_created_once(sandbox, conversation)
    assert len(mutations(sandbox)) == 2, "the dropped one and one more"


def test_twins_with_one_key_create_one_issue(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    answers = in_parallel(8, lambda _: bobs.post("create_issue", body, key="twin"))
    assert {answer.status_code for answer in answers} <= {200, 409}
    told = [answer.json() for answer in answers if answer.status_code == 200]
    assert told
    assert all(each == told[0] for each in told)
    busy = [answer.json()["error"] for answer in answers if answer.status_code == 409]
    assert {error["code"] for error in busy} <= {"operation_in_progress"}
    assert_created_once(sandbox, conversation)


def test_a_key_that_was_used_for_another_body_is_422(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    bobs.post("create_issue", body, key="k1")
    answer = bobs.post("create_issue", body | {"title": "Another"}, key="k1")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "idempotency_key_reused"
    assert issues_titled(sandbox, "Another") == []


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "line\nbreak"])
def test_a_key_that_is_none_is_422(bobs: LinearApi, body: dict[str, Any], key: str) -> None:
    assert bobs.post("create_issue", body, key=key).status_code == 422
    assert not Operation.objects.exists()


def test_a_refusal_is_repeated_to_the_same_key_without_asking_again(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    wrong = body | {"team_id": str(uuid.uuid4())}
    first = bobs.post("create_issue", wrong, key="k1")
    sent = len(sandbox.requests())
    second = bobs.post("create_issue", wrong, key="k1")
    assert first.status_code == second.status_code == 422
    assert first.json()["error"]["message"] == second.json()["error"]["message"]
    assert len(sandbox.requests()) == sent


def test_a_rate_limit_is_told_at_once_and_the_same_key_tries_again(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match=CREATE, action="rate_limited", times=1, retry_after=1)
    answer = bobs.post("create_issue", body, key="k1")
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")
    assert answer.json()["error"]["code"] == "rate_limited"
    assert Operation.objects.get().status == "refused", "nobody goes on with it unasked"
    wait_a_second()
    assert bobs.post("create_issue", body, key="k1").status_code == 200
    assert_created_once(sandbox, conversation)


def test_a_lost_answer_to_link_and_unlink_ends_in_one_link_and_none(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match={"field": "attachmentCreate"}, action="commit_then_drop", times=1)
    link = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    assert link.status_code == 504
    sweep_later()
    [attachment] = attachments_of(sandbox, conversation)
    assert activities(conversation) == ["Linked Linear issue [ENG-1]"]
    sandbox.add_fault(match={"field": "attachmentDelete"}, action="commit_then_drop", times=1)
    unlink = {"conversation_id": 1, "link_id": attachment["id"]}
    assert bobs.post("unlink_issue", unlink).status_code == 504
    sweep_later()
    assert attachments_of(sandbox, conversation) == []
    assert not IssueLink.objects.exists()
    assert activities(conversation)[1:] == ["Unlinked Linear issue [ENG-1]"]


def test_an_operation_that_linear_cannot_take_yet_waits_longer_each_time(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503, times=None)
    bobs.post("create_issue", body)
    waits = []
    for _ in range(3):
        sweep_later()
        operation = Operation.objects.get()
        waits.append(operation.next_attempt_at - timezone.now())
    assert operation.status == "unknown"
    assert waits == sorted(waits)
    assert waits[-1] > 2 * waits[0]
    sandbox.reset_faults()
    reset_transport()  # the breaker has opened
    sweep_later()
    assert_created_once(sandbox, conversation)


def wait_a_second() -> None:
    """Wait until Linear's Retry-After of one second is over."""
    time.sleep(1.1)
