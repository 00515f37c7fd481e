from __future__ import annotations

from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import invalid_argument
from ..api.registry import filter_value, mutation, root_entity, root_list
from ..state.store import Row
from .agent_sessions import activities, own_session
from .issue_rules import check_new_id

# The keys that the content of each type must have, and those that it may have.
_REQUIRED = {
    "thought": ("body",),
    "action": ("action", "parameter"),
    "elicitation": ("body",),
    "response": ("body",),
    "error": ("body",),
}
_OPTIONAL = {"action": ("result",), "error": ("reasonCode",)}
_MAY_VANISH = {"thought", "action"}
# Linear follows a session by what was said last in it.
STATUS_AFTER = {
    "thought": "active",
    "action": "active",
    "prompt": "active",
    "elicitation": "awaitingInput",
    "response": "complete",
    "error": "error",
}
_ENDS = {"complete", "error"}

root_list("agentActivities", "AgentActivity")
root_entity("agentActivity", "AgentActivity")


@mutation("agentActivityCreate", "write")
def agent_activity_create(context: Context, input: dict[str, Any]) -> Row:
    """Say something in a session of the calling app.

    https://linear.app/developers/agent-interaction
    """
    session = own_session(context, input["agentSessionId"])
    check_new_id(context, "AgentActivity", input.get("id"))
    content = _read_content(input["content"])
    if input.get("ephemeral") and content["type"] not in _MAY_VANISH:
        raise invalid_argument(
            "ephemeral", "isEphemeral", "only a thought or an action can be ephemeral"
        )
    return {"agentActivity": add_activity(context, session, {**input, "content": content})}


def add_activity(context: Context, session: Row, given: dict[str, Any]) -> Row:
    """Add what the caller says to a session; ephemeral activities before it disappear."""
    content = given["content"]
    now = context.clock.stamp()
    for earlier in list(activities(context, session)):
        if earlier["ephemeral"] and not earlier["archivedAt"]:
            context.store.update("AgentActivity", earlier["id"], archivedAt=now)
    row = {
        "id": str(given.get("id") or uuid4()).lower(),
        "organizationId": session["organizationId"],
        "agentSessionId": session["id"],
        "userId": context.caller.user_id,
        "content": {"__typename": f"AgentActivity{content['type'].title()}Content", **content},
        "ephemeral": bool(given.get("ephemeral")),
        "queued": False,
        "signal": given.get("signal"),
        "sourceCommentId": given.get("sourceCommentId"),
        "signalMetadata": given.get("signalMetadata"),
        "createdAt": now,
        "updatedAt": now,
        "archivedAt": None,
    }
    _follow(context, session, STATUS_AFTER[content["type"]], now)
    return context.store.insert("AgentActivity", row)


def _follow(context: Context, session: Row, status: str, now: str) -> None:
    changes = {
        "status": status,
        "startedAt": session["startedAt"] or now,
        "endedAt": now if status in _ENDS else None,
        "updatedAt": now,
    }
    context.store.update("AgentSession", session["id"], **changes)


def _read_content(given: dict[str, Any] | list[Any]) -> dict[str, str]:
    kind = str(given.get("type")) if isinstance(given, dict) else ""
    if not isinstance(given, dict) or kind not in _REQUIRED:
        raise _wrong(f"content.type must be one of: {', '.join(_REQUIRED)}")
    names = (*_REQUIRED[kind], *_OPTIONAL.get(kind, ()))
    content = {name: given[name] for name in names if given.get(name) is not None}
    for name, value in content.items():
        if not isinstance(value, str):
            raise _wrong(f"content.{name} must be a string")
    for name in _REQUIRED[kind]:
        if not content.get(name, "").strip():
            raise _wrong(f"content.{name} should not be empty for the type {kind}")
    return {"type": kind, **content}


def _wrong(explanation: str) -> Exception:
    return invalid_argument("content", "isActivityContent", explanation)


@filter_value("AgentActivity", "type")
def content_type(_context: Context, activity: Row) -> str:
    return str(activity["content"]["type"])
