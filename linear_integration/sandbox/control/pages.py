"""The control page: what is in the sandbox and what has been asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..areas.issues import PRIORITY_LABELS
from ..faults import ACTIONS, WEBHOOK_ACTIONS
from ..sandbox import Sandbox
from ..seed.access import API_KEYS
from ..state.store import Row
from .app_view import installations, sessions
from .html import render, render_rows
from .state_view import state_view
from .webhook_view import application_form, deliveries, webhooks

SHOWN = 15


async def control(request: Request) -> Response:
    """Show what is in the sandbox and what has been asked of it, the newest first."""
    sandbox: Sandbox = request.app.state.sandbox
    url_key = request.query_params.get("workspace")
    view = state_view(sandbox, url_key)
    issues = sorted(view["issues"], key=lambda row: str(row["updatedAt"]), reverse=True)
    log = sandbox.requests.as_list()[::-1]
    agent_sessions, told = sessions(sandbox), deliveries(sandbox)
    page = render(
        "control",
        workspaces=render_rows(
            "workspace_row", (_workspace(sandbox, row) for row in _all(sandbox))
        ),
        installations=render_rows("installation_row", installations(sandbox), 5),
        issues=render_rows("issue_row", (_issue_values(sandbox, row) for row in issues[:SHOWN]), 5),
        issue_count=_count(len(issues)),
        attachments=render_rows("attachment_row", view["attachments"][::-1][:SHOWN], 3),
        attachment_count=_count(len(view["attachments"])),
        sessions=render_rows("session_row", agent_sessions[:SHOWN], 5),
        session_count=_count(len(agent_sessions)),
        requests=render_rows("request_row", (_request_values(entry) for entry in log[:SHOWN]), 6),
        request_count=_count(len(log)),
        faults=render_rows("fault_row", (_fault_values(rule) for rule in _rules(sandbox)), 4),
        actions=render_rows(
            "action_option", ({"name": name, "does": does} for name, does in _actions())
        ),
        webhooks=render_rows("webhook_row", webhooks(sandbox), 4),
        **application_form(sandbox),
        deliveries=render_rows("delivery_row", told[:SHOWN], 7),
        delivery_count=_count(len(told)),
        tokens=view["tokens"]["live"],
        now=sandbox.clock.stamp(),
    )
    return HTMLResponse(page)


def _actions() -> Iterable[tuple[str, str]]:
    return {**ACTIONS, **WEBHOOK_ACTIONS}.items()


def _all(sandbox: Sandbox) -> Iterable[Row]:
    return sandbox.store.rows("Organization")


def _rules(sandbox: Sandbox) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = sandbox.faults.as_dict()["rules"]
    return rules


def _workspace(sandbox: Sandbox, row: Row) -> dict[str, Any]:
    teams = sum(team["organizationId"] == row["id"] for team in sandbox.store.rows("Team"))
    return {**row, "api_key": API_KEYS[row["urlKey"]], "teams": teams}


def _issue_values(sandbox: Sandbox, row: dict[str, Any]) -> dict[str, Any]:
    state = sandbox.store.tables["WorkflowState"][row["stateId"]]
    bits = [PRIORITY_LABELS[int(row["priority"])]]
    if row["archivedAt"]:
        bits.append("in the trash" if row["trashed"] else "archived")
    return {**row, "state": state["name"], "kind": state["type"], "more": ", ".join(bits)}


def _request_values(entry: dict[str, Any]) -> dict[str, Any]:
    status = "no answer" if entry["status"] is None else entry["status"]
    return {
        **entry,
        "clock": entry["at"][11:23],
        "status": status,
        "what": entry["operation"] or ", ".join(entry["root_fields"]) or entry["path"],
        "caller": " ".join(filter(None, (entry["auth"], entry["workspace"]))) or "nobody",
        "fault": entry["fault"] or "",
    }


def _fault_values(rule: dict[str, Any]) -> dict[str, Any]:
    match = ", ".join(f"{name} {value}" for name, value in rule["match"].items()) or "anything"
    return {**rule, "match": match, "times": "for ever" if rule["times"] is None else rule["times"]}


def _count(total: int) -> str:
    return f"{SHOWN} of {total}" if total > SHOWN else str(total)
