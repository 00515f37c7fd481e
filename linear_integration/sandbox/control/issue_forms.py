"""What the forms of an issue's page offer to choose from."""

from __future__ import annotations

from collections.abc import Container, Iterable

from ..areas.app_users import ASSIGNABLE, scopes_of_app
from ..areas.issues import PRIORITY_LABELS
from ..sandbox import Sandbox
from ..state.store import Row
from .html import Html, render_rows

NOBODY = ("", "None")
# Those that Linear says are of interest to apps, and one that is not.
KINDS = (
    *("issueMention", "issueCommentMention", "issueAssignedToYou", "issueUnassignedFromYou"),
    *("issueNewComment", "issueStatusChanged", "issueEmojiReaction", "issueCommentReaction"),
    "issueDue",
)
_LONGEST_BEGINNING = 60


def forms(sandbox: Sandbox, issue: Row) -> dict[str, object]:
    """Fill the forms that change an issue: its values, and options with those chosen it has."""
    store = sandbox.store
    here = [row for row in store.rows("User") if row["organizationId"] == issue["organizationId"]]
    people = [row for row in here if row["active"] and not row["app"]]
    team = store.tables["Team"][issue["teamId"]]
    members = [row for row in people if row["id"] in team["memberIds"]]
    apps = [row for row in here if ASSIGNABLE in scopes_of_app(store, row["id"])]
    teams = [row for row in store.rows("Team") if row["organizationId"] == team["organizationId"]]
    states = [row for row in store.rows("WorkflowState") if row["teamId"] == team["id"]]
    return {
        "id": issue["id"],
        "due_date": issue["dueDate"] or "",
        "text": issue["description"] or "",
        "states": _options(states, {issue["stateId"]}),
        "priorities": _choices(
            ((str(number), name) for number, name in enumerate(PRIORITY_LABELS)),
            {str(int(issue["priority"]))},
        ),
        "assignees": _options(members, {issue["assigneeId"]}, NOBODY),
        "delegates": _options(apps, {issue["delegateId"]}, NOBODY),
        "projects": _options(_projects(sandbox, issue), {issue["projectId"]}, NOBODY),
        "label_options": _options(_labels(sandbox, issue), issue["labelIds"]),
        "teams": _options(teams, {issue["teamId"]}),
        "people": _options(people, ()),
        "threads": _choices(_threads(sandbox, issue), ()),
        "kinds": _choices(((kind, kind) for kind in KINDS), ()),
    }


def _threads(sandbox: Sandbox, issue: Row) -> Iterable[tuple[str, str]]:
    """Go through the comments that can be answered, by how they begin."""
    for row in sandbox.store.rows("Comment"):
        if row["issueId"] == issue["id"] and row["parentId"] is None:
            yield row["id"], row["body"][:_LONGEST_BEGINNING]


def _projects(sandbox: Sandbox, issue: Row) -> Iterable[Row]:
    rows = sandbox.store.rows("Project")
    return (row for row in rows if issue["teamId"] in row["teamIds"])


def _labels(sandbox: Sandbox, issue: Row) -> Iterable[Row]:
    for row in sandbox.store.rows("IssueLabel"):
        is_here = row["organizationId"] == issue["organizationId"] and not row["isGroup"]
        if is_here and row["teamId"] in {None, issue["teamId"]}:
            yield row


def _options(rows: Iterable[Row], chosen: Container[str | None], *first: tuple[str, str]) -> Html:
    return _choices([*first, *((row["id"], row["name"]) for row in rows)], chosen)


def _choices(pairs: Iterable[tuple[str, str]], chosen: Container[str | None]) -> Html:
    return render_rows(
        "option",
        (
            {"value": value, "name": name, "selected": "selected" if value in chosen else ""}
            for value, name in pairs
        ),
    )
