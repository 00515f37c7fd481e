"""What people do to an issue on its page: each a mutation of Linear's, with its events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from ..state.store import Row
from .exchange import is_form, read_object, sandbox_of, wrong
from .html import render
from .performing import find_person, perform

Values = dict[str, Any]
_UPDATE = (
    "mutation Update($id: String!, $input: IssueUpdateInput!) "
    "{ issueUpdate(id: $id, input: $input) { success } }"
)
_CHANGEABLE = (
    *("title", "description", "stateId", "priority", "assigneeId", "delegateId", "projectId"),
    *("dueDate", "labelIds", "teamId"),
)


@dataclass(frozen=True, slots=True)
class Action:
    """A mutation, and its variables from the issue and what was given."""

    document: str
    variables: Callable[[Row, Values], Values]


def _of_issue(field: str) -> Action:
    """Return the action that a root field is which takes an issue's id and nothing else."""
    document = f"mutation Act($id: String!) {{ {field} {{ success }} }}"
    return Action(document, lambda issue, _: {"id": issue["id"]})


def _of_row(field: str, name: str) -> Action:
    """Return the action that deletes a row of the issue's, given by its id under this name."""
    document = f"mutation Act($id: String!) {{ {field}(id: $id) {{ success }} }}"
    return Action(document, lambda _, values: {"id": values.get(name)})


def _update(issue: Row, values: Values) -> Values:
    """Take what differs from the issue; what is empty clears a value."""
    given = {name: values[name] or None for name in _CHANGEABLE if name in values}
    if "labelIds" in given:
        # In the issue's order, so that the same labels are no change.
        labels = given["labelIds"] or []
        kept = [label_id for label_id in issue["labelIds"] if label_id in labels]
        given["labelIds"] = list(dict.fromkeys([*kept, *labels]))
    if "priority" in given:
        given["priority"] = int(given["priority"] or 0)
    changes = {name: value for name, value in given.items() if value != issue[name]}
    return {"id": issue["id"], "input": changes}


def _comment(issue: Row, values: Values) -> Values:
    parent_id = values.get("parent") or None
    return {"input": {"issueId": issue["id"], "body": values.get("body"), "parentId": parent_id}}


def _link(issue: Row, values: Values) -> Values:
    return {"id": issue["id"], "url": values.get("url"), "title": values.get("title") or None}


def _duplicate(issue: Row, values: Values) -> Values:
    ends = {"issueId": issue["id"], "relatedIssueId": values.get("of")}
    return {"input": {**ends, "type": "duplicate"}}


ACTIONS = {
    "update": Action(_UPDATE, _update),
    "archive": _of_issue("issueArchive(id: $id)"),
    "trash": _of_issue("issueDelete(id: $id)"),
    "restore": _of_issue("issueUnarchive(id: $id)"),
    "delete": _of_issue("issueDelete(id: $id, permanentlyDelete: true)"),
    "comment": Action(
        "mutation Comment($input: CommentCreateInput!) "
        "{ commentCreate(input: $input) { success } }",
        _comment,
    ),
    "link": Action(
        "mutation Link($id: String!, $url: String!, $title: String) "
        "{ attachmentLinkURL(issueId: $id, url: $url, title: $title) { success } }",
        _link,
    ),
    "unlink": _of_row("attachmentDelete", "attachment"),
    "duplicate": Action(
        "mutation Duplicate($input: IssueRelationCreateInput!) "
        "{ issueRelationCreate(input: $input) { success } }",
        _duplicate,
    ),
    "unrelate": _of_row("issueRelationDelete", "relation"),
}


async def act(request: Request) -> Response:
    """Do something to an issue, as the person that ``as`` names, else as an administrator."""
    sandbox = sandbox_of(request)
    issue = sandbox.store.find("Issue", request.path_params["id"])
    action = ACTIONS.get(request.path_params["action"])
    if issue is None or action is None:
        return JSONResponse({"error": "There is no such issue, or nothing like that to do"}, 404)
    values = _read(await request.form()) if is_form(request) else await read_object(request)
    try:
        person = find_person(sandbox, issue["organizationId"], values.get("as"))
        perform(sandbox, person, action.document, action.variables(issue, values))
    except ValueError as error:
        return _refused(request, str(error))
    changed = sandbox.store.find("Issue", issue["id"])
    if not is_form(request):
        return JSONResponse(changed)
    url_key = sandbox.store.tables["Organization"][issue["organizationId"]]["urlKey"]
    return RedirectResponse(
        f"/{url_key}/issue/{changed['identifier']}" if changed else "/#issues", 303
    )


def _read(form: FormData) -> Values:
    """Read a form of the page; its list of labels may have nothing chosen."""
    values: Values = {name: str(form[name]).replace("\r\n", "\n") for name in form}
    if "labels" in form:
        values["labelIds"] = [str(value) for value in form.getlist("labelIds")]
    return values


def _refused(request: Request, message: str) -> Response:
    if not is_form(request):
        return wrong(message)
    return HTMLResponse(render("error", title="Refused", message=message), 400)
