"""Answering whoever turned to the app in Linear."""

import logging
from contextlib import suppress
from typing import Any

from ..connection.clients import HookClient
from ..linear.errors import IdConflict, LinearError
from ..linear.inputs import AgentActivityCreate, AgentSessionUpdate
from ..models import Operation
from .kinds import Write

logger = logging.getLogger(__name__)

# Of the payload.
WHAT_IS_SAID = ("activity", "urls")


class AnswerSession(Write[None]):
    """Says something in an agent session, and shows addresses beside it.

    `payload` has the `activity`, with the id that it is to have in Linear, and `urls`, each {label,
    url}. Both are forgotten in the end: Linear has them, or nobody waits for them any more.
    """

    def send(self, client: HookClient, operation: Operation) -> None:
        """Say it, unless an earlier attempt got through, and show the addresses."""
        activity = AgentActivityCreate(**operation.payload["activity"])
        with suppress(IdConflict):
            client.create_agent_activity(activity)
        _show(client, activity.agent_session_id, operation.payload["urls"])

    repeat = send

    def answer(self, operation: Operation, made: None) -> dict[str, Any]:
        """Return {activity_id, session_id}."""
        activity = operation.payload["activity"]
        return {"activity_id": activity["id"], "session_id": activity["agent_session_id"]}

    def record(self, operation: Operation, made: None) -> None:
        """Forget what was said."""
        _forget(operation)

    def refused(self, operation: Operation, error: LinearError) -> None:
        """Forget what was to be said."""
        _forget(operation)


def _show(client: HookClient, session_id: str, urls: list[dict[str, str]]) -> None:
    if not urls:
        return
    try:
        client.update_agent_session(session_id, AgentSessionUpdate(added_external_urls=tuple(urls)))
    except LinearError as error:
        if not error.permanent:
            raise
        # The answer names them, too.
        logger.warning("agent_session.links_refused", extra={"code": error.code})


def _forget(operation: Operation) -> None:
    kept = {name: each for name, each in operation.payload.items() if name not in WHAT_IS_SAID}
    Operation.objects.filter(pk=operation.pk).update(payload=kept)
