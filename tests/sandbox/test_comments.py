"""Comments: by people, by apps in another's name, in threads, and found again."""

import json
from typing import Any
from uuid import uuid4

import pytest

from .customers import MISSING, scoped_app_key
from .process import CLIENT, Linear

COMMENT_FIELDS = (
    "id url body bodyData createdAt updatedAt editedAt parentId issueId "
    "user { displayName app } botActor { type name userDisplayName avatarUrl } "
    "externalUser { displayName } parent { id } issue { identifier }"
)
COMMENT = (
    "mutation Comment($input: CommentCreateInput!) { commentCreate(input: $input) "
    f"{{ success comment {{ {COMMENT_FIELDS} }} }} }}"
)
EDIT = (
    "mutation Edit($id: String!, $input: CommentUpdateInput!) "
    f"{{ commentUpdate(id: $id, input: $input) {{ comment {{ {COMMENT_FIELDS} }} }} }}"
)
DELETE = "mutation Delete($id: String!) { commentDelete(id: $id) { success entityId } }"
OF_ISSUE = (
    "query C($id: String!, $first: Int, $after: String) { issue(id: $id) "
    "{ comments(first: $first, after: $after) "
    f"{{ nodes {{ {COMMENT_FIELDS} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"
)
BY_HASH = "query H($hash: String!) { comment(hash: $hash) { id } }"
BY_ID = "query I($id: String!) { comment(id: $id) { id } }"


def _comment(linear: Linear, *, key: str = "lin_api_demo_acme", **values: Any) -> dict[str, Any]:
    given = {"issueId": "ENG-1", "body": "A comment", **values}
    comment: dict[str, Any] = linear.ask(COMMENT, {"input": given}, key=key)["commentCreate"][
        "comment"
    ]
    return comment


def _subscribers(linear: Linear) -> list[str]:
    document = '{ issue(id: "ENG-1") { subscribers { nodes { name } } } }'
    nodes = linear.ask(document)["issue"]["subscribers"]["nodes"]
    return [node["name"] for node in nodes]


def test_a_person_comments_on_an_issue(linear: Linear) -> None:
    row_id = str(uuid4())
    comment = _comment(linear, id=row_id, body="Seen **again** today.\n\nIn Lyon.")
    assert comment["id"] == row_id
    assert comment["body"] == "Seen **again** today.\n\nIn Lyon."
    assert comment["user"] == {"displayName": "maya.lindqvist", "app": False}
    assert comment["botActor"] is comment["externalUser"] is comment["editedAt"] is None
    assert comment["issue"] == {"identifier": "ENG-1"}
    assert (
        comment["url"].endswith(f"reloaded#comment-{row_id[:8]}") or "#comment-" in comment["url"]
    )
    assert linear.ask(OF_ISSUE, {"id": "ENG-1"})["issue"]["comments"]["nodes"] == [comment]


def test_an_app_comments_as_itself_or_as_somebody_outside(linear: Linear) -> None:
    key = linear.app_key()
    own = _comment(linear, key=key)
    assert own["user"] == {"displayName": "supportbridge", "app": True}
    icon = "http://localhost:8000/alice.png"
    comment = _comment(linear, key=key, createAsUser="Alice", displayIconUrl=icon)
    assert comment["user"] is None
    assert comment["botActor"] == {
        "type": "oauthClient",
        "name": "Support Bridge",
        "userDisplayName": "Alice",
        "avatarUrl": icon,
    }


def test_a_body_can_come_as_a_document_of_rich_text(full: Linear) -> None:
    paragraphs = [
        {"type": "paragraph", "content": [{"type": "text", "text": "One"}]},
        {"type": "paragraph", "content": [{"type": "text", "text": "Two"}]},
    ]
    document = {"type": "doc", "content": paragraphs}
    comment = _comment(full, body=None, bodyData=document)
    assert comment["body"] == "One\n\nTwo"
    assert json.loads(comment["bodyData"]) == document


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"body": " "}, "body should not be empty"),
        ({"body": None}, "body should not be empty"),
        ({"issueId": None}, "issueId should not be empty"),
        ({"issueId": "ENG-99"}, "Could not find referenced Issue."),
        ({"parentId": MISSING}, "Could not find referenced Comment."),
        ({"createAsUser": "Alice"}, "Only an app (actor=app) can set createAsUser."),
        ({"createdAt": "2999-01-01T00:00:00Z"}, "createdAt must be in the past"),
        ({"bodyData": {"type": "doc"}}, "Give the text as body or as bodyData, not as both."),
        ({"body": None, "bodyData": "{"}, "bodyData must be a ProseMirror document"),
        ({"id": "no-uuid"}, "id must be a UUID"),
    ],
)
def test_a_bad_comment_is_refused(linear: Linear, values: dict[str, Any], reason: str) -> None:
    before = linear.get("state?workspace=acme")
    given = {"issueId": "ENG-1", "body": "A comment", **values}
    error = linear.refusal(COMMENT, {"input": given})
    assert error["extensions"]["userPresentableMessage"] == reason
    assert error["extensions"]["type"] == "invalid input"
    assert linear.get("state?workspace=acme") == before


