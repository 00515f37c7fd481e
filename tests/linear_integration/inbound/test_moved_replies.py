"""Answers of before they were operations: what waits is said, and none is given twice."""

import uuid
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps
from django.utils import timezone

from linear_integration import operations
from linear_integration.models import Hook, Operation, WebhookDelivery

from .conftest import Loop
from .test_agent_sessions import mention, outcomes, said, session

pytestmark = pytest.mark.django_db(transaction=True)

MIGRATION = import_module("linear_integration.migrations.0021_answers_are_operations")


@pytest.fixture
def before() -> Iterator[StateApps]:
    """The models of before the migration, and the table that it removes."""
    state = MigrationLoader(connection).project_state(MIGRATION.Migration.dependencies)
    table = state.apps.get_model("linear_integration", "AgentReply")
    with connection.schema_editor() as editor:
        editor.create_model(table)
    yield state.apps
    with connection.schema_editor() as editor:
        editor.delete_model(table)


def reply(before: StateApps, hook: Hook, question_id: str, **values: Any) -> uuid.UUID:
    """Keep a reply in the session, and return its id."""
    rows = before.get_model("linear_integration", "AgentReply").objects
    content = {"type": "response", "body": "Hello"}
    kept = {"session_id": question_id, "question_id": question_id, "content": content}
    made = rows.create(workspace_id=hook.workspace_id, **kept | values)
    return uuid.UUID(str(made.pk))


def move(before: StateApps) -> None:
    with connection.schema_editor() as editor:
        MIGRATION.move_replies(before, editor)


def test_a_reply_that_waits_is_said_once_under_its_id(
    loop: Loop, acme: Hook, before: StateApps
) -> None:
    mention(loop)
    opened = session(loop.sandbox)["id"]
    Operation.objects.all().delete()
    waiting = reply(before, acme, opened, attempts=1)
    move(before)
    assert operations.sweep() == 1
    assert said(loop.sandbox)[1:] == [("response", "Hello")]
    assert session(loop.sandbox)["activities"][-1]["id"] == str(waiting)
    assert "activity" not in Operation.objects.get().payload


@pytest.mark.parametrize("status", ["done", "refused"])
def test_what_came_to_an_end_is_not_answered_again(
    loop: Loop, acme: Hook, before: StateApps, status: str
) -> None:
    mention(loop)
    Operation.objects.all().delete()
    error = {"code": "invalid_input", "message": "No"} if status == "refused" else None
    reply(before, acme, session(loop.sandbox)["id"], status=status, error=error)
    move(before)
    WebhookDelivery.objects.update(status="waiting", next_attempt_at=timezone.now())
    loop.settle()
    assert (outcomes(), len(said(loop.sandbox))) == (["not_newer"], 1)
    assert Operation.objects.get().status == status
