"""The log of operations: every write to Linear, with who asked for it and what came of it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conversations.models import Account, Conversation, User
from linear_integration import wording
from linear_integration.linear.sentences import ANSWERED
from linear_integration.models import Hook, Operation
from linear_integration.operation_history import find_operations

from ..sandbox_process import Sandbox
from .conftest import LinearApi, LinearFactory

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = {"field": "issueCreate"}


@pytest.fixture
def body(team: str, conversation: Conversation) -> dict[str, Any]:
    """The body of a create_issue call."""
    return {"conversation_id": 1, "title": "Export fails", "team_id": team}


def listed(who: LinearApi, **query: Any) -> list[dict[str, Any]]:
    """Return a page of the log."""
    answer = who.get("operations", **query)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["data"])


def stored(hook: Hook, conversation: Conversation, **more: Any) -> Operation:
    """Return a write that nobody made."""
    now = timezone.now()
    values: dict[str, Any] = {
        "kind": Operation.Kind.LINK_ISSUE,
        "status": Operation.Status.DONE,
        "payload": {"link": {"issue_id": "ENG-1"}},
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


def another(operation: Operation, **changes: Any) -> Operation:
    """Return one more of its kind, not saved yet."""
    same = {field.attname: getattr(operation, field.attname) for field in Operation._meta.fields}
    return Operation(**same | {"id": uuid.uuid4(), "link_id": uuid.uuid4()} | changes)


def test_each_write_says_who_asked_for_what_and_what_came_of_it(
    alices: LinearApi, bobs: LinearApi, body: dict[str, Any], acme: Hook, bob: User
) -> None:
    answer = bobs.post("create_issue", body)
    made = answer.json()["data"]
    link = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"}).json()["data"]
    bobs.post("unlink_issue", {"conversation_id": 1, "link_id": link["link_id"]})
    unlinked, linked, created = listed(alices)
    assert [each["kind"] for each in (unlinked, linked, created)] == [
        "unlink_issue",
        "link_issue",
        "create_issue",
    ]
    assert created["issue"] == {
        "identifier": made["identifier"],
        "url": made["url"],
        "title": "Export fails",
    }
    assert linked["issue"] == unlinked["issue"]
    assert linked["issue"]["identifier"] == "ENG-1"
    assert created["requested_by"]["email"] == bob.email
    assert created["request_id"] == answer["X-Request-ID"]
    assert (created["status"], created["error"], created["attempts"]) == ("done", None, 1)
    assert created["created_at"] < created["finished_at"]
    assert (created["conversation_id"], created["workspace_id"]) == (
        1,
        str(acme.workspace.linear_id),
    )


def test_a_failure_is_told_in_the_readers_language_with_the_request_that_failed(
    alices: LinearApi, body: dict[str, Any], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.add_fault(match=CREATE, action="http_error", status=503, times=1)
    answer = alices.post("create_issue", body)
    german = {ANSWERED: "Linear hat mit HTTP %(status)s geantwortet."}
    monkeypatch.setattr(wording, "gettext", lambda text: german.get(text, text))
    [failed] = listed(alices)
    assert failed["issue"] == {"identifier": "", "url": "", "title": "Export fails"}
    assert failed["error"]["code"] == "linear_unavailable"
    assert failed["error"]["message"] == "Linear hat mit HTTP 503 geantwortet."
    assert failed["error"]["request_id"] == answer["X-Request-ID"]


def test_what_is_being_linked_is_named_as_far_as_it_is_known(
    alices: LinearApi, acme: Hook, conversation: Conversation
) -> None:
    unknown = str(uuid.uuid4())
    stored(acme, conversation, payload={"link": {"issue_id": unknown}})
    stored(acme, conversation)
    by_identifier, by_id = listed(alices)
    assert by_identifier["issue"]["identifier"] == "ENG-1"
    assert by_id["issue"] == {"identifier": "", "url": "", "title": ""}


def test_it_is_filtered_by_state_kind_and_conversation(
    alices: LinearApi,
    acme: Hook,
    conversation: Conversation,
    other_inbox_conversation: Conversation,
) -> None:
    done = stored(acme, conversation)
    refused = stored(acme, conversation, status="refused")
    unlink = stored(acme, conversation, kind="unlink_issue", payload={"identifier": "ENG-1"})
    elsewhere = stored(acme, other_inbox_conversation)

    def found(**query: Any) -> list[str]:
        return [each["id"] for each in listed(alices, **query)]

    assert found() == [str(each.pk) for each in (elsewhere, unlink, refused, done)]
    assert found(status="refused") == [str(refused.pk)]
    assert found(kind="unlink_issue") == [str(unlink.pk)]
    assert found(conversation_id=2) == [str(elsewhere.pk)]
    assert found(status="refused", kind="unlink_issue") == []


def test_what_is_no_conversations_is_for_administrators_only(
    alices: LinearApi,
    bobs: LinearApi,
    linear: LinearFactory,
    acme: Hook,
    conversation: Conversation,
    globex_care: Account,
    carol: User,
) -> None:
    operation = stored(acme, conversation)
    Operation.objects.update(conversation=None, link_id=None)
    [logged] = listed(alices)
    assert (logged["id"], logged["conversation_id"]) == (str(operation.pk), None)
    assert alices.get("operations", conversation_id=1).json()["data"] == []
    assert listed(alices, before=operation.pk) == []
    path = f"operations/{operation.pk}"
    carols = linear(carol, globex_care)
    assert [who.get(path).status_code for who in (alices, bobs, carols)] == [200, 404, 404]


@pytest.mark.parametrize(
    "query", [{"status": "open"}, {"kind": "delete"}, {"before": "1"}, {"per_page": 101}]
)
def test_a_filter_that_is_none_is_422(alices: LinearApi, query: dict[str, Any]) -> None:
    answer = alices.get("operations", **query)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, list(query))


def test_reading_on_misses_nothing_and_repeats_nothing_while_new_ones_come(
    alices: LinearApi, acme: Hook, conversation: Conversation
) -> None:
    # Some of the same moment, which only their ids tell apart.
    moments = [timezone.now() - timedelta(minutes=minutes) for minutes in (0, 1, 1, 1, 2)]
    for moment in moments:
        stored(acme, conversation, created_at=moment)
    expected = [each["id"] for each in listed(alices)]
    seen: list[str] = []
    while page := listed(alices, per_page=2, **({"before": seen[-1]} if seen else {})):
        seen += [each["id"] for each in page]
        stored(acme, conversation)
    assert seen == expected


def test_before_must_be_one_of_the_accounts_operations(
    alices: LinearApi, globex: Hook, carols_conversation: Conversation
) -> None:
    foreign = stored(globex, carols_conversation)
    for before in (foreign.pk, uuid.uuid4()):
        assert alices.get("operations", before=before).status_code == 404
    assert listed(alices) == []


def test_a_page_counts_what_the_filter_leaves(
    alices: LinearApi, acme: Hook, conversation: Conversation
) -> None:
    for status in ("done", "refused", "refused", "refused"):
        stored(acme, conversation, status=status)
    answer = alices.get("operations", status="refused", page=2, per_page=2).json()
    assert len(answer["data"]) == 1
    assert answer["meta"] == {"page": 2, "pages": 2, "count": 3}


def test_many_are_listed_in_as_many_queries_as_one(
    alices: LinearApi,
    acme: Hook,
    conversation: Conversation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(20):
        stored(acme, conversation)
    alices.get("operations")
    with django_assert_max_num_queries(4):
        assert len(listed(alices)) == 20


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.parametrize(
    ("status", "index"), [(None, "operations_newest_first"), ("refused", "operations_not_done")]
)
def test_a_page_of_a_long_log_is_read_from_an_index(
    acme: Hook, conversation: Conversation, alice: User, status: str | None, index: str
) -> None:
    member = conversation.account.memberships.get(user=alice)
    operation = stored(acme, conversation)
    Operation.objects.bulk_create(
        another(operation, status="refused" if number % 200 == 0 else "done")
        for number in range(5_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE linear_integration_operation")
    plan = find_operations(member, status=status)[:25].explain()
    assert f"using {index}" in plan.lower()
