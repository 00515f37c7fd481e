"""The filter language, mostly seen through issues."""

from typing import Any

import pytest

from .process import ATTACH, Linear


def _found(linear: Linear, condition: dict[str, Any], **more: Any) -> list[str]:
    document = (
        "query F($filter: IssueFilter, $archived: Boolean) "
        "{ issues(filter: $filter, includeArchived: $archived) { nodes { identifier } } }"
    )
    nodes = linear.ask(document, {"filter": condition, **more})["issues"]["nodes"]
    return sorted(node["identifier"] for node in nodes)


def _team(key: str) -> dict[str, Any]:
    return {"team": {"key": {"eq": key}}}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({**_team("ENG"), "number": {"in": [1, 2, 99]}}, ["ENG-1", "ENG-2"]),
        ({**_team("ENG"), "number": {"gte": 13}}, ["ENG-13", "ENG-14"]),
        ({**_team("ENG"), "number": {"gt": 13}}, ["ENG-14"]),
        ({**_team("ENG"), "number": {"lt": 2}}, ["ENG-1"]),
        ({**_team("ENG"), "number": {"lte": 2, "neq": 1}}, ["ENG-2"]),
        ({**_team("OPS"), "number": {"nin": [1, 2, 3]}}, ["OPS-4", "OPS-5"]),
        ({"title": {"containsIgnoreCase": "CSV EXPORT"}}, ["ENG-2"]),
        ({"title": {"contains": "csv"}}, []),
        ({"title": {"startsWith": "CSV"}}, ["ENG-2"]),
        ({"title": {"endsWith": "in product names"}}, ["ENG-6"]),
        ({"title": {"eqIgnoreCase": "dark mode for the admin pages"}}, ["ENG-7"]),
        ({"title": {"containsIgnoreCaseAndAccent": "lÿon"}}, ["OPS-1"]),
        ({**_team("SEC"), "assignee": {"null": True}}, ["SEC-1", "SEC-2"]),
        ({"assignee": {"displayName": {"eq": "sam.okafor"}}}, ["OPS-2"]),
        ({**_team("DES"), "project": {"null": False}}, ["DES-1", "DES-3"]),
        ({**_team("OPS"), "labels": {"some": {"name": {"eq": "Billing"}}}}, ["OPS-2", "OPS-4"]),
        ({**_team("OPS"), "labels": {"length": {"eq": 0}}}, ["OPS-5"]),
        ({**_team("OPS"), "labels": {"every": {"name": {"eq": "Vendor"}}}}, ["OPS-3", "OPS-5"]),
        ({**_team("DES"), "state": {"type": {"in": ["unstarted", "backlog"]}}}, ["DES-2", "DES-3"]),
        ({"searchableContent": {"contains": "answers 402"}}, ["ENG-1"]),
    ],
)
def test_a_filter_finds(linear: Linear, condition: dict[str, Any], expected: list[str]) -> None:
    assert _found(linear, condition) == expected


def test_or_stands_beside_the_other_conditions(linear: Linear) -> None:
    either = {"or": [{"number": {"eq": 1}}, {"title": {"startsWith": "Weekly"}}]}
    assert _found(linear, {**_team("OPS"), **either}) == ["OPS-1", "OPS-4"]
    both = {"and": [{"number": {"gt": 1}}, {"number": {"lt": 3}}]}
    assert _found(linear, {**_team("OPS"), **both}) == ["OPS-2"]


def test_a_relation_that_is_unset_can_be_one_of_the_choices(linear: Linear) -> None:
    choices = [{"null": True}, {"displayName": {"eq": "sam.okafor"}}]
    found = _found(linear, {**_team("OPS"), "assignee": {"or": choices}})
    assert found == ["OPS-1", "OPS-2", "OPS-3", "OPS-5"]


def test_labels_of_a_team_and_of_the_workspace_come_together(linear: Linear) -> None:
    document = (
        "query L($team: ID!) { issueLabels(first: 100, filter: {isGroup: {eq: false}, "
        "or: [{team: {id: {eq: $team}}}, {team: {null: true}}]}) { nodes { name team { key } } } }"
    )
    labels = linear.ask(document, {"team": linear.team("DES")})["issueLabels"]["nodes"]
    names = {label["name"] for label in labels}
    assert {"Accessibility", "Bug", "Critical"} <= names
    assert not {"Severity", "Backend"} & names


def test_issues_are_found_by_id_and_unknown_ids_are_passed_over(linear: Linear) -> None:
    issue = linear.create()
    missing = "11111111-1111-4111-8111-111111111111"
    assert _found(linear, {"id": {"in": [issue["id"], missing]}}) == [issue["identifier"]]


def test_issues_are_found_by_an_attachments_url(linear: Linear) -> None:
    url = "http://localhost:8000/app/accounts/1/conversations/7"
    given = {"issueId": "ENG-3", "title": "Conversation 7", "url": url}
    linear.ask(ATTACH, {"input": given})
    assert _found(linear, {"attachments": {"some": {"url": {"eq": url}}}}) == ["ENG-3"]


def test_changed_issues_are_found_by_time_or_duration(linear: Linear) -> None:
    issue = linear.create()
    assert _found(linear, {"updatedAt": {"gt": "-PT10M"}}) == [issue["identifier"]]
    assert _found(linear, {"updatedAt": {"gt": "2099-01-01T00:00:00Z"}}) == []
    # The same moment in another time zone is not after itself.
    moment = issue["updatedAt"].replace("Z", "+00:00")
    assert _found(linear, {"updatedAt": {"gt": moment}}) == []
    assert _found(linear, {"updatedAt": {"gte": moment}}) == [issue["identifier"]]


def test_order_by_updated_at_puts_the_last_change_first(linear: Linear) -> None:
    document = 'mutation { issueUpdate(id: "ENG-12", input: {priority: 1}) { success } }'
    linear.ask(document)
    listed = linear.ask("{ issues(first: 1, orderBy: updatedAt) { nodes { identifier } } }")
    assert listed["issues"]["nodes"] == [{"identifier": "ENG-12"}]


def test_a_filter_that_the_sandbox_lacks_is_refused_not_ignored(full: Linear) -> None:
    error = full.refusal("{ issues(filter: {hasBlockedByRelations: {eq: true}}) { nodes { id } } }")
    assert error["extensions"]["type"] == "feature not accessible"
    assert "hasBlockedByRelations" in error["message"]


def test_search_finds_words_in_title_description_and_identifier(linear: Linear) -> None:
    document = (
        "query S($term: String!, $team: String) { searchIssues(term: $term, teamId: $team) "
        "{ totalCount nodes { identifier url state { name } } } }"
    )

    def found(term: str, **more: Any) -> list[str]:
        nodes = linear.ask(document, {"term": term, **more})["searchIssues"]["nodes"]
        return [node["identifier"] for node in nodes]

    assert found("webhooks twice") == ["ENG-3"]
    assert found("402") == ["ENG-1"]
    assert found("eng-1")[0] == "ENG-1"
    assert found("no such words") == []
    assert found("card", team=linear.team("OPS")) == ["OPS-1", "OPS-2"]
