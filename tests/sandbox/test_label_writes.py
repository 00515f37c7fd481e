"""Labels and projects that people make and rename."""

from typing import Any

import pytest

from .events import Eventful
from .process import Linear

CREATE_LABEL = (
    "mutation Create($input: IssueLabelCreateInput!) { issueLabelCreate(input: $input) "
    "{ success issueLabel { id name color team { key } parent { name } } } }"
)
UPDATE_LABEL = (
    "mutation Update($id: String!, $input: IssueLabelUpdateInput!) "
    "{ issueLabelUpdate(id: $id, input: $input) "
    "{ success issueLabel { name color description } } }"
)
UPDATE_PROJECT = (
    "mutation Update($id: String!, $input: ProjectUpdateInput!) "
    "{ projectUpdate(id: $id, input: $input) "
    "{ success project { name targetDate status { type } lead { name } } } }"
)
PROJECT = '{ projects(filter: {name: {eq: "Checkout revamp"}}) { nodes { id } } }'


def test_a_label_is_made_for_a_team_and_can_be_put_on_an_issue(linear: Linear) -> None:
    team_id = linear.team("ENG")
    given = {"name": "Payments", "teamId": team_id, "parentId": linear.label("Severity")}
    label = linear.ask(CREATE_LABEL, {"input": given})["issueLabelCreate"]["issueLabel"]
    assert (label["name"], label["team"], label["parent"]) == (
        "Payments",
        {"key": "ENG"},
        {"name": "Severity"},
    )
    assert linear.create(labelIds=[label["id"]])["labelIds"] == [label["id"]]
    again = {"id": label["id"], "name": "Other"}
    assert "conflict" in linear.refusal(CREATE_LABEL, {"input": again})["message"]


def test_a_label_is_renamed(linear: Linear) -> None:
    variables = {"id": linear.label("Bug"), "input": {"name": "Defect", "color": None}}
    label = linear.ask(UPDATE_LABEL, variables)["issueLabelUpdate"]["issueLabel"]
    assert label["name"] == "Defect"
    assert label["color"]
    assert linear.label("Defect") == variables["id"]


def test_a_project_is_renamed_and_gets_another_status_and_lead(linear: Linear) -> None:
    project_id = linear.ask(PROJECT)["projects"]["nodes"][0]["id"]
    statuses = linear.ask("{ projectStatuses { nodes { id type } } }")["projectStatuses"]["nodes"]
    paused = next(status["id"] for status in statuses if status["type"] == "paused")
    given = {"name": "Till", "statusId": paused, "leadId": None, "targetDate": "2031-02-28"}
    answer = linear.ask(UPDATE_PROJECT, {"id": project_id, "input": given})["projectUpdate"]
    assert answer["project"] == {
        "name": "Till",
        "targetDate": "2031-02-28",
        "status": {"type": "paused"},
        "lead": None,
    }


@pytest.mark.parametrize("given", [{"name": " "}, {"statusId": "nowhere"}])
def test_a_project_refuses_what_it_cannot_have(linear: Linear, given: dict[str, Any]) -> None:
    project_id = linear.ask(PROJECT)["projects"]["nodes"][0]["id"]
    linear.refusal(UPDATE_PROJECT, {"id": project_id, "input": given})


def test_a_label_refuses_an_empty_name(linear: Linear) -> None:
    variables = {"id": linear.label("Bug"), "input": {"name": ""}}
    refused = linear.refusal(UPDATE_LABEL, variables)["extensions"]["userPresentableMessage"]
    assert refused == "name should not be empty"


def test_both_are_told_of(eventful: Eventful) -> None:
    eventful.data(CREATE_LABEL, {"input": {"name": "Payments"}})
    label = eventful.event()
    assert (label.kind, label.action, label.body["data"]["name"]) == (
        "IssueLabel",
        "create",
        "Payments",
    )
    project_id = eventful.data(PROJECT)["projects"]["nodes"][0]["id"]
    eventful.data(UPDATE_PROJECT, {"id": project_id, "input": {"name": "Till"}})
    project = eventful.event()
    assert (project.kind, project.action) == ("Project", "update")
    assert project.body["updatedFrom"]["name"] == "Checkout revamp"
