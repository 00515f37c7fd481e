"""Customer requests: moved, weighed, reworded, archived and deleted."""

from typing import Any

import pytest

from .customers import (
    DELETE_NEED,
    NEED,
    UPDATE_NEED,
    URL,
    archive_need,
    attach,
    attachments,
    create_need,
    named,
    update_need,
)
from .process import UPDATE, Linear


def _delete(linear: Linear, need_id: str, *, keep: bool | None = None) -> None:
    answer = linear.ask(DELETE_NEED, {"id": need_id, "keep": keep})["customerNeedDelete"]
    assert answer == {"success": True, "entityId": need_id}
    assert linear.refusal(NEED, {"id": need_id})["message"] == "Entity not found: CustomerNeed"


def test_an_issues_requests_follow_it_to_another_project(linear: Linear) -> None:
    need_id = create_need(linear)["id"]
    linear.ask(UPDATE, {"id": "ENG-1", "input": {"projectId": None}})
    assert linear.ask(NEED, {"id": need_id})["customerNeed"]["project"] is None


def test_a_request_moves_with_its_attachment(linear: Linear) -> None:
    need = create_need(linear, attachmentUrl=URL)
    moved = update_need(linear, need["id"], issueId="OPS-3")["need"]
    assert (moved["issue"], moved["originalIssue"]) == (
        {"identifier": "OPS-3"},
        {"identifier": "ENG-1"},
    )
    assert moved["project"] is None
    assert moved["attachment"] == need["attachment"]
    assert attachments(linear) == {need["attachment"]["id"]: "OPS-3"}
    document = (
        '{ left: issue(id: "ENG-1") { needs { nodes { id } } formerNeeds { nodes { id } } } '
        'now: issue(id: "OPS-3") { needs { nodes { id } } formerNeeds { nodes { id } } } }'
    )
    one: list[dict[str, str]] = [{"id": need["id"]}]
    assert linear.ask(document) == {
        "left": {"needs": {"nodes": []}, "formerNeeds": {"nodes": one}},
        "now": {"needs": {"nodes": one}, "formerNeeds": {"nodes": []}},
    }


def test_a_moved_request_takes_the_link_that_the_issue_has_already(linear: Linear) -> None:
    there = attach(linear, "OPS-3")
    need = create_need(linear, attachmentUrl=URL)
    assert update_need(linear, need["id"], issueId="OPS-3")["need"]["attachment"]["id"] == there
    assert sorted(attachments(linear).values()) == ["ENG-1", "OPS-3"]
    # It was not made for this request, so it stays when another URL takes its place.
    update_need(linear, need["id"], attachmentUrl=f"{URL}8")
    assert there in attachments(linear)


def test_words_customer_and_weight_of_a_request_change(linear: Linear) -> None:
    need = create_need(linear, customerExternalId="crm-1001", body="Old", priority=1)
    customer_id = named(linear, "Blue Harbour")["id"]
    changed = update_need(linear, need["id"], body="New", customerId=customer_id)["need"]
    assert (changed["body"], changed["customer"]) == ("New", {"name": "Blue Harbour"})
    assert changed["priority"] == 1
    assert update_need(linear, need["id"], priority=0)["need"]["body"] == "New"
    cleared = update_need(linear, need["id"], body=None, customerExternalId="crm-1044")["need"]
    assert (cleared["body"], cleared["priority"]) == (None, 0)
    assert cleared["customer"] == {"name": "Orbital Freight"}


@pytest.mark.parametrize("values", [{"priority": 3}, {"body": "A", "bodyData": "{}"}])
def test_a_bad_change_is_refused(linear: Linear, values: dict[str, Any]) -> None:
    need = create_need(linear)
    error = linear.refusal(UPDATE_NEED, {"id": need["id"], "input": values})
    assert error["extensions"]["type"] == "invalid input"


def test_weight_is_shared_with_the_customers_other_requests_on_the_issue(linear: Linear) -> None:
    first, second, archived = (create_need(linear, customerExternalId="crm-1001") for _ in range(3))
    archive_need(linear, archived["id"])
    create_need(linear, customerExternalId="crm-1044")
    create_need(linear, issueId="ENG-2", customerExternalId="crm-1001")
    alone = update_need(linear, first["id"], priority=1)
    assert alone["updatedRelatedNeeds"] == []
    both = update_need(linear, first["id"], priority=1, applyPriorityToRelatedNeeds=True)
    assert both["updatedRelatedNeeds"] == [{"id": second["id"], "priority": 1}]
    without = update_need(linear, first["id"], body="A", applyPriorityToRelatedNeeds=True)
    assert without["updatedRelatedNeeds"] == []


def test_another_url_takes_the_place_of_the_requests_own(linear: Linear) -> None:
    need = create_need(linear, attachmentUrl=URL)
    changed = update_need(linear, need["id"], attachmentUrl=f"{URL}8")["need"]
    assert changed["url"] == f"{URL}8"
    assert attachments(linear) == {changed["attachment"]["id"]: "ENG-1"}
    linked = create_need(linear, attachmentId=attach(linear))
    assert update_need(linear, linked["id"], attachmentUrl=f"{URL}9")["need"]["url"] == f"{URL}9"
    assert len(attachments(linear)) == 3


def test_an_attachment_is_cleared_on_demand(linear: Linear) -> None:
    need = create_need(linear, attachmentUrl=URL)
    assert update_need(linear, need["id"], clear=False)["need"]["url"] == URL
    cleared = update_need(linear, need["id"], clear=True)["need"]
    assert (cleared["attachment"], cleared["url"]) == (None, None)
    assert attachments(linear) == {}


@pytest.mark.parametrize(("keep", "is_kept"), [(None, False), (False, False), (True, True)])
def test_a_deleted_request_takes_its_attachment_along_unless_told_otherwise(
    linear: Linear, keep: bool | None, is_kept: bool
) -> None:
    need = create_need(linear, attachmentId=attach(linear))
    _delete(linear, need["id"], keep=keep)
    assert (need["attachment"]["id"] in attachments(linear)) is is_kept


@pytest.mark.parametrize("is_cascading", [False, True])
def test_a_request_outlives_its_attachment_unless_told_otherwise(
    linear: Linear, is_cascading: bool
) -> None:
    linear.post("settings", {"attachment_delete_removes_needs": is_cascading})
    need = create_need(linear, attachmentUrl=URL, body="Still wanted")
    document = "mutation D($id: String!) { attachmentDelete(id: $id) { success } }"
    linear.ask(document, {"id": need["attachment"]["id"]})
    needs = {row["id"]: row for row in linear.get("state?workspace=acme")["needs"]}
    assert (need["id"] not in needs) is is_cascading
    if not is_cascading:
        assert linear.ask(NEED, {"id": need["id"]})["customerNeed"]["attachment"] is None
