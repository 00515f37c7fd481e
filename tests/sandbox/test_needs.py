"""Customer requests: made of words, links and comments."""

import json
from typing import Any
from uuid import uuid4

import pytest

from .customers import (
    CREATE_NEED,
    MISSING,
    NEED,
    NEED_FROM_ATTACHMENT,
    URL,
    archive_need,
    attach,
    attachments,
    create_need,
    named,
)
from .process import Linear
from .test_comments import COMMENT, DELETE


def test_a_request_of_a_customer_is_put_on_an_issue(linear: Linear) -> None:
    row_id = str(uuid4())
    customer = named(linear, "Blue Harbour")
    need = create_need(
        linear, id=row_id, customerId=customer["id"], body="It **hurts**.", priority=1
    )
    assert need["id"] == row_id
    assert (need["body"], need["content"], need["priority"]) == ("It **hurts**.",) * 2 + (1,)
    assert (need["customer"], need["issue"]) == ({"name": "Blue Harbour"}, {"identifier": "ENG-1"})
    assert need["project"] == {"name": "Checkout revamp"}
    assert need["creator"] == {"name": "Maya Lindqvist"}
    assert need["url"] is need["attachment"] is need["comment"] is need["originalIssue"] is None
    assert linear.ask(NEED, {"id": row_id})["customerNeed"] == need
    assert named(linear, "Blue Harbour")["approximateNeedCount"] == 2


def test_a_customer_can_be_named_by_an_external_id_or_not_at_all(linear: Linear) -> None:
    need = create_need(linear, customerExternalId="crm-1001")
    assert need["customer"] == {"name": "Northwind Traders"}
    nobody = create_need(linear)
    assert (nobody["customer"], nobody["body"], nobody["priority"]) == (None, None, 0)


def test_a_request_can_be_put_on_a_project(linear: Linear) -> None:
    document = '{ projects(filter: {name: {eq: "Vendor audit"}}) { nodes { id } } }'
    project_id = linear.ask(document)["projects"]["nodes"][0]["id"]
    need = create_need(linear, issueId=None, projectId=project_id, body="Audit us, too.")
    assert (need["issue"], need["project"]) == (None, {"name": "Vendor audit"})
    of_project = "query P($id: String!) { project(id: $id) { needs { nodes { id } } } }"
    nodes = linear.ask(of_project, {"id": project_id})["project"]["needs"]["nodes"]
    assert nodes == [{"id": need["id"]}]


def test_a_url_becomes_the_attachment_of_the_request(linear: Linear) -> None:
    need = create_need(linear, attachmentUrl=URL)
    assert need["url"] == need["attachment"]["url"] == URL
    assert attachments(linear) == {need["attachment"]["id"]: "ENG-1"}
    again = create_need(linear, attachmentUrl=URL)
    assert again["attachment"] == need["attachment"]


def test_an_attachment_and_a_comment_of_the_issue_back_a_request(linear: Linear) -> None:
    attachment_id = attach(linear)
    given = {"issueId": "ENG-1", "body": "They wrote to me."}
    comment_id = linear.ask(COMMENT, {"input": given})["commentCreate"]["comment"]["id"]
    need = create_need(linear, attachmentId=attachment_id, commentId=comment_id)
    assert need["attachment"] == {"id": attachment_id, "url": URL}
    assert need["comment"] == {"id": comment_id}
    linear.ask(DELETE, {"id": comment_id})
    assert linear.ask(NEED, {"id": need["id"]})["customerNeed"]["comment"] is None
    assert linear.get("state?workspace=acme")["needs"][-1]["commentId"] is None


def test_a_body_can_come_as_a_document_of_rich_text(linear: Linear) -> None:
    text = {"type": "paragraph", "content": [{"type": "text", "text": "It hurts."}]}
    document = {"type": "doc", "content": [text]}
    need = create_need(linear, bodyData=json.dumps(document))
    assert need["body"] == "It hurts."
    assert json.loads(need["bodyData"]) == document


def test_an_app_can_ask_in_the_name_of_somebody_outside(linear: Linear) -> None:
    need = create_need(linear, key=linear.app_key(), createAsUser="Alice")
    assert need["creator"] is None
    assert linear.get("state?workspace=acme")["needs"][-1]["createAsUser"] == "Alice"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"issueId": None}, "Either issueId or projectId must be provided"),
        ({"projectId": MISSING}, "Give either issueId or projectId, not both."),
        ({"issueId": "ENG-99"}, "Could not find referenced Issue."),
        (
            {"customerId": MISSING, "customerExternalId": "crm-1001"},
            "Give either customerId or customerExternalId, not both.",
        ),
        ({"customerId": MISSING}, "Could not find referenced Customer."),
        ({"customerExternalId": "nobody"}, "Could not find referenced Customer."),
        (
            {"attachmentId": MISSING, "attachmentUrl": URL},
            "Give either attachmentId or attachmentUrl, not both.",
        ),
        ({"attachmentId": MISSING}, "Could not find referenced Attachment."),
        ({"attachmentUrl": "javascript:alert(1)"}, "url must be a URL address"),
        ({"commentId": MISSING}, "Could not find referenced Comment."),
        ({"body": "A", "bodyData": "{}"}, "Give the text as body or as bodyData, not as both."),
        ({"priority": 2}, "priority must be 0 or 1"),
        ({"priority": 0.5}, "priority must be 0 or 1"),
        ({"createAsUser": "Alice"}, "Only an app (actor=app) can set createAsUser."),
        ({"createdAt": "2999-01-01T00:00:00Z"}, "createdAt must be in the past"),
        ({"id": "no-uuid"}, "id must be a UUID"),
    ],
)
def test_a_bad_request_is_refused(linear: Linear, values: dict[str, Any], reason: str) -> None:
    before = linear.get("state?workspace=acme")
    error = linear.refusal(CREATE_NEED, {"input": {"issueId": "ENG-1", **values}})
    assert error["extensions"]["userPresentableMessage"] == reason
    assert error["extensions"]["type"] == "invalid input"
    assert linear.get("state?workspace=acme") == before


def test_what_backs_a_request_belongs_to_its_issue(linear: Linear) -> None:
    given = {"issueId": "ENG-2", "body": "Elsewhere"}
    comment_id = linear.ask(COMMENT, {"input": given})["commentCreate"]["comment"]["id"]
    for values in ({"attachmentId": attach(linear, "ENG-2")}, {"commentId": comment_id}):
        error = linear.refusal(CREATE_NEED, {"input": {"issueId": "ENG-1", **values}})
        assert error["message"].endswith("for incorrect issue")


def test_an_id_is_taken_once(linear: Linear) -> None:
    row_id = create_need(linear)["id"]
    error = linear.refusal(CREATE_NEED, {"input": {"issueId": "ENG-2", "id": row_id}})
    assert error["message"] == "conflict on insert of CustomerNeed"


def test_a_link_becomes_a_request_once(linear: Linear) -> None:
    attachment_id = attach(linear)
    variables = {"input": {"attachmentId": attachment_id}}

    def made() -> dict[str, Any]:
        answer = linear.ask(NEED_FROM_ATTACHMENT, variables)["customerNeedCreateFromAttachment"]
        need: dict[str, Any] = answer["need"]
        return need

    first = made()
    assert first["attachment"]["id"] == attachment_id
    assert first["issue"] == {"identifier": "ENG-1"}
    assert made() == first
    assert archive_need(linear, first["id"])["archivedAt"]
    back = made()
    assert (back["id"], back["archivedAt"]) == (first["id"], None)
    linear.refusal(NEED_FROM_ATTACHMENT, {"input": {"attachmentId": MISSING}})
