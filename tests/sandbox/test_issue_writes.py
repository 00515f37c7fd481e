"""Creating and changing issues, with the rules that Linear holds."""

from typing import Any
from uuid import uuid4

import pytest

from .process import AGENT_REFRESH_TOKEN, CLIENT, CREATE, ISSUE, UPDATE, Linear


def _state(linear: Linear, team: str, name: str) -> str:
    document = (
        "query S($filter: WorkflowStateFilter) { workflowStates(filter: $filter) { nodes { id } } }"
    )
    condition = {"name": {"eq": name}, "team": {"key": {"eq": team}}}
    return str(linear.ask(document, {"filter": condition})["workflowStates"]["nodes"][0]["id"])


def _user(linear: Linear, name: str) -> str:
    document = (
        "query U($n: String!) { users(filter: {name: {eq: $n}}, includeDisabled: true) "
        "{ nodes { id } } }"
    )
    return str(linear.ask(document, {"n": name})["users"]["nodes"][0]["id"])


def _refused(linear: Linear, **values: Any) -> str:
    """Try to create an issue in ENG, see that nothing came of it, and return the reason."""
    given = {"teamId": linear.team("ENG"), "title": "A title", **values}
    before = len(linear.get("state")["issues"])
    error = linear.refusal(CREATE, {"input": given})
    assert len(linear.get("state")["issues"]) == before
    assert error["extensions"]["type"] == "invalid input"
    return str(error["extensions"]["userPresentableMessage"])


def test_an_issue_gets_the_next_number_and_a_page_of_its_own(linear: Linear) -> None:
    issue = linear.create(title="Ein Titel: mit Ümlaut & mehr")
    assert issue["identifier"] == "ENG-15"
    assert issue["url"].endswith("/acme/issue/ENG-15/ein-titel-mit-mlaut-mehr")
    assert linear.create()["identifier"] == "ENG-16"
    page = linear.http.get(f"/acme/issue/{issue['identifier']}/whatever")
    assert page.status_code == 200
    assert "mit Ümlaut &amp; mehr" in page.text
    assert linear.http.get("/acme/issue/ENG-15").status_code == 200
    assert linear.http.get("/globex/issue/ENG-15").status_code == 404


def test_all_that_is_given_is_kept(linear: Linear) -> None:
    text = 'quotes " \\ "}){ emoji 🎉\n' + "long " * 20_000
    issue = linear.create(
        title='"}){ 🎉',
        description=text,
        priority=2,
        estimate=3,
        dueDate="2026-12-24",
        stateId=_state(linear, "ENG", "QA ready"),
        assigneeId=_user(linear, "Priya Raman"),
        labelIds=[linear.label("Bug"), linear.label("Backend")],
        parentId="ENG-1",
    )
    assert issue["title"] == '"}){ 🎉'
    assert issue["description"] == text
    assert issue["priorityLabel"] == "High"
    assert issue["dueDate"] == "2026-12-24"
    assert issue["state"]["name"] == "QA ready"
    assert issue["startedAt"]
    assert issue["labelIds"] == [linear.label("Bug"), linear.label("Backend")]
    assert issue["parent"] == {"identifier": "ENG-1"}
    assert linear.ask(ISSUE, {"id": issue["id"]})["issue"] == issue


def test_a_clients_id_is_taken_once_in_all_workspaces(linear: Linear) -> None:
    row_id = str(uuid4())
    assert linear.create(id=row_id)["id"] == row_id
    given = {"teamId": linear.team("ENG"), "title": "Again", "id": row_id.upper()}
    for key in ("lin_api_demo_acme", linear.app_key()):
        response = linear.answer(CREATE, {"input": given}, key=key)
        assert response.status_code == 200
        assert response.json()["data"] is None
        error = response.json()["errors"][0]
        assert error["message"] == "conflict on insert of Issue"
        assert "already exists" in error["extensions"]["userPresentableMessage"]


@pytest.mark.parametrize("row_id", ["x", "11111111-1111-1111-8111-111111111111"])
def test_a_clients_id_must_be_a_uuid_of_version_4(linear: Linear, row_id: str) -> None:
    assert _refused(linear, id=row_id) == "id must be a UUID"


@pytest.mark.parametrize("title", ["", "  ", None])
def test_a_title_is_required(linear: Linear, title: str | None) -> None:
    assert _refused(linear, title=title) == "title should not be empty"


@pytest.mark.parametrize("priority", [-1, 5])
def test_priority_is_0_to_4(linear: Linear, priority: int) -> None:
    assert _refused(linear, priority=priority) == "priority must be between 0 and 4"


@pytest.mark.parametrize("date", ["24.12.2026", "2026-02-30", "2026-12-24T00:00:00Z"])
def test_a_due_date_is_a_day_of_the_calendar(linear: Linear, date: str) -> None:
    given = {"teamId": linear.team("ENG"), "title": "A title", "dueDate": date}
    assert linear.answer(CREATE, {"input": given}).status_code == 400


