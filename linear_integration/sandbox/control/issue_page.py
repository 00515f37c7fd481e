"""The page of an issue, at the address that the API gives for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..areas.comments import SHORTEST_HASH
from ..areas.issues import PRIORITY_LABELS
from ..sandbox import Sandbox
from ..state.store import Row, Store
from .html import render, render_rows
from .issue_forms import forms


async def issue(request: Request) -> Response:
    """Show one issue with its comments, customer requests and attachments."""
    sandbox: Sandbox = request.app.state.sandbox
    store, tables = sandbox.store, sandbox.store.tables
    found = _find(store, request.path_params["workspace"], request.path_params["identifier"])
    if found is None:
        message = "There is no such issue in this sandbox."
        return HTMLResponse(render("error", title="Not found", message=message), 404)
    page = render(
        "issue",
        identifier=found["identifier"],
        title=found["title"],
        description=found["description"] or "No description.",
        workspace=tables["Organization"][found["organizationId"]]["name"],
        url_key=tables["Organization"][found["organizationId"]]["urlKey"],
        team=tables["Team"][found["teamId"]]["name"],
        state=tables["WorkflowState"][found["stateId"]]["name"],
        priority=PRIORITY_LABELS[int(found["priority"])],
        assignee=_name(store, "User", found["assigneeId"]) or "Nobody",
        labels=", ".join(tables["IssueLabel"][key]["name"] for key in found["labelIds"]) or "None",
        creator=_creator(store, found),
        updated=found["updatedAt"],
        more=_whereabouts(found),
        **forms(sandbox, found),
        relations=render_rows("relation_item", _relations(store, found)),
        attachments=render_rows("attachment_item", _rows(store, "Attachment", found)),
        needs=render_rows("need_item", _needs(store, found)),
        comments=render_rows("comment_item", _comments(store, found)),
    )
    return HTMLResponse(page)


def _find(store: Store, url_key: str, identifier: str) -> Row | None:
    organizations = store.tables["Organization"]
    for row in store.rows("Issue"):
        names = [row["identifier"], *row["previousIdentifiers"]]
        if organizations[row["organizationId"]]["urlKey"] == url_key and identifier in names:
            return row
    return None


def _whereabouts(issue: Row) -> str:
    if issue["archivedAt"] is None:
        return "in use"
    return "in the trash" if issue["trashed"] else "archived"


def _relations(store: Store, issue: Row) -> Iterator[dict[str, Any]]:
    """Go through what the issue is to others, and they to it."""
    issues = store.tables["Issue"]
    for row in store.rows("IssueRelation"):
        ends = {"issue": issues[row["issueId"]], "related": issues[row["relatedIssueId"]]}
        if issue in ends.values():
            names = {end: each["identifier"] for end, each in ends.items()}
            yield {**names, "id": row["id"], "type": row["type"], "issueId": issue["id"]}


def _rows(store: Store, table: str, issue: Row) -> Iterator[Row]:
    return (row for row in store.rows(table) if row["issueId"] == issue["id"])


def _needs(store: Store, issue: Row) -> Iterator[dict[str, Any]]:
    for row in _rows(store, "CustomerNeed", issue):
        words = {"important": row["priority"], "archived": row["archivedAt"]}
        yield {
            "customer": _name(store, "Customer", row["customerId"]) or "No customer",
            "body": row["body"] or "",
            "more": ", ".join(word for word, is_so in words.items() if is_so),
        }


def _comments(store: Store, issue: Row) -> Iterator[dict[str, Any]]:
    """Go through the comments, the oldest first."""
    for row in sorted(_rows(store, "Comment", issue), key=lambda row: str(row["createdAt"])):
        yield {
            "anchor": f"comment-{row['id'][:SHORTEST_HASH]}",
            "author": _author(store, row),
            "at": row["createdAt"],
            "body": row["body"],
        }


def _creator(store: Store, issue: Row) -> str:
    bot = issue["botActor"] or {}
    if bot.get("userDisplayName"):
        return _in_name_of(bot)
    return _name(store, "User", issue["creatorId"]) or "Nobody"


def _author(store: Store, comment: Row) -> str:
    person = _name(store, "User", comment["userId"]) or _name(
        store, "ExternalUser", comment["externalUserId"]
    )
    return person or _in_name_of(comment["botActor"] or {})


def _in_name_of(bot: Row) -> str:
    return f"{bot.get('userDisplayName')} (via {bot.get('name')})"


def _name(store: Store, table: str, row_id: str | None) -> str | None:
    row = store.find(table, row_id)
    return str(row["name"]) if row else None
