"""What people do on an issue's page: each is a change with its events."""

from typing import Any

import pytest
from graphql import GraphQLSchema

from . import apps
from .events import ENG, Eventful, told
from .process import ISSUE, Linear

HELP = "http://help.example/7"


class Page:
    """An issue's page, and the webhooks that hear of what is done there."""

    def __init__(self, eventful: Eventful) -> None:
        self.eventful = eventful
        self.issue_id = eventful.create(title="Broken", description="one\ntwo")

    @property
    def issue(self) -> dict[str, Any]:
        found: dict[str, Any] = self.eventful.data(ISSUE, {"id": self.issue_id})["issue"]
        return found

    @property
    def text(self) -> str:
        return self.eventful.get(f"/acme/issue/{self.issue['identifier']}").text

    def act(self, action: str, **form: Any) -> str:
        """Send a form; return where it leads, or what was refused."""
        path = f"/_sandbox/issues/{self.issue_id}/{action}"
        response = self.eventful.post(path, data={"as": "Jonas Weber", **form})
        return response.headers.get("location") or response.text

    def row(self, table: str) -> str:
        """Return the id of the newest row of a table."""
        return str(list(self.eventful.sandbox.store.rows(table))[-1]["id"])


@pytest.fixture
def page(eventful: Eventful) -> Page:
    return Page(eventful)


def test_an_unchanged_form_changes_nothing(page: Page) -> None:
    shown = page.eventful.sandbox.store.tables["Issue"][page.issue_id]
    names = ("title", "stateId", "priority", "assigneeId", "projectId", "dueDate")
    form = {name: shown[name] or "" for name in names}
    form |= {"description": "one\r\ntwo", "labels": "shown"}
    assert page.act("update", **form) == "/acme/issue/ENG-15"
    assert page.eventful.events() == []


def test_a_form_changes_every_value_with_one_event(page: Page, full_schema: GraphQLSchema) -> None:
    store = page.eventful.sandbox.store
    done = _named(store.rows("WorkflowState"), "Done", teamId=ENG)
    jonas = _named(store.rows("User"), "Jonas Weber")
    bug, project = (
        _named(store.rows(table), name)
        for table, name in (("IssueLabel", "Bug"), ("Project", "Checkout revamp"))
    )
    page.act(
        "update",
        title="Größer",
        stateId=done,
        priority="1",
        assigneeId=jonas,
        projectId=project,
        dueDate="2031-02-28",
        labels="shown",
        labelIds=[bug],
    )
    issue = page.issue
    assert (issue["title"], issue["priority"], issue["dueDate"]) == ("Größer", 1, "2031-02-28")
    assert (issue["assignee"], issue["project"]) == ({"id": jonas}, {"id": project})
    assert (issue["state"]["name"], issue["labelIds"]) == ("Done", [bug])
    events = page.eventful.events()
    assert events[0].body["actor"]["name"] == "Jonas Weber"
    assert told(full_schema, events) == ["Issue update"]
    page.act("update", labels="shown", assigneeId="", projectId="", dueDate="")
    issue = page.issue
    assert (issue["labelIds"], issue["assignee"], issue["project"]) == ([], None, None)
    assert issue["dueDate"] is None


def test_another_team_gives_another_identifier(page: Page) -> None:
    ops = _named(page.eventful.sandbox.store.rows("Team"), "Operations")
    assert page.act("update", teamId=ops) == "/acme/issue/OPS-6"
    assert page.issue["previousIdentifiers"] == ["ENG-15"]
    event = page.eventful.event()
    assert event.body["updatedFrom"]["identifier"] == "ENG-15"
    assert "OPS-6" in page.eventful.get("/acme/issue/ENG-15").text


def test_comments_and_answers_are_a_persons(page: Page) -> None:
    page.act("comment", body="First\r\nline")
    page.act("comment", body="Answer", parent=page.row("Comment"))
    first, answer = (
        event.body["data"] for event in page.eventful.events() if event.kind == "Comment"
    )
    assert (first["body"], first["user"]["name"]) == ("First\nline", "Jonas Weber")
    assert answer["parentId"] == first["id"]
    assert "First" in page.text


def test_a_link_comes_and_goes(page: Page, full_schema: GraphQLSchema) -> None:
    page.act("link", url=HELP, title="Seven")
    assert HELP in page.text
    page.act("unlink", attachment=page.row("Attachment"))
    assert HELP not in page.text
    assert told(full_schema, page.eventful.events()) == ["Attachment create", "Attachment remove"]


def test_a_duplicate_is_marked_and_unmarked(page: Page, full_schema: GraphQLSchema) -> None:
    page.act("duplicate", of="eng-1")
    assert page.issue["state"]["type"] == "duplicate"
    assert "ENG-15: duplicate of ENG-1" in page.text
    assert told(full_schema, page.eventful.events()) == ["Issue update"]
    page.act("unrelate", relation=page.row("IssueRelation"))
    assert "duplicate of" not in page.text


def test_an_issue_is_archived_trashed_restored_and_deleted(page: Page) -> None:
    page.act("archive")
    assert "archived" in page.text
    page.act("trash")
    assert "in the trash" in page.text
    page.act("restore")
    assert page.issue["archivedAt"] is None
    assert page.act("delete") == "/#issues"
    assert [event.action for event in page.eventful.events()] == ["update"] * 3 + ["remove"]
    assert page.eventful.get("/acme/issue/ENG-15").status_code == 404


def test_the_app_is_delegated_to(page: Page) -> None:
    apps.agent_key(page.eventful)
    page.act("update", delegateId=apps.APP)
    assert apps.told(apps.of_app(page.eventful)) == [
        "AppUserNotification issueAssignedToYou",
        "AgentSessionEvent created",
    ]


@pytest.mark.parametrize(
    ("action", "form", "message"),
    [
        ("comment", {"body": " "}, "body should not be empty"),
        ("link", {"url": "nowhere"}, "url must be a URL address"),
        ("duplicate", {"of": "ENG-15"}, "be related to itself"),
        ("update", {"as": "Nobody"}, "as must be the name of a person"),
        ("update", {"as": "Victor Hale", "dueDate": "soon"}, "not a date"),
    ],
)
def test_what_linear_refuses_is_said(
    page: Page, action: str, form: dict[str, str], message: str
) -> None:
    assert message in page.act(action, **form).replace("&#x27;", "'")
    assert page.eventful.events() == []


def test_scripts_send_json_and_get_the_issue(own: Linear) -> None:
    issue = own.create()
    answer = own.post(f"issues/{issue['id']}/update", {"title": "By a script"})
    assert answer.json()["title"] == "By a script"
    refused = own.post(f"issues/{issue['id']}/comment", {})
    assert refused.status_code == 400
    assert "body" in refused.json()["error"]
    assert own.post(f"issues/{issue['id']}/explode").status_code == 404
    assert own.post("issues/nowhere/archive").status_code == 404


def _named(rows: Any, name: str, **more: str) -> str:
    return next(
        str(row["id"])
        for row in rows
        if row["name"] == name and all(row[key] == value for key, value in more.items())
    )