@pytest.mark.parametrize(
    "document",
    [
        "null",
        '{"type": "paragraph"}',
        '{"type": "doc", "content": "text"}',
        '{"type": "doc", "content": ["text"]}',
        '{"type": "doc", "content": [{"type": "text", "text": "\\ud800"}]}',
        '{"type": "doc", "content": [' + '{"content": [' * 2_000 + "]}" * 2_000 + "]}",
    ],
    ids=range(6),
)
def test_rich_text_that_is_none_is_the_callers_mistake(linear: Linear, document: str) -> None:
    given = {"issueId": "ENG-1", "bodyData": document}
    error = linear.refusal(COMMENT, {"input": given})
    assert error["extensions"]["validationErrors"][0]["property"] == "bodyData"


@pytest.mark.parametrize(
    "body", ["mail me@supportbridge", "`@supportbridge`", "@maya.lindqvist and @nobody"]
)
def test_what_mentions_no_app_is_taken(linear: Linear, body: str) -> None:
    assert _comment(linear, body=body)["body"] == body


def test_an_app_can_be_mentioned_only_if_it_was_installed_for_that(linear: Linear) -> None:
    given = {"issueId": "ENG-1", "body": "ask @supportbridge, please"}
    linear.ask(COMMENT, {"input": given})
    as_agent = {"token": "lin_refresh_demo_agent", **CLIENT}
    assert linear.http.post("/oauth/revoke", data=as_agent).status_code == 200
    assert linear.refusal(COMMENT, {"input": given})["message"] == "App user not valid"


def test_an_id_is_taken_once_in_all_workspaces(linear: Linear) -> None:
    row_id = _comment(linear)["id"]
    given = {"id": row_id.upper(), "issueId": "ENG-2", "body": "Again"}
    error = linear.refusal(COMMENT, {"input": given})
    assert error["message"] == "conflict on insert of Comment"
    assert error["extensions"]["code"] == "INPUT_ERROR"


def test_replies_hang_under_a_comment_of_the_same_issue(linear: Linear) -> None:
    parent = _comment(linear)
    reply = _comment(linear, parentId=parent["id"], body="A reply")
    assert reply["parent"] == {"id": parent["id"]}
    document = "query R($id: String!) { comment(id: $id) { children { nodes { body } } } }"
    children = linear.ask(document, {"id": parent["id"]})["comment"]["children"]["nodes"]
    assert children == [{"body": "A reply"}]
    given = {"issueId": "ENG-2", "body": "Astray", "parentId": parent["id"]}
    assert linear.refusal(COMMENT, {"input": given})["message"] == "parentId for incorrect issue"


def test_the_author_is_subscribed_unless_told_otherwise(linear: Linear) -> None:
    _comment(linear, doNotSubscribeToIssue=True)
    assert _subscribers(linear) == []
    _comment(linear)
    _comment(linear, body="Once more")
    assert _subscribers(linear) == ["Maya Lindqvist"]


def test_an_edit_is_marked_as_one(linear: Linear) -> None:
    comment = _comment(linear)
    edited = linear.ask(EDIT, {"id": comment["id"], "input": {"body": "Better"}})["commentUpdate"]
    assert edited["comment"]["body"] == "Better"
    assert edited["comment"]["editedAt"] == edited["comment"]["updatedAt"]
    error = linear.refusal(EDIT, {"id": comment["id"], "input": {"body": ""}})
    assert error["extensions"]["userPresentableMessage"] == "body should not be empty"


def test_a_deleted_comment_takes_its_replies_along(linear: Linear) -> None:
    parent = _comment(linear)
    reply = _comment(linear, parentId=parent["id"])
    gone = linear.ask(DELETE, {"id": parent["id"]})["commentDelete"]
    assert gone == {"success": True, "entityId": parent["id"]}
    for row_id in (parent["id"], reply["id"]):
        assert linear.refusal(BY_ID, {"id": row_id})["message"] == "Entity not found: Comment"


def test_a_comment_is_found_by_id_and_by_the_start_of_it(linear: Linear) -> None:
    row_id = _comment(linear)["id"]
    assert linear.ask(BY_ID, {"id": row_id})["comment"]["id"] == row_id
    assert linear.ask(BY_HASH, {"hash": row_id[:8]})["comment"]["id"] == row_id
    assert linear.refusal(BY_HASH, {"hash": row_id[:7]})["message"] == "Entity not found: Comment"
    linear.refusal("{ comment { id } }")


