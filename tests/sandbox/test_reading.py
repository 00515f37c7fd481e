"""Queries: who is asking, paging, and what an absent or hidden thing looks like."""

from typing import Any

import pytest

from .process import ACME, ISSUE, Linear


def test_an_api_key_acts_as_its_person(linear: Linear) -> None:
    viewer = linear.ask("{ viewer { name app admin isMe organization { urlKey } } }")["viewer"]
    assert viewer == {
        "name": "Maya Lindqvist",
        "app": False,
        "admin": True,
        "isMe": True,
        "organization": {"urlKey": "acme"},
    }


def test_an_app_has_a_user_of_its_own(linear: Linear) -> None:
    viewer = linear.ask("{ viewer { id email app } }", key=linear.app_key())["viewer"]
    assert viewer["app"] is True
    assert viewer["email"] == f"{viewer['id']}@oauthapp.linear.app"


def test_an_app_does_not_see_a_private_team_and_a_member_does(linear: Linear) -> None:
    document = "{ teams { nodes { key } } }"
    of_person = linear.ask(document)["teams"]["nodes"]
    of_app = linear.ask(document, key=linear.app_key())["teams"]["nodes"]
    assert {team["key"] for team in of_person} == {"ENG", "OPS", "DES", "SEC"}
    assert {team["key"] for team in of_app} == {"ENG", "OPS", "DES"}


def test_what_belongs_to_a_hidden_team_is_hidden_too(linear: Linear) -> None:
    key = linear.app_key()
    assert linear.refusal(ISSUE, {"id": "SEC-1"}, key=key)["message"] == "Entity not found: Issue"
    team = {"id": linear.team("SEC")}
    error = linear.refusal("query T($id: String!) { team(id: $id) { id } }", team, key=key)
    assert error["message"] == "Entity not found: Team"
    labels = linear.ask("{ issueLabels(first: 100) { nodes { name } } }", key=key)["issueLabels"]
    assert "Vulnerability" not in [label["name"] for label in labels["nodes"]]


@pytest.mark.parametrize("reference", ["ENG-1", "eng-1"])
def test_an_issue_is_found_by_its_identifier(linear: Linear, reference: str) -> None:
    issue = linear.ask(ISSUE, {"id": reference})["issue"]
    assert issue["title"] == "Checkout button does nothing after a card is declined"
    assert linear.ask(ISSUE, {"id": issue["id"]})["issue"] == issue


def test_a_missing_issue_is_refused_in_linears_words(linear: Linear) -> None:
    response = linear.answer(ISSUE, {"id": "ENG-999"})
    assert response.status_code == 200
    body = response.json()
    assert body["data"] is None
    error = body["errors"][0]
    assert error["path"] == ["issue"]
    assert error["extensions"] == {
        "type": "invalid input",
        "code": "INPUT_ERROR",
        "statusCode": 400,
        "userError": True,
        "userPresentableMessage": "Could not find referenced Issue.",
    }


def test_pages_join_without_gap_or_repeat_newest_first(linear: Linear) -> None:
    document = (
        "query P($after: String) { issues(first: 7, after: $after) "
        "{ nodes { id createdAt } edges { cursor } pageInfo { hasNextPage endCursor } } }"
    )
    seen: list[dict[str, Any]] = []
    after = None
    while True:
        page = linear.ask(document, {"after": after})["issues"]
        assert [edge["cursor"] for edge in page["edges"]] == [node["id"] for node in page["nodes"]]
        seen += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len({issue["id"] for issue in seen}) == len(seen) == 26
    created = [issue["createdAt"] for issue in seen]
    assert created == sorted(created, reverse=True)


def test_a_cursor_stays_good_when_its_row_has_left_the_list(linear: Linear) -> None:
    document = (
        "query P($after: String) { issues(first: 3, after: $after) "
        "{ nodes { id } pageInfo { endCursor } } }"
    )
    six = linear.ask("{ issues(first: 6) { nodes { id } } }")["issues"]["nodes"]
    cursor = linear.ask(document)["issues"]["pageInfo"]["endCursor"]
    linear.ask("mutation A($id: String!) { issueArchive(id: $id) { success } }", {"id": cursor})
    assert linear.ask(document, {"after": cursor})["issues"]["nodes"] == six[3:]


@pytest.mark.parametrize(("first", "rule"), [(251, "max"), (0, "min")])
def test_a_page_holds_1_to_250(linear: Linear, first: int, rule: str) -> None:
    error = linear.refusal("query P($n: Int) { issues(first: $n) { nodes { id } } }", {"n": first})
    assert error["message"] == "Argument Validation Error"
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert rule in error["extensions"]["validationErrors"][0]["constraints"]


