"""Relations between issues: above all, that one is the duplicate of another."""

from typing import Any

import pytest

from .process import ATTACH, GLOBEX, ISSUE, Linear

RELATE = (
    "mutation Relate($input: IssueRelationCreateInput!) { issueRelationCreate(input: $input) "
    "{ success issueRelation { id type issue { identifier } relatedIssue { identifier } } } }"
)
SEPARATE = "mutation Separate($id: String!) { issueRelationDelete(id: $id) { success entityId } }"
RELATIONS = (
    "query Relations($id: String!) { issue(id: $id) { state { type } "
    "relations { nodes { id type relatedIssue { identifier } } } "
    "inverseRelations { nodes { id type issue { identifier } } } } }"
)
RELATION_ID = "8f14e45f-ceea-467f-a2c3-4f0d3b0f5a11"


def _relate(linear: Linear, issue: str, related: str, **more: Any) -> dict[str, Any]:
    given = {"issueId": issue, "relatedIssueId": related, "type": "duplicate", **more}
    relation: dict[str, Any] = linear.ask(RELATE, {"input": given})["issueRelationCreate"]
    return relation


def test_a_duplicate_names_the_other_issue_and_has_the_teams_state_for_it(linear: Linear) -> None:
    made = _relate(linear, "ENG-2", "OPS-1", id=RELATION_ID)
    assert made["issueRelation"] == {
        "id": RELATION_ID,
        "type": "duplicate",
        "issue": {"identifier": "ENG-2"},
        "relatedIssue": {"identifier": "OPS-1"},
    }
    duplicate = linear.ask(RELATIONS, {"id": "ENG-2"})["issue"]
    assert duplicate["state"] == {"type": "duplicate"}
    (relation,) = duplicate["relations"]["nodes"]
    assert relation == {
        "id": RELATION_ID,
        "type": "duplicate",
        "relatedIssue": {"identifier": "OPS-1"},
    }
    assert duplicate["inverseRelations"]["nodes"] == []
    canonical = linear.ask(RELATIONS, {"id": "OPS-1"})["issue"]
    assert canonical["state"]["type"] != "duplicate"
    assert canonical["relations"]["nodes"] == []
    (inverse,) = canonical["inverseRelations"]["nodes"]
    assert inverse["issue"] == {"identifier": "ENG-2"}


def test_a_relation_that_ends_leaves_the_state(linear: Linear) -> None:
    made = _relate(linear, "ENG-2", "OPS-1")["issueRelation"]
    assert linear.ask(SEPARATE, {"id": made["id"]})["issueRelationDelete"] == {
        "success": True,
        "entityId": made["id"],
    }
    issue = linear.ask(RELATIONS, {"id": "ENG-2"})["issue"]
    assert issue["relations"]["nodes"] == []
    assert issue["state"] == {"type": "duplicate"}
    assert linear.ask("{ issueRelations { nodes { id } } }")["issueRelations"]["nodes"] == []


def test_other_relations_change_no_state(linear: Linear) -> None:
    before = linear.ask(ISSUE, {"id": "ENG-2"})["issue"]["state"]
    made = _relate(linear, "ENG-2", "ENG-3", type="blocks")["issueRelation"]
    assert linear.ask(ISSUE, {"id": "ENG-2"})["issue"]["state"] == before
    document = "query R($id: String!) { issueRelation(id: $id) { type } }"
    assert linear.ask(document, {"id": made["id"]})["issueRelation"] == {"type": "blocks"}


@pytest.mark.parametrize(
    ("issue", "related", "more", "message"),
    [
        ("ENG-2", "ENG-2", {}, "An issue can't be related to itself"),
        ("ENG-1", "OPS-1", {}, "The issues are related already"),
        ("ENG-2", "ENG-999", {}, "Entity not found: Issue"),
        ("ENG-2", "OPS-1", {"id": RELATION_ID}, "conflict on insert of IssueRelation"),
    ],
)
def test_what_makes_no_sense_is_refused(
    linear: Linear, issue: str, related: str, more: dict[str, Any], message: str
) -> None:
    _relate(linear, "ENG-1", "OPS-1", id=RELATION_ID)
    given = {"issueId": issue, "relatedIssueId": related, "type": "duplicate", **more}
    assert linear.refusal(RELATE, {"input": given})["message"] == message


def test_nobody_sees_a_relation_to_an_issue_that_they_cannot_see(linear: Linear) -> None:
    _relate(linear, "ENG-2", "SEC-1")
    app = linear.app_key()
    seen = linear.ask(RELATIONS, {"id": "ENG-2"}, key=app)["issue"]
    assert seen["relations"]["nodes"] == []
    everything = "{ issueRelations { nodes { id } } }"
    assert linear.ask(everything, key=app)["issueRelations"]["nodes"] == []
    assert linear.ask(everything, key=GLOBEX)["issueRelations"]["nodes"] == []


def test_attachments_stay_with_the_duplicate(linear: Linear) -> None:
    _attach(linear, "ENG-2", "https://help.example/7")
    _relate(linear, "ENG-2", "OPS-1")
    assert _urls(linear, "ENG-2") == ["https://help.example/7"]
    assert _urls(linear, "OPS-1") == []


def test_on_request_attachments_move_unless_the_other_issue_has_them(linear: Linear) -> None:
    linear.post("settings", {"duplicate_moves_attachments": True})
    for issue, url in [("ENG-2", "7"), ("ENG-2", "8"), ("OPS-1", "8")]:
        _attach(linear, issue, f"https://help.example/{url}")
    _relate(linear, "ENG-2", "OPS-1")
    assert _urls(linear, "ENG-2") == ["https://help.example/8"]
    assert sorted(_urls(linear, "OPS-1")) == ["https://help.example/7", "https://help.example/8"]
    document = "{ attachments { nodes { url issue { identifier } originalIssue { identifier } } } }"
    moved = [
        (row["issue"]["identifier"], row["originalIssue"]["identifier"])
        for row in linear.ask(document)["attachments"]["nodes"]
        if row["originalIssue"]
    ]
    assert moved == [("OPS-1", "ENG-2")]


def test_an_issue_that_is_deleted_for_ever_takes_its_relations_along(linear: Linear) -> None:
    _relate(linear, "ENG-2", "OPS-1")
    document = 'mutation { issueDelete(id: "OPS-1", permanentlyDelete: true) { success } }'
    linear.ask(document)
    assert linear.ask(RELATIONS, {"id": "ENG-2"})["issue"]["relations"]["nodes"] == []


def _attach(linear: Linear, issue: str, url: str) -> None:
    linear.ask(ATTACH, {"input": {"issueId": issue, "title": "T", "url": url}})


def _urls(linear: Linear, issue: str) -> list[str]:
    nodes = linear.ask(ISSUE, {"id": issue})["issue"]["attachments"]["nodes"]
    return [node["url"] for node in nodes]
