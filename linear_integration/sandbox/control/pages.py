"""The pages for people: the control page, and a page for each issue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..areas.issues import PRIORITY_LABELS
from ..faults import ACTIONS
from ..sandbox import Sandbox
from ..seed.access import API_KEYS
from ..state.store import Row
from .html import Html, render
from .state_view import state_view

SHOWN = 15


async def control(request: Request) -> Response:
    """Show what is in the sandbox and what has been asked of it, the newest first."""
    sandbox: Sandbox = request.app.state.sandbox
    url_key = request.query_params.get("workspace")
    view = state_view(sandbox, url_key)
    issues = sorted(view["issues"], key=lambda row: str(row["updatedAt"]), reverse=True)
    log = sandbox.requests.as_list()[::-1]
    page = render(
        "control",
        workspaces=_rows("workspace_row", (_workspace(sandbox, row) for row in _all(sandbox))),
        issues=_rows("issue_row", (_issue_values(sandbox, row) for row in issues[:SHOWN]), 5),
        issue_count=_count(len(issues)),
        attachments=_rows("attachment_row", view["attachments"][::-1][:SHOWN], 3),
        attachment_count=_count(len(view["attachments"])),
        requests=_rows("request_row", (_request_values(entry) for entry in log[:SHOWN]), 6),
        request_count=_count(len(log)),
        faults=_rows("fault_row", (_fault_values(rule) for rule in _rules(sandbox)), 4),
        actions=_rows("action_option", ({"name": name, "does": ACTIONS[name]} for name in ACTIONS)),
        tokens=view["tokens"]["live"],
        now=sandbox.clock.stamp(),
    )
    return HTMLResponse(page)


async def issue(request: Request) -> Response:
    """Show one issue at the address that the API gives for it."""
    sandbox: Sandbox = request.app.state.sandbox
    found = _find(sandbox, request.path_params["workspace"], request.path_params["identifier"])
    if found is None:
        message = "There is no such issue in this sandbox."
        return HTMLResponse(render("error", title="Not found", message=message), 404)
    tables = sandbox.store.tables
    attachments = [row for row in sandbox.store.rows("Attachment") if row["issueId"] == found["id"]]
    assignee = sandbox.store.find("User", found["assigneeId"])
    page = render(
        "issue",
        identifier=found["identifier"],
        title=found["title"],
        description=found["description"] or "No description.",
        workspace=tables["Organization"][found["organizationId"]]["name"],
        team=tables["Team"][found["teamId"]]["name"],
        state=tables["WorkflowState"][found["stateId"]]["name"],
        priority=PRIORITY_LABELS[int(found["priority"])],
        assignee=assignee["name"] if assignee else "Nobody",
        labels=", ".join(tables["IssueLabel"][key]["name"] for key in found["labelIds"]) or "None",
        updated=found["updatedAt"],
        attachments=_rows("attachment_item", attachments),
    )
    return HTMLResponse(page)


def _find(sandbox: Sandbox, url_key: str, identifier: str) -> Row | None:
    organizations = sandbox.store.tables["Organization"]
    for row in sandbox.store.rows("Issue"):
        names = [row["identifier"], *row["previousIdentifiers"]]
        if organizations[row["organizationId"]]["urlKey"] == url_key and identifier in names:
            return row
    return None


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


def _rows(template: str, rows: Iterable[dict[str, Any]], columns: int = 0) -> Html:
    """Fill a template for each row; an empty table says so across its columns."""
    filled = [render(template, **row) for row in rows]
    if not filled and columns:
        return render("empty_row", columns=columns)
    return Html("".join(filled))


def _count(total: int) -> str:
    return f"{SHOWN} of {total}" if total > SHOWN else str(total)