def test_comments_are_filtered_by_issue_author_and_words(linear: Linear) -> None:
    document = "query F($f: CommentFilter) { comments(filter: $f) { nodes { body } } }"

    def found(condition: dict[str, Any]) -> list[str]:
        nodes = linear.ask(document, {"f": condition})["comments"]["nodes"]
        return [node["body"][:11] for node in nodes]

    on_sign_in = {"issue": {"team": {"key": {"eq": "ENG"}}, "number": {"eq": 5}}}
    assert found(on_sign_in) == ["No, only wh", "Does it als"]
    assert found({**on_sign_in, "parent": {"null": True}}) == ["Does it als"]
    assert found({"user": {"name": {"eq": "Priya Raman"}}}) == ["No, only wh"]
    assert found({"body": {"containsIgnoreCase": "SECOND CUSTOMER"}}) == ["A second cu"]


def test_search_looks_into_comments_on_request(linear: Linear) -> None:
    document = (
        'query S($deep: Boolean) { searchIssues(term: "verified", includeComments: $deep) '
        "{ nodes { identifier } } }"
    )
    assert linear.ask(document, {"deep": False})["searchIssues"]["nodes"] == []
    found = linear.ask(document, {"deep": True})["searchIssues"]["nodes"]
    assert found == [{"identifier": "ENG-5"}]


def test_comments_of_a_private_team_are_not_there_for_an_app(linear: Linear) -> None:
    document = "{ comments(first: 250) { nodes { id issue { team { key } } } } }"
    seen = linear.ask(document)["comments"]["nodes"]
    secret = next(node["id"] for node in seen if node["issue"]["team"]["key"] == "SEC")
    key = linear.app_key()
    ids = [node["id"] for node in linear.ask(document, key=key)["comments"]["nodes"]]
    assert ids == [node["id"] for node in seen if node["id"] != secret]
    for attempt in (BY_ID, DELETE):
        error = linear.refusal(attempt, {"id": secret}, key=key)
        assert error["message"] == "Entity not found: Comment"
    given = {"issueId": "SEC-1", "body": "Let me in"}
    error = linear.refusal(COMMENT, {"input": given}, key=key)
    assert error["message"] == "Entity not found: Issue"


def test_comments_of_a_large_issue_come_in_pages(linear: Linear) -> None:
    big = linear.ask(
        '{ issues(first: 1, filter: {title: {startsWith: "Billing report"}, number: {eq: 1}, '
        'team: {key: {eq: "BIG"}}}) { nodes { id } } }',
        key="lin_api_demo_globex",
    )["issues"]["nodes"][0]
    bodies: list[str] = []
    after = None
    for _ in range(3):
        variables = {**big, "first": 25, "after": after}
        page = linear.ask(OF_ISSUE, variables, key="lin_api_demo_globex")["issue"]["comments"]
        bodies += [node["body"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert bodies[0].startswith("Note 1 ")
    assert len(set(bodies)) == 60
    assert page["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize(
    ("scope", "is_let_in"), [("read comments:create", True), ("read issues:create", False)]
)
def test_commenting_needs_its_scope(linear: Linear, scope: str, is_let_in: bool) -> None:
    key = scoped_app_key(linear, scope)
    given = {"issueId": "ENG-1", "body": "A comment"}
    response = linear.answer(COMMENT, {"input": given}, key=key)
    assert (response.status_code == 200) is is_let_in
    if not is_let_in:
        error = response.json()["errors"][0]
        assert error["message"] == "Invalid scope: `write` required"
        assert error["extensions"]["type"] == "forbidden"


def test_the_page_of_an_issue_shows_its_comments_in_order(linear: Linear) -> None:
    _comment(linear, issueId="ENG-9", body="<b>Last</b> word")
    text = linear.http.get("/acme/issue/ENG-9").text
    assert "&lt;b&gt;Last&lt;/b&gt; word" in text
    order = ["Ravi Menon", "Nadia from support (via Support Bridge)", "Maya Lindqvist</strong>"]
    places = [text.index(name) for name in order]
    assert places == sorted(places)


def test_the_state_shows_who_wrote_a_comment(linear: Linear) -> None:
    comment = _comment(linear, key=linear.app_key(), createAsUser="Alice")
    shown = linear.get("state?workspace=acme")["comments"][-1]
    assert (shown["id"], shown["issueIdentifier"]) == (comment["id"], "ENG-1")
    assert (shown["createAsUser"], shown["userId"]) == ("Alice", None)


def test_an_issue_that_is_deleted_for_good_takes_its_comments_along(linear: Linear) -> None:
    document = 'mutation { issueDelete(id: "ENG-9", permanentlyDelete: true) { success } }'
    linear.ask(document)
    state = linear.get("state?workspace=acme")
    for table in ("comments", "needs"):
        assert "ENG-9" not in {row["issueIdentifier"] for row in state[table]}
        assert None not in {row["issueIdentifier"] for row in state[table]}