def test_a_template_fills_what_is_not_given(linear: Linear) -> None:
    templates = linear.ask("{ templates { id name } }")["templates"]
    template_id = next(t["id"] for t in templates if t["name"] == "Bug report")
    issue = linear.create(title="Broken", templateId=template_id)
    assert issue["title"] == "Broken"
    assert issue["priority"] == 2
    assert issue["labelIds"] == [linear.label("Bug")]
    assert "## Steps" in issue["description"]
    assert linear.create(title=None, templateId=template_id)["title"] == "Bug: "
    own: dict[str, Any] = {"priority": 0, "labelIds": [linear.label("API")], "description": "Mine"}
    issue = linear.create(title="Broken", templateId=template_id, **own)
    assert {name: issue[name] for name in own} == own


def test_the_state_is_backlog_or_triage_where_that_is_on(linear: Linear) -> None:
    assert linear.create()["state"]["type"] == "backlog"
    assert linear.create(teamId=linear.team("OPS"))["state"]["type"] == "triage"


def test_what_belongs_to_another_team_is_refused(linear: Linear) -> None:
    discrepancy = "The state, cycle or project belongs to another team than the issue."
    assert _refused(linear, stateId=_state(linear, "OPS", "Todo")) == discrepancy
    projects = linear.ask("{ projects { nodes { id name } } }")["projects"]["nodes"]
    audit = next(project["id"] for project in projects if project["name"] == "Vendor audit")
    assert _refused(linear, projectId=audit) == discrepancy
    cycles = linear.ask('{ cycles(filter: {team: {key: {eq: "DES"}}}) { nodes { id } } }')
    assert _refused(linear, cycleId=cycles["cycles"]["nodes"][0]["id"]) == discrepancy
    assert "not associated with the same team" in _refused(
        linear, labelIds=[linear.label("Incident")]
    )
    assert "not a member of the team" in _refused(linear, assigneeId=_user(linear, "Sam Okafor"))
    assert "not active" in _refused(linear, assigneeId=_user(linear, "Victor Hale"))


def test_what_does_not_exist_is_refused_by_its_kind(linear: Linear) -> None:
    missing = str(uuid4())
    for name, kind in (
        ("teamId", "Team"),
        ("stateId", "WorkflowState"),
        ("assigneeId", "User"),
        ("projectId", "Project"),
        ("cycleId", "Cycle"),
        ("parentId", "Issue"),
        ("templateId", "Template"),
    ):
        assert _refused(linear, **{name: missing}) == f"Could not find referenced {kind}."
    assert _refused(linear, labelIds=[missing]) == "Could not find referenced IssueLabel."


def test_a_label_group_is_single_choice_and_not_a_label_itself(linear: Linear) -> None:
    assert "is a group" in _refused(linear, labelIds=[linear.label("Severity")])
    both = [linear.label("Major"), linear.label("Minor")]
    assert "only one of them" in _refused(linear, labelIds=both)
    assert linear.create(labelIds=both[:1])["labelIds"] == both[:1]


def test_only_an_app_can_act_in_anothers_name(linear: Linear) -> None:
    assert "actor=app" in _refused(linear, createAsUser="Alice")
    assert "actor=app" in _refused(linear, displayIconUrl="http://localhost/icon.png")
    issue = linear.create(key=linear.app_key(), createAsUser="Alice")
    assert issue["botActor"] == {
        "name": "Support Bridge",
        "userDisplayName": "Alice",
        "avatarUrl": None,
    }
    kept = next(row for row in linear.get("state")["issues"] if row["id"] == issue["id"])
    assert kept["createAsUser"] == "Alice"
    assert kept["creatorId"] == issue["creator"]["id"]


def test_an_app_as_assignee_becomes_the_delegate(linear: Linear) -> None:
    app_id = linear.ask("{ viewer { id } }", key=linear.app_key())["viewer"]["id"]
    issue = linear.create(assigneeId=app_id)
    assert issue["assignee"] is None
    assert issue["delegate"] == {"id": app_id}


def test_an_app_that_may_not_be_assigned_is_no_delegate(linear: Linear) -> None:
    linear.http.post("/oauth/revoke", data={"token": AGENT_REFRESH_TOKEN, **CLIENT})
    document = "{ viewer { id isAssignable isMentionable } }"
    app = linear.ask(document, key=linear.app_key())["viewer"]
    assert (app["isAssignable"], app["isMentionable"]) == (False, False)
    given = {"teamId": linear.team("ENG"), "title": "T", "delegateId": app["id"]}
    error = linear.refusal(CREATE, {"input": given})
    assert error["extensions"]["userPresentableMessage"] == (
        "Support Bridge was installed without the scope app:assignable."
    )


def test_an_update_changes_what_it_names_and_null_clears(linear: Linear) -> None:
    issue = linear.create(description="Text", priority=2, dueDate="2026-12-24")
    given = {"priority": 1, "dueDate": None, "title": None}
    changed = linear.ask(UPDATE, {"id": issue["identifier"], "input": given})["issueUpdate"][
        "issue"
    ]
    assert changed["priority"] == 1
    assert changed["dueDate"] is None
    assert changed["title"] == issue["title"]
    assert changed["description"] == "Text"
    assert changed["updatedAt"] >= issue["updatedAt"]


