"""The captured webhooks are what the sandbox sends, and what Linear's schema says of them."""

import pytest
from graphql import GraphQLSchema, GraphQLUnionType

from ..webhook_fixtures import FOLDER, NAMES, payload
from .captured import Payload, capture, text_of
from .conformity import problems

# What Linear calls a payload where it is not the event's type.
NAMED_OTHERWISE = {"PermissionChange": "AppUserTeamAccessChanged"}


@pytest.fixture(scope="module")
def taken() -> dict[str, Payload]:
    """What the sandbox sends now, by the names of the scenes."""
    return capture()


def test_each_scene_has_its_file(taken: dict[str, Payload]) -> None:
    assert sorted(taken) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_sandbox_still_sends_what_was_captured(taken: dict[str, Payload], name: str) -> None:
    assert text_of(taken[name]) == (FOLDER / f"{name}.json").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_every_payload_conforms_to_linears_types(full_schema: GraphQLSchema, name: str) -> None:
    body = payload(name)
    kind = NAMED_OTHERWISE.get(body["type"], body["type"])
    if "data" in body:
        assert problems(full_schema, "EntityWebhookPayload", body) == []
        body = body["data"]
    assert problems(full_schema, f"{kind}WebhookPayload", body) == []


def test_a_payload_that_is_not_linears_is_found_out(full_schema: GraphQLSchema) -> None:
    body = payload("issue_completed")["data"] | {"priority": "high", "state": None, "extra": 1}
    del body["title"]
    assert sorted(problems(full_schema, "IssueWebhookPayload", body)) == [
        "IssueWebhookPayload.extra is unknown",
        "IssueWebhookPayload.priority is no Float: 'high'",
        "IssueWebhookPayload.state is missing",
        "IssueWebhookPayload.title is missing",
    ]


def test_there_is_one_for_each_notification_that_linear_describes(
    full_schema: GraphQLSchema,
) -> None:
    union = full_schema.type_map["NotificationWebhookPayload"]
    assert isinstance(union, GraphQLUnionType)
    described = {member.name.removesuffix("NotificationWebhookPayload") for member in union.types}
    kinds = {payload(name)["action"] for name in NAMES if name.startswith("app_user_notification_")}
    named = {kind[:1].upper() + kind[1:] for kind in kinds}
    assert named & described == described - {"Other"}
    assert len(named - described) == 1


def test_what_changed_is_told_with_what_was_there_before() -> None:
    before = {
        name: payload(name)["updatedFrom"]
        for name in NAMES
        if name.startswith("issue_")
        and payload(name)["action"] == "update"
        and payload(name)["type"] == "Issue"
    }
    assert before["issue_archived"].keys() == {"archivedAt", "updatedAt"}
    assert {"trashed", "archivedAt"} <= before["issue_trashed"].keys()
    assert before["issue_moved_to_another_team"]["identifier"] == "ENG-15"
    assert "stateId" in before["issue_marked_as_duplicate"]
    assert all("updatedAt" in values for values in before.values())
