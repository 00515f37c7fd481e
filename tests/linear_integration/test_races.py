"""What happens in between: crashes, twins, late answers, changes of mind and of credentials."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conversations.models import Conversation
from linear_integration import operation_lease, operations
from linear_integration.connection.clients import HookClient
from linear_integration.linear import errors
from linear_integration.linear.client import LinearClient
from linear_integration.linear.types import Reconciled
from linear_integration.models import Hook, IssueLink, Operation

from ..sandbox_process import Sandbox
from ..threads import in_parallel
from .asking import activities, attachments_of, issues_titled
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = {"field": "issueCreate"}
LINK = {"conversation_id": 1, "issue_id": "ENG-1"}


class Killed(BaseException):
    """The end of the process."""


@pytest.fixture
def body(team: str, conversation: Conversation) -> dict[str, Any]:
    """The body of a create_issue call."""
    return {"conversation_id": 1, "title": "Export fails", "team_id": team}


def make_due() -> None:
    """Let every open operation be due, its lease over."""
    past = timezone.now() - timedelta(seconds=1)
    open_ones = Operation.objects.filter(status__in=operations.OPEN)
    open_ones.update(next_attempt_at=past, lease_until=past)


def sweep_later() -> None:
    """Let the sweep run when every open operation is due."""
    make_due()
    operations.sweep()


def test_a_first_attempt_that_gets_through_after_we_asked_is_found_at_the_next(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sandbox.add_fault(match=CREATE, action="commit_then_drop", times=1)
    bobs.post("create_issue", body)
    with monkeypatch.context() as patch:
        patch.setattr(HookClient, "reconcile", lambda *_: Reconciled(None, None))
        sweep_later()
    assert Operation.objects.get().status == "unknown", "a conflict means that it is there"
    sweep_later()
    assert Operation.objects.get().status == "done"
    assert len(issues_titled(sandbox, "Export fails")) == 1
    assert len(attachments_of(sandbox, conversation)) == 1


def test_a_crash_while_a_refused_write_is_tried_again_is_swept(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sandbox.add_fault(match=CREATE, action="rate_limited", retry_after=0, times=1)
    assert bobs.post("create_issue", body, key="k").status_code == 429
    time.sleep(0.1)

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(operations, "_done", die)
        with pytest.raises(Killed):
            bobs.post("create_issue", body, key="k")
    sweep_later()
    assert bobs.post("create_issue", body, key="k").status_code == 200
    assert len(issues_titled(sandbox, "Export fails")) == 1
    assert len(activities(conversation)) == 1


def test_a_late_failure_does_not_undo_what_another_has_finished(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.add_fault(match=CREATE, action="commit_then_drop", times=1)
    bobs.post("create_issue", body)
    holders = []
    for _ in range(2):
        make_due()
        holders.append(Operation.objects.get())
        assert operation_lease.take(holders[-1])
    slow, quick = holders
    assert operations.attempt(quick, is_first=False).status == "done"

    def fail(*_: Any) -> None:
        raise errors.Timeout("late", outcome_unknown=True)

    monkeypatch.setattr(HookClient, "reconcile", fail)
    assert operations.attempt(slow, is_first=False).status == "done"
    assert Operation.objects.get().status == "done"


def test_two_that_unlink_at_once_say_so_once(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    link_id = bobs.post("link_issue", LINK).json()["data"]["link_id"]
    body = {"conversation_id": 1, "link_id": link_id}
    in_parallel(4, lambda _: bobs.post("unlink_issue", body))
    assert activities(conversation).count("Unlinked Linear issue [ENG-1]") == 1


def test_a_link_that_was_lost_does_not_come_back_after_the_agent_unlinked(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match={"field": "attachmentCreate"}, action="commit_then_drop", times=1)
    assert bobs.post("link_issue", LINK, key="lost").status_code == 504
    link_id = bobs.post("link_issue", LINK).json()["data"]["link_id"]
    bobs.post("unlink_issue", {"conversation_id": 1, "link_id": link_id})
    sweep_later()
    assert not IssueLink.objects.exists()
    assert attachments_of(sandbox, conversation) == []
    answer = bobs.post("link_issue", LINK, key="lost")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "operation_superseded")


def test_an_unlink_that_was_lost_does_not_undo_a_later_link(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    link_id = bobs.post("link_issue", LINK).json()["data"]["link_id"]
    sandbox.add_fault(match={"field": "attachmentDelete"}, action="drop_before_commit", times=1)
    unlink = {"conversation_id": 1, "link_id": link_id}
    assert bobs.post("unlink_issue", unlink).status_code == 504
    assert bobs.post("link_issue", LINK).status_code == 200
    sweep_later()
    assert IssueLink.objects.count() == len(attachments_of(sandbox, conversation)) == 1


def test_an_operation_that_breaks_the_sweep_delays_the_others_by_one_round(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    sandbox.add_fault(match=CREATE, action="drop_before_commit", times=2)
    for title in ("First", "Second"):
        bobs.post("create_issue", body | {"title": title})
    broken, good = Operation.objects.order_by("created_at")
    broken.payload["link"]["of_another_release"] = 1
    broken.save()
    make_due()
    with pytest.raises(TypeError, match="of_another_release"):
        operations.sweep()
    operations.sweep()
    good.refresh_from_db()
    assert good.status == "done"


def test_an_operation_that_linear_could_not_be_asked_about_for_days_is_given_up(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    sandbox.add_fault(match=CREATE, action="drop_before_commit", times=1)
    alices.post("create_issue", body)
    alices.delete()
    sweep_later()
    assert Operation.objects.get().status == "unknown", "it may be connected again"
    Operation.objects.update(created_at=timezone.now() - timedelta(days=4))
    alices.post("api_key", {"api_key": "lin_api_demo_acme"})
    sweep_later()
    assert Operation.objects.get(kind="create_issue").status == "refused"
    assert issues_titled(sandbox, "Export fails") == []


def test_a_write_begun_as_an_app_ends_with_an_api_key(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match=CREATE, action="drop_before_commit", times=1)
    alices.post("create_issue", body)
    alices.post("api_key", {"api_key": "lin_api_demo_acme"})
    sweep_later()
    assert Operation.objects.get(kind="create_issue").status == "done"
    assert len(attachments_of(sandbox, conversation)) == 1


def test_a_token_refused_in_the_second_step_does_not_send_the_first_again(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    execute = LinearClient.execute
    sent: list[str] = []

    def refuse_once(self: LinearClient, name: str, *rest: Any) -> Any:
        result = execute(self, name, *rest)
        sent.append(name)
        if sent.count("create_linked_issue") == 1 and name == "create_linked_issue":
            raise errors.Reauthorize("No", outcome_unknown=True, path=("attachmentCreate",))
        return result

    monkeypatch.setattr(LinearClient, "execute", refuse_once)
    assert bobs.post("create_issue", body).status_code == 200
    assert sent.count("create_linked_issue") == 1
    assert len(issues_titled(sandbox, "Export fails")) == 1


def test_a_retry_after_of_ages_is_an_hour(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    sandbox.add_fault(match=CREATE, action="rate_limited", retry_after=10**6, times=1)
    answer = bobs.post("create_issue", body)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_a_time_out_before_anything_was_sent_is_no_open_write(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = timezone.now()
    Hook.objects.update(token_expires_at=now, refresh_lease_until=now + timedelta(minutes=1))
    monkeypatch.setattr("linear_integration.connection.tokens.WAIT_SECONDS", 0.1)
    answer = bobs.post("create_issue", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "linear_unavailable")
    assert Operation.objects.get().status == "refused"


def test_a_link_follows_the_title_that_linear_has(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    bobs.post("link_issue", LINK)
    bobs.post("link_issue", LINK | {"title": "Second"})
    [attachment] = attachments_of(sandbox, conversation)
    assert attachment["title"] == IssueLink.objects.get().title == "Second"
