"""What each method asks and returns."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from linear_integration.linear.client import authorization_header
from linear_integration.linear.errors import Unavailable
from linear_integration.linear.inputs import AttachmentCreate, IssueCreate
from linear_integration.linear.types import Issue, TeamEntities, Viewer

from . import answers
from .answers import page
from .conftest import PretendedLinear

LABEL = {
    "id": "l",
    "name": "Bug",
    "color": "#eb5757",
    "parent": {"id": "g", "name": "Kind"},
    "team": None,
    "retiredAt": None,
}
LISTS = ("states", "projects", "members", "cycles", "templates")


def member(name: str, **changes: Any) -> dict[str, Any]:
    return {
        **answers.PERSON,
        "id": name,
        "email": f"{name}@acme.example",
        "active": True,
        "app": False,
        "isAssignable": True,
        **changes,
    }


def entities(labels: Any = None, organization: Any = None, **lists: Any) -> dict[str, Any]:
    data = {"team": answers.team(), "pages": lists}
    if labels is not None:
        data["issueLabels"] = labels
    if organization is not None:
        data["organization"] = {"templates": organization}
    return {"data": data}


def test_a_token_of_oauth_is_a_bearer_and_a_key_stands_bare(linear: PretendedLinear) -> None:
    assert authorization_header("token", "oauth") == "Bearer token"
    assert authorization_header("lin_api_x", "api_key") == "lin_api_x"
    linear.will_answer({"data": {"viewer": answers.VIEWER}})
    linear.client.viewer()
    (request,) = linear.requests
    assert request.headers["authorization"] == "Bearer secret"
    assert str(request.url) == "https://api.linear.app/graphql"


def test_an_issue_is_read_whole(linear: PretendedLinear) -> None:
    linear.will_answer({"data": {"issue": answers.issue(unknownField=1)}})
    issue = linear.client.issue("ENG-1")
    assert linear.variables() == {"id": "ENG-1"}
    assert (issue.identifier, issue.priority, issue.due_date) == ("ENG-1", 2, date(2026, 12, 24))
    assert issue.updated_at == datetime(2026, 11, 2, 10, tzinfo=UTC)
    assert [label.name for label in issue.labels] == ["Bug"]
    assert issue.state.type == "unstarted"


def test_a_card_comes_back_from_json_as_it_was(linear: PretendedLinear) -> None:
    linear.will_answer({"data": {"issue": answers.issue()}})
    issue = linear.client.issue("ENG-1")
    assert Issue.from_json(json.loads(json.dumps(issue.to_json()))) == issue
    linear.will_answer({"data": {"viewer": answers.VIEWER}})
    viewer = Viewer.from_json(linear.client.viewer().to_json())
    assert viewer.organization.url_key == "acme"


def test_teams_come_from_every_page_without_retired_ones(linear: PretendedLinear) -> None:
    retired = answers.team(id="3", retiredAt="2026-01-01T00:00:00.000Z")
    linear.will_answer(
        {"data": {"teams": page([answers.team(id="1")], after="c1")}},
        {"data": {"teams": page([retired], after="c2")}},
        {"data": {"teams": page([answers.team(id="2")])}},
    )
    assert [team.id for team in linear.client.teams()] == ["1", "2"]
    assert [linear.variables(n)["after"] for n in range(3)] == [None, "c1", "c2"]


@pytest.mark.parametrize("cursor", [None, "c1"])
def test_pages_that_never_end_are_an_error(linear: PretendedLinear, cursor: str | None) -> None:
    going_round = page([answers.team()], after="c1")
    going_round["pageInfo"]["endCursor"] = cursor
    linear.will_answer({"data": {"teams": going_round}})
    with pytest.raises(Unavailable):
        linear.client.teams()
    assert len(linear.requests) <= 2


def test_pages_that_go_in_circles_are_an_error(linear: PretendedLinear) -> None:
    for cursor in ("c1", "c2") * 10:
        linear.will_answer({"data": {"teams": page([answers.team()], after=cursor)}})
    with pytest.raises(Unavailable):
        linear.client.teams()
    assert len(linear.requests) == 3


def test_a_small_team_takes_one_request(linear: PretendedLinear) -> None:
    lists = {name: page([]) for name in LISTS}
    linear.will_answer(entities(page([LABEL]), page([{"id": "w", "name": "Bug report"}]), **lists))
    found = linear.client.team_entities("t")
    assert len(linear.requests) == 1
    assert [label.parent.name for label in found.labels if label.parent] == ["Kind"]
    assert [template.id for template in found.templates] == ["w"]
    assert TeamEntities.from_json(found.to_json()) == found


def test_later_requests_ask_only_for_the_lists_that_have_more(linear: PretendedLinear) -> None:
    lists = {name: page([]) for name in LISTS} | {"members": page([member("1")], after="m1")}
    linear.will_answer(
        entities(page([LABEL], after="l1"), page([]), **lists),
        entities(page([LABEL | {"id": "l2"}]), members=page([member("2")], after="m2")),
        entities(members=page([member("3")])),
    )
    found = linear.client.team_entities("t")
    assert [user.id for user in found.users] == ["1", "2", "3"]
    assert [label.id for label in found.labels] == ["l", "l2"]
    second, third = linear.variables(1), linear.variables(2)
    assert {n for n in second if n.startswith("with") and second[n]} == {
        "withMembers",
        "withLabels",
    }
    assert {n for n in third if n.startswith("with") and third[n]} == {"withMembers"}
    assert (second["afterMembers"], second["afterLabels"]) == ("m1", "l1")
    assert third["afterMembers"] == "m2"


def test_only_what_an_issue_can_carry_is_offered(linear: PretendedLinear) -> None:
    people = [member("here"), member("gone", active=False), member("robot", app=True)]
    labels = [LABEL, LABEL | {"id": "old", "retiredAt": "2026-01-01T00:00:00.000Z"}]
    types = ["canceled", "new kind", "started", "backlog", "started", "triage"]
    states = [
        answers.STATE | {"id": f"{number}", "type": kind, "position": -number}
        for number, kind in enumerate(types)
    ]
    lists = {name: page([]) for name in LISTS}
    lists |= {"members": page(people), "states": page(states)}
    linear.will_answer(entities(page(labels), page([]), **lists))
    found = linear.client.team_entities("t")
    assert [user.id for user in found.users] == ["here"]
    assert [label.id for label in found.labels] == ["l"]
    assert [state.id for state in found.states] == ["5", "3", "4", "2", "0", "1"]


def test_a_list_that_is_missing_is_an_error_and_not_empty(linear: PretendedLinear) -> None:
    linear.will_answer(entities(page([]), page([]), states=page([])))
    with pytest.raises(Unavailable, match="Projects"):
        linear.client.team_entities("t")


def test_many_issues_are_fetched_in_small_requests(linear: PretendedLinear) -> None:
    linear.will_answer({"data": {"issues": {"nodes": [answers.issue()]}}})
    assert len(linear.client.issues(str(n) for n in range(40))) == 3
    assert [len(linear.variables(n)["ids"]) for n in range(3)] == [15, 15, 10]
    assert linear.client.issues([]) == []
    assert len(linear.requests) == 3


def test_an_issue_and_its_link_are_one_request(linear: PretendedLinear) -> None:
    created = {"success": True, "issue": answers.issue()}
    linked = {"success": True, "attachment": answers.attachment(id="kept")}
    linear.will_answer({"data": {"issueCreate": created, "attachmentCreate": linked}})
    issue, attachment = linear.client.create_linked_issue(
        IssueCreate(id="i", team_id="t", title="x"),
        AttachmentCreate(id="a", issue_id="i", url="https://help/1", title="Help"),
    )
    assert (issue.id, attachment.id, attachment.issue.identifier) == ("i", "kept", "ENG-1")
    assert len(linear.requests) == 1


@pytest.mark.parametrize(
    ("issues", "links", "expected"),
    [
        ([], [], (None, None)),
        ([answers.issue()], [], ("i", None)),
        ([answers.issue()], [answers.attachment(id="kept")], ("i", "kept")),
        ([answers.issue()], [answers.attachment(url="https://help/2")], ("i", None)),
    ],
)
def test_reconciling_tells_what_exists(
    linear: PretendedLinear, issues: Any, links: Any, expected: tuple[str | None, str | None]
) -> None:
    linked = [{"attachments": {"nodes": links}}] if issues else []
    linear.will_answer({"data": {"issues": {"nodes": issues}, "linked": {"nodes": linked}}})
    found = linear.client.reconcile("i", "https://help/1")
    assert (found.issue and found.issue.id, found.attachment and found.attachment.id) == expected
    assert len(linear.requests) == 1


def test_the_links_of_an_url_come_from_every_page(linear: PretendedLinear) -> None:
    linear.will_answer(
        {"data": {"attachmentsForURL": page([answers.attachment(id="1")], after="c")}},
        {"data": {"attachmentsForURL": page([answers.attachment(id="2")])}},
    )
    assert [a.id for a in linear.client.attachments_for_url("https://help/1")] == ["1", "2"]