def test_a_projects_status_is_read_by_itself_too(linear: Linear) -> None:
    listed = linear.ask("{ projectStatuses { nodes { id name type } } }")["projectStatuses"]
    paused = next(status for status in listed["nodes"] if status["type"] == "paused")
    one = linear.ask("query S($id: String!) { projectStatus(id: $id) { id name type } }", paused)
    assert one["projectStatus"] == paused


def test_a_page_holds_50_by_default_and_250_at_most(linear: Linear) -> None:
    document = "{ default: users { nodes { id } } most: users(first: 250) { nodes { id } } }"
    data = linear.ask(document, key="lin_api_demo_globex")
    assert len(data["default"]["nodes"]) == 50
    assert len(data["most"]["nodes"]) == 250


def test_archived_issues_are_listed_on_request_only(linear: Linear) -> None:
    issue = linear.create()
    linear.ask("mutation A($id: String!) { issueArchive(id: $id) { success } }", issue)
    document = (
        "query A($id: ID!, $all: Boolean) { issues(filter: {id: {eq: $id}}, includeArchived: $all) "
        "{ nodes { id } } }"
    )
    assert linear.ask(document, {"id": issue["id"]})["issues"]["nodes"] == []
    found = linear.ask(document, {"id": issue["id"], "all": True})["issues"]["nodes"]
    assert found == [{"id": issue["id"]}]


def test_inactive_people_are_listed_on_request_only(linear: Linear) -> None:
    document = "query U($all: Boolean) { users(includeDisabled: $all) { nodes { name } } }"
    assert {"name": "Victor Hale"} not in linear.ask(document)["users"]["nodes"]
    assert {"name": "Victor Hale"} in linear.ask(document, {"all": True})["users"]["nodes"]


def test_a_document_that_does_not_validate_is_refused_with_400(linear: Linear) -> None:
    for document in ("{ issues { nodes { nope } } }", "{ issues {", ""):
        response = linear.answer(document)
        assert response.status_code == 400
        assert response.json()["errors"][0]["extensions"]["type"] == "graphql error"


def test_a_body_that_is_no_request_is_refused_with_400(own: Linear) -> None:
    for body in (b"", b"{", b"[]", b'{"query": 1}', b'{"query": "{a}", "variables": []}', b"\xff"):
        response = own.http.post("/graphql", content=body, headers={"authorization": ACME})
        assert response.status_code == 400, body


def test_a_variable_of_a_wrong_type_is_refused_with_400(linear: Linear) -> None:
    response = linear.answer(ISSUE, {"id": None})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["type"] == "graphql error"


def test_json_goes_out_as_a_text_of_json(linear: Linear) -> None:
    template = linear.ask("{ templates { name templateData } }")["templates"][0]
    assert isinstance(template["templateData"], str)


def test_answers_are_json_by_content_type(linear: Linear) -> None:
    assert linear.answer("{ viewer { id } }").headers["content-type"].startswith("application/json")


def test_introspection_needs_no_token_and_nothing_else_goes_without(linear: Linear) -> None:
    assert linear.answer("{ __schema { queryType { name } } }", key=None).status_code == 200
    response = linear.answer("{ __typename viewer { id } }", key=None)
    assert response.status_code == 401


def test_an_api_key_with_bearer_is_refused_as_linear_does(linear: Linear) -> None:
    response = linear.answer("{ viewer { id } }", key=f"Bearer {ACME}")
    assert response.status_code == 400
    error = response.json()["errors"][0]
    assert "trying to use an API key as a Bearer token" in error["message"]
    assert error["extensions"]["code"] == "INPUT_ERROR"


@pytest.mark.parametrize("key", ["Bearer nonsense", "nonsense", "Bearer", "Basic eDp5"])
def test_bad_credentials_are_answered_with_401(own: Linear, key: str) -> None:
    response = own.answer("{ viewer { id } }", key=key)
    assert response.status_code == 401
    extensions = response.json()["errors"][0]["extensions"]
    assert (extensions["type"], extensions["code"]) == (
        "authentication error",
        "AUTHENTICATION_ERROR",
    )


def test_an_unsupported_root_field_is_refused_by_name(full: Linear) -> None:
    error = full.refusal("{ initiatives { nodes { id } } }")
    assert error["extensions"]["type"] == "feature not accessible"
    assert "initiatives" in error["message"]
    error = full.refusal('mutation { teamDelete(id: "x") { success } }')
    assert error["extensions"]["type"] == "feature not accessible"
    assert "teamDelete" in error["message"]