def test_completing_and_reopening_keeps_the_times(linear: Linear) -> None:
    issue = linear.create()
    done = {"stateId": _state(linear, "ENG", "Done")}
    changed = linear.ask(UPDATE, {"id": issue["id"], "input": done})["issueUpdate"]["issue"]
    assert changed["completedAt"]
    todo = {"stateId": _state(linear, "ENG", "Todo")}
    changed = linear.ask(UPDATE, {"id": issue["id"], "input": todo})["issueUpdate"]["issue"]
    assert changed["completedAt"] is None


def test_labels_can_be_added_and_removed_one_by_one(linear: Linear) -> None:
    bug, feature, api = (linear.label(name) for name in ("Bug", "Feature", "API"))
    issue = linear.create(labelIds=[bug, feature])
    given = {"addedLabelIds": [api], "removedLabelIds": [bug]}
    changed = linear.ask(UPDATE, {"id": issue["id"], "input": given})["issueUpdate"]["issue"]
    assert changed["labelIds"] == [feature, api]
    wrong = {"addedLabelIds": [linear.label("Incident")]}
    error = linear.refusal(UPDATE, {"id": issue["id"], "input": wrong})
    assert error["message"] == "labelIds for incorrect team"


def test_a_moved_issue_gets_a_new_identifier_and_answers_to_the_old_one(linear: Linear) -> None:
    bug, api = linear.label("Bug"), linear.label("API")
    issue = linear.create(labelIds=[bug, api], assigneeId=_user(linear, "Priya Raman"))
    given = {"teamId": linear.team("OPS")}
    moved = linear.ask(UPDATE, {"id": issue["id"], "input": given})["issueUpdate"]["issue"]
    assert (moved["identifier"], moved["previousIdentifiers"]) == ("OPS-6", ["ENG-15"])
    assert moved["team"]["key"] == "OPS"
    assert moved["state"]["name"] == issue["state"]["name"]
    assert moved["state"]["id"] != issue["state"]["id"]
    assert moved["labelIds"] == [bug]
    assert moved["assignee"] is None
    assert linear.ask(ISSUE, {"id": "ENG-15"})["issue"]["id"] == issue["id"]
    assert linear.create()["identifier"] == "ENG-16"


def test_an_issue_can_be_trashed_and_brought_back(linear: Linear) -> None:
    issue = linear.create()
    given: dict[str, Any] = {"trashed": True}
    trashed = linear.ask(UPDATE, {"id": issue["id"], "input": given})["issueUpdate"]["issue"]
    assert trashed["trashed"] is True
    assert trashed["archivedAt"]
    back = "mutation B($id: String!) { issueUnarchive(id: $id) { entity { trashed archivedAt } } }"
    entity = linear.ask(back, {"id": issue["id"]})["issueUnarchive"]["entity"]
    assert entity == {"trashed": None, "archivedAt": None}


def test_a_batch_is_created_whole_or_not_at_all(linear: Linear) -> None:
    document = (
        "mutation B($input: IssueBatchCreateInput!) { issueBatchCreate(input: $input) "
        "{ success issues { identifier } } }"
    )
    team = linear.team("ENG")
    good = {"teamId": team, "title": "One"}
    linear.refusal(document, {"input": {"issues": [good, {"teamId": team}]}})
    linear.refusal(document, {"input": {"issues": [good] * 51}})
    created = linear.ask(document, {"input": {"issues": [good, good]}})["issueBatchCreate"]
    # The refused batch has left nothing behind, its number neither.
    assert [issue["identifier"] for issue in created["issues"]] == ["ENG-15", "ENG-16"]


def test_root_mutations_are_done_in_order_and_each_alone(linear: Linear) -> None:
    document = (
        "mutation Three($one: IssueCreateInput!, $two: IssueCreateInput!) "
        "{ a: issueCreate(input: $one) { success } b: issueCreate(input: $two) { success } "
        "c: issueCreate(input: $one) { success } }"
    )
    one = {"teamId": linear.team("ENG"), "title": "First"}
    body = linear.answer(document, {"one": one, "two": {**one, "title": ""}}).json()
    assert body["data"] is None
    assert [error["path"] for error in body["errors"]] == [["b"]]
    titles = [issue["title"] for issue in linear.get("state")["issues"]]
    assert titles.count("First") == 1


def test_the_plans_cap_refuses_issues_when_it_is_switched_on(linear: Linear) -> None:
    linear.post("settings", {"plan_cap": 26})
    given = {"teamId": linear.team("ENG"), "title": "One too many"}
    error = linear.refusal(CREATE, {"input": given})
    assert error["extensions"]["type"] == "usage limit exceeded"
    assert error["extensions"]["code"] == "USAGE_LIMIT_EXCEEDED"
