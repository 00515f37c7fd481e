"""What the app says in an agent session is an operation: each question has one answer at most.

It is stored in the transaction that finishes the delivery of the question, and sent right after it,
since Linear shows an app as unresponsive that is silent for ten seconds.
"""

import uuid
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from .. import operations
from ..models import Hook, Operation
from ..operation_requests import Plan, Request
from .answers import Answer


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question: the session's beginning, or what `person` said in it later.

    `question_id` is the session's id, or that of what was said. Without an issue, `issue_id` is
    None and `identifier` empty.
    """

    question_id: uuid.UUID
    session_id: uuid.UUID
    person: str
    issue_id: uuid.UUID | None
    identifier: str


def is_answered(question_id: uuid.UUID) -> bool:
    """Return whether a question has its answer, of whichever account that has the workspace."""
    return Operation.objects.filter(pk=_operation_id(question_id)).exists()


def reply(hook: Hook, asked: Asked, answer: Answer) -> bool:
    """Answer a question, once this transaction is through; False if it has an answer already."""
    request = Request(
        by=None,
        account=hook.workspace.account,
        conversation=None,
        kind=Operation.Kind.ANSWER_SESSION,
        body={"question_id": asked.question_id},
        name_in_linear=asked.person,
        id=_operation_id(asked.question_id),
    )
    activity = {
        "id": str(uuid.uuid4()),
        "agent_session_id": str(asked.session_id),
        "content": answer.content,
    }
    payload = {"activity": activity, "urls": answer.urls, "identifier": asked.identifier}
    plan = Plan(hook=hook, payload=payload, issue_id=asked.issue_id)
    operation = operations.queue(request, plan)
    if operation is None:
        return False
    transaction.on_commit(partial(operations.send_queued, operation), robust=True)
    return True


def _operation_id(question_id: uuid.UUID) -> uuid.UUID:
    """Return the same id in each account: only one of them answers."""
    return uuid.uuid5(question_id, "answer")
