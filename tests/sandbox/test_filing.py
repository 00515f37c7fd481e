"""A ticket filed in one request: an issue, the link to its conversation, the customer's request."""

from typing import Any
from uuid import uuid4

import pytest

from .customers import URL, named
from .process import Linear

FILE = (
    "mutation File($issue: IssueCreateInput!, $link: AttachmentCreateInput!, "
    "$need: CustomerNeedCreateInput!) { "
    "issueCreate(input: $issue) { success issue { id identifier url } } "
    "attachmentCreate(input: $link) { success attachment { id } } "
    "customerNeedCreate(input: $need) { success need { id } } }"
)
RECONCILE = (
    "query Reconcile($issue: [ID!]!, $link: [ID!]!, $need: [ID!]!) { "
    "issues(first: 50, includeArchived: true, filter: {id: {in: $issue}}) "
    "{ nodes { identifier customerTicketCount needs { nodes { id } } } } "
    "attachments(first: 50, filter: {id: {in: $link}}) { nodes { url } } "
    "customerNeeds(first: 50, includeArchived: true, filter: {id: {in: $need}}) "
    "{ nodes { customer { name } attachment { id } url } } }"
)


def _ticket(linear: Linear, **need: Any) -> dict[str, Any]:
    issue_id, link_id = str(uuid4()), str(uuid4())
    link = {"id": link_id, "issueId": issue_id, "title": "Conversation 7", "url": URL}
    asked = {"id": str(uuid4()), "issueId": issue_id, "attachmentId": link_id, **need}
    issue = {"id": issue_id, "teamId": linear.team("ENG"), "title": "From a conversation"}
    return {"issue": issue, "link": link, "need": asked}


def _found(linear: Linear, ticket: dict[str, Any], key: str) -> dict[str, list[dict[str, Any]]]:
    """Look for the parts of a ticket by their ids."""
    ids = {name: [part["id"]] for name, part in ticket.items()}
    data = linear.ask(RECONCILE, ids, key=key)
    return {name: connection["nodes"] for name, connection in data.items()}


def test_a_ticket_is_filed_in_one_request_and_found_by_its_ids(linear: Linear) -> None:
    key = linear.app_key()
    ticket = _ticket(linear, customerId=named(linear, "Blue Harbour")["id"], body="Please")
    data = linear.ask(FILE, ticket, key=key)
    assert data["customerNeedCreate"] == {"success": True, "need": {"id": ticket["need"]["id"]}}
    need_id, link_id = ticket["need"]["id"], ticket["link"]["id"]
    assert _found(linear, ticket, key) == {
        "issues": [
            {
                "identifier": "ENG-15",
                "customerTicketCount": 0,
                "needs": {"nodes": [{"id": need_id}]},
            }
        ],
        "attachments": [{"url": URL}],
        "customerNeeds": [
            {"customer": {"name": "Blue Harbour"}, "attachment": {"id": link_id}, "url": URL}
        ],
    }


@pytest.mark.parametrize(
    ("broken", "values", "left"),
    [
        ("need", {"customerExternalId": "nobody"}, {"issues": 1, "attachments": 1}),
        ("link", {"url": "nowhere"}, {"issues": 1, "attachments": 0}),
        ("issue", {"title": ""}, {"issues": 0, "attachments": 0}),
    ],
)
def test_what_was_filed_before_the_failing_part_stays_although_the_answer_is_null(
    linear: Linear, broken: str, values: dict[str, Any], left: dict[str, int]
) -> None:
    key = linear.app_key()
    ticket = _ticket(linear)
    ticket[broken] |= values
    answer = linear.answer(FILE, ticket, key=key)
    assert (answer.status_code, answer.json()["data"]) == (200, None)
    assert len(answer.json()["errors"]) == 1
    found = _found(linear, ticket, key)
    assert {name: len(rows) for name, rows in found.items()} == {**left, "customerNeeds": 0}


def test_filing_a_ticket_again_is_a_conflict(linear: Linear) -> None:
    ticket = _ticket(linear)
    linear.ask(FILE, ticket, key=linear.app_key())
    error = linear.refusal(FILE, ticket, key=linear.app_key())
    assert error["message"] == "conflict on insert of Issue"
    assert error["path"] == ["issueCreate"]
