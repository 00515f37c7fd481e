"""Attachments: one for an issue and URL, found again by the URL."""

from typing import Any
from uuid import uuid4

import pytest

from .process import ATTACH, Linear

URL = "http://localhost:8000/app/accounts/1/conversations/1"
LINK = (
    "mutation Link($id: String, $issue: String!, $url: String!) "
    "{ attachmentLinkURL(id: $id, issueId: $issue, url: $url) "
    "{ success attachment { id title url } } }"
)
FOR_URL = (
    "query Linked($url: String!) { attachmentsForURL(url: $url) "
    "{ nodes { id title issue { identifier } } pageInfo { hasNextPage } } }"
)


def _attach(linear: Linear, **values: Any) -> dict[str, Any]:
    given = {"issueId": "ENG-1", "title": "Conversation 1", "url": URL, **values}
    attachment: dict[str, Any] = linear.ask(ATTACH, {"input": given})["attachmentCreate"][
        "attachment"
    ]
    return attachment


def test_an_attachment_is_created_under_the_clients_id(linear: Linear) -> None:
    row_id = str(uuid4())
    metadata = {"conversationId": 1, "nested": {"status": ["open"]}}
    attachment = _attach(linear, id=row_id, subtitle="Open", metadata=metadata)
    assert attachment == {
        "id": row_id,
        "title": "Conversation 1",
        "subtitle": "Open",
        "url": URL,
        "metadata": metadata,
        "issue": {"identifier": "ENG-1"},
    }
    document = "query A($id: String!) { attachment(id: $id) { id creator { name } } }"
    found = linear.ask(document, {"id": row_id})["attachment"]
    assert found == {"id": row_id, "creator": {"name": "Maya Lindqvist"}}


def test_the_same_url_on_the_same_issue_is_replaced_and_keeps_its_id(linear: Linear) -> None:
    first = _attach(linear, subtitle="Open", metadata={"a": 1})
    second = _attach(linear, id=str(uuid4()), title="Conversation 1, again")
    assert second["id"] == first["id"]
    assert (second["title"], second["subtitle"], second["metadata"]) == (
        "Conversation 1, again",
        None,
        {},
    )
    assert len(linear.get("state")["attachments"]) == 1


def test_a_url_finds_the_issues_of_all_teams_that_carry_it(linear: Linear) -> None:
    _attach(linear)
    _attach(linear, issueId="DES-1")
    _attach(linear, issueId="SEC-1")
    nodes = linear.ask(FOR_URL, {"url": URL})["attachmentsForURL"]["nodes"]
    assert [node["issue"]["identifier"] for node in nodes] == ["SEC-1", "DES-1", "ENG-1"]
    of_app = linear.ask(FOR_URL, {"url": URL}, key=linear.app_key())["attachmentsForURL"]["nodes"]
    assert [node["issue"]["identifier"] for node in of_app] == ["DES-1", "ENG-1"]
    assert linear.ask(FOR_URL, {"url": f"{URL}/"})["attachmentsForURL"]["nodes"] == []


def test_an_id_is_taken_once(linear: Linear) -> None:
    attachment = _attach(linear)
    given = {"id": attachment["id"], "issueId": "ENG-2", "title": "Other", "url": URL}
    assert linear.refusal(ATTACH, {"input": given})["message"] == (
        "conflict on insert of Attachment"
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"url": "no url"}, "url must be a URL address"),
        ({"url": "javascript:alert(1)"}, "url must be a URL address"),
        ({"title": " "}, "title should not be empty"),
        ({"issueId": "ENG-99"}, "Could not find referenced Issue."),
        ({"createAsUser": "Alice"}, "Only an app (actor=app) can set createAsUser."),
    ],
)
def test_a_bad_attachment_is_refused(linear: Linear, values: dict[str, Any], reason: str) -> None:
    given = {"issueId": "ENG-1", "title": "Conversation 1", "url": URL, **values}
    error = linear.refusal(ATTACH, {"input": given})
    assert error["extensions"]["userPresentableMessage"] == reason
    assert linear.get("state")["attachments"] == []


def test_a_plain_link_is_titled_by_its_url_and_a_second_one_refused(linear: Linear) -> None:
    variables = {"issue": "ENG-1", "url": URL}
    linked = linear.ask(LINK, variables)["attachmentLinkURL"]["attachment"]
    assert linked["title"] == URL
    error = linear.refusal(LINK, variables)
    assert error["message"] == "Duplicate attachment for duplicate url"
    linear.post("settings", {"link_url_duplicates_fail": False})
    assert linear.ask(LINK, variables)["attachmentLinkURL"]["attachment"] == linked


def test_an_attachment_is_changed_and_deleted(linear: Linear) -> None:
    row_id = _attach(linear)["id"]
    document = (
        "mutation U($id: String!, $input: AttachmentUpdateInput!) "
        "{ attachmentUpdate(id: $id, input: $input) { attachment { title subtitle } } }"
    )
    changes = {"title": "Conversation 1", "subtitle": "Resolved"}
    changed = linear.ask(document, {"id": row_id, "input": changes})["attachmentUpdate"]
    assert changed["attachment"] == changes
    delete = "mutation D($id: String!) { attachmentDelete(id: $id) { success entityId } }"
    gone = linear.ask(delete, {"id": row_id})["attachmentDelete"]
    assert gone == {"success": True, "entityId": row_id}
    assert linear.refusal(delete, {"id": row_id})["message"] == "Entity not found: Attachment"


def test_an_issue_and_its_link_are_filed_in_one_request(linear: Linear) -> None:
    issue_id, attachment_id = str(uuid4()), str(uuid4())
    document = (
        "mutation File($issue: IssueCreateInput!, $link: AttachmentCreateInput!) "
        "{ issueCreate(input: $issue) { success issue { id identifier url } } "
        "attachmentCreate(input: $link) { success attachment { id } } }"
    )
    issue = {"id": issue_id, "teamId": linear.team("ENG"), "title": "From a conversation"}
    link = {"id": attachment_id, "issueId": issue_id, "title": "Conversation 1", "url": URL}
    data = linear.ask(document, {"issue": issue, "link": link}, key=linear.app_key())
    assert data["attachmentCreate"]["attachment"]["id"] == attachment_id
    reconcile = (
        "query R($issue: [ID!]!, $link: [ID!]!) "
        "{ issues(includeArchived: true, filter: {id: {in: $issue}}) { nodes { id } } "
        "attachments(filter: {id: {in: $link}}) { nodes { id url } } }"
    )
    found = linear.ask(reconcile, {"issue": [issue_id], "link": [attachment_id, str(uuid4())]})
    assert found["issues"]["nodes"] == [{"id": issue_id}]
    assert found["attachments"]["nodes"] == [{"id": attachment_id, "url": URL}]
    page = linear.http.get("/acme/issue/ENG-15").text
    assert URL in page
