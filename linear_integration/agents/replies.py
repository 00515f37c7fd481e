"""Saying something in an agent session, once.

keep   the reply is stored, with the id of the activity that it becomes, in the transaction that
       finishes the delivery of the question
send   at once after it; Linear shows an app as unresponsive that is silent for ten seconds
sweep  whoever comes next goes on with what was left: the same id can't be said twice
"""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from conversations.inserting import insert_if_new

from .. import connection
from ..connection.clients import HookClient
from ..linear.deadline import time_limit
from ..linear.errors import IdConflict, LinearError, NotConnected, Reauthorize
from ..linear.inputs import AgentActivityCreate, AgentSessionUpdate
from ..linear.transport import CALL_SECONDS
from ..metrics import OPERATIONS_FINISHED
from ..models import AgentReply

logger = logging.getLogger(__name__)

SWEEP_SIZE = 20
LEASE = timedelta(seconds=15)
# After half an hour of silence, Linear calls the session stale.
BACKOFF_SECONDS = (1, 2, 5, 15, 60, 300, 900)
KIND = "agent_activity"


def keep(reply: AgentReply) -> bool:
    """Store a reply, whose lease the caller then has; False if the question has one already."""
    reply.attempts = 1
    reply.next_attempt_at = timezone.now() + LEASE
    return insert_if_new(reply)


def send(reply: AgentReply) -> bool:
    """Say it, and show its links beside the session; return whether it came to an end."""
    workspace = reply.workspace
    try:
        with time_limit(CALL_SECONDS):
            hook = connection.hook_to_call(workspace.account, workspace.linear_id)
            client = connection.client_for(hook)
            _say(client, reply)
            _show_links(client, reply)
    except LinearError as error:
        return _failed(reply, error)
    return _finish(reply, AgentReply.Status.DONE)


def sweep() -> int:
    """Go on with the replies that are due; return how many came to an end."""
    due = AgentReply.objects.filter(
        status=AgentReply.Status.WAITING, next_attempt_at__lte=timezone.now()
    ).order_by("next_attempt_at")
    replies = due.select_related("workspace__account")[:SWEEP_SIZE]
    return sum(send(reply) for reply in replies if _take(reply))


def _say(client: HookClient, reply: AgentReply) -> None:
    activity = AgentActivityCreate(
        id=str(reply.pk), agent_session_id=str(reply.session_id), content=reply.content
    )
    try:
        client.create_agent_activity(activity)
    except IdConflict:
        return  # an earlier attempt got through


def _show_links(client: HookClient, reply: AgentReply) -> None:
    if not reply.urls:
        return
    update = AgentSessionUpdate(added_external_urls=tuple(reply.urls))
    try:
        client.update_agent_session(str(reply.session_id), update)
    except LinearError as error:
        if not error.permanent:
            raise
        # The answer names them, too.
        logger.warning("agent_reply.links_refused", extra={"code": error.code})


def _take(reply: AgentReply) -> bool:
    free = AgentReply.objects.filter(
        pk=reply.pk, status=AgentReply.Status.WAITING, attempts=reply.attempts
    )
    taken = free.update(attempts=F("attempts") + 1, next_attempt_at=timezone.now() + LEASE)
    reply.attempts += taken
    return bool(taken)


def _failed(reply: AgentReply, error: LinearError) -> bool:
    logger.warning("agent_reply.failed", extra={"reply": reply.pk, "code": error.code})
    kept = {"code": error.code, "message": str(error)}
    # Whoever connects again does so long after the question.
    is_final = error.permanent or isinstance(error, Reauthorize | NotConnected)
    if is_final or reply.attempts > len(BACKOFF_SECONDS):
        return _finish(reply, AgentReply.Status.REFUSED, error=kept)
    wait = max(BACKOFF_SECONDS[reply.attempts - 1], error.retry_after_seconds or 0)
    waiting = AgentReply.objects.filter(pk=reply.pk, attempts=reply.attempts)
    waiting.update(next_attempt_at=timezone.now() + timedelta(seconds=wait), error=kept)
    return False


def _finish(
    reply: AgentReply, status: AgentReply.Status, *, error: dict[str, str] | None = None
) -> bool:
    """Note the end; one that was said stays said, whatever a slower attempt comes back with."""
    open_ones = AgentReply.objects.filter(pk=reply.pk, status=AgentReply.Status.WAITING)
    finished = open_ones.update(status=status, error=error, finished_at=timezone.now())
    OPERATIONS_FINISHED.labels(KIND, status).inc(finished)
    return bool(finished)
