"""What a new issue begins with: what is set for the inbox, else what the agent chose last."""

import uuid
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from conversations.models import Account, Conversation, Inbox, Membership, User
from linear_integration.inbox_defaults import inboxes_with_defaults
from linear_integration.linear.transport import reset_transport
from linear_integration.models import EntityCache, Hook, InboxDefaults

from ..sandbox_process import Sandbox
from .conftest import LinearApi, LinearFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING: dict[str, Any] = {
    "workspace_id": None,
    "team_id": None,
    "project_id": None,
    "assignee_id": None,
    "priority": None,
    "label_ids": [],
    "template_id": None,
    "source": None,
}
GONE = str(uuid.uuid4())


@pytest.fixture
def offered(bobs: LinearApi, team: str) -> dict[str, Any]:
    """What the team ENG offers."""
    found: dict[str, Any] = bobs.get("team_entities", team_id=team).json()["data"]
    return found


@pytest.fixture
def wanted(offered: dict[str, Any], team: str) -> dict[str, Any]:
    """Defaults with every field, for the team ENG."""
    return {
        "team_id": team,
        "project_id": offered["projects"][0]["id"],
        "assignee_id": offered["users"][0]["id"],
        "priority": 3,
        "label_ids": [each["id"] for each in offered["labels"] if not each["parent"]][:2],
        "template_id": offered["templates"][0]["id"],
    }


def of(who: LinearApi, number: int = 1) -> dict[str, Any]:
    """Return the defaults of a conversation, as somebody gets them."""
    answer = who.get("issue_defaults", conversation_id=number)
    assert answer.status_code == 200, answer.content
    return dict(answer.json()["data"])


def forget_entities() -> None:
    """Let Linear be asked for the teams' entities again."""
    EntityCache.objects.all().delete()


def test_without_anything_set_or_chosen_every_value_is_empty(
    bobs: LinearApi, conversation: Conversation
) -> None:
    assert of(bobs) == NOTHING


def test_what_is_set_for_the_inbox_is_what_its_conversations_begin_with(
    bobs: LinearApi,
    alices: LinearApi,
    wanted: dict[str, Any],
    inbox: Inbox,
    acme: Hook,
    sandbox: Sandbox,
    other_inbox_conversation: Conversation,
) -> None:
    put = alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    workspace = {"workspace_id": str(acme.workspace.linear_id), "source": "inbox"}
    assert put.json() == {"data": wanted | workspace}
    before = len(sandbox.requests())
    assert of(bobs) == wanted | workspace
    assert alices.get(f"inbox_defaults/{inbox.pk}").json() == put.json()
    assert of(alices, 2) == NOTHING
    assert len(sandbox.requests()) == before, "the team's entities are known"


def test_setting_them_again_leaves_nothing_of_what_was(
    alices: LinearApi, wanted: dict[str, Any], inbox: Inbox
) -> None:
    alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    put = alices.put(f"inbox_defaults/{inbox.pk}", {"team_id": wanted["team_id"]}).json()["data"]
    assert (put["project_id"], put["priority"], put["label_ids"]) == (None, None, [])
    assert InboxDefaults.objects.count() == 1


def test_they_can_be_cleared(
    bobs: LinearApi, alices: LinearApi, wanted: dict[str, Any], inbox: Inbox
) -> None:
    alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    assert alices.delete(f"inbox_defaults/{inbox.pk}").json() == {"data": NOTHING}
    assert of(bobs) == NOTHING
    assert alices.delete(f"inbox_defaults/{inbox.pk}").status_code == 200


@pytest.mark.parametrize(
    "field", ["team_id", "project_id", "assignee_id", "template_id", "label_ids"]
)
def test_what_the_team_does_not_offer_is_refused_with_its_field(
    alices: LinearApi, wanted: dict[str, Any], inbox: Inbox, field: str
) -> None:
    wrong = wanted | {field: [GONE] if field == "label_ids" else GONE}
    answer = alices.put(f"inbox_defaults/{inbox.pk}", wrong)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "invalid_input")
    assert list(error["fields"]) == [field]
    assert not InboxDefaults.objects.exists()


def test_two_labels_of_one_group_are_refused(
    alices: LinearApi, offered: dict[str, Any], team: str, inbox: Inbox
) -> None:
    of_a_group = [each["id"] for each in offered["labels"] if each["parent"]][:2]
    answer = alices.put(f"inbox_defaults/{inbox.pk}", {"team_id": team, "label_ids": of_a_group})
    problem = "An issue carries one label of the group Severity at most."
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {"label_ids": [problem]}


def test_a_priority_that_is_none_is_refused(
    alices: LinearApi, wanted: dict[str, Any], inbox: Inbox
) -> None:
    answer = alices.put(f"inbox_defaults/{inbox.pk}", wanted | {"priority": 5})
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == ["priority"]


def test_what_linear_has_no_more_is_left_out(
    bobs: LinearApi, alices: LinearApi, wanted: dict[str, Any], inbox: Inbox
) -> None:
    alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    kept = wanted["label_ids"][0]
    InboxDefaults.objects.update(project_id=GONE, template_id=GONE, label_ids=[kept, GONE])
    found = of(bobs)
    assert (found["project_id"], found["template_id"], found["label_ids"]) == (None, None, [kept])
    assert (found["assignee_id"], found["priority"]) == (wanted["assignee_id"], 3)


def test_where_nothing_is_set_it_begins_with_what_the_agent_chose_last(
    bobs: LinearApi,
    alices: LinearApi,
    wanted: dict[str, Any],
    inbox: Inbox,
    acme: Hook,
    conversation: Conversation,
) -> None:
    body = {"conversation_id": 1, "title": "Broken", **wanted}
    assert bobs.post("create_issue", body | {"project_id": None}).status_code == 200
    assert bobs.post("create_issue", body).status_code == 200
    chosen = {
        "workspace_id": str(acme.workspace.linear_id),
        "team_id": wanted["team_id"],
        "project_id": wanted["project_id"],
        "source": "agent",
    }
    assert of(bobs) == NOTHING | chosen
    assert of(alices) == NOTHING, "another agent's choice"
    alices.put(f"inbox_defaults/{inbox.pk}", {"team_id": wanted["team_id"]})
    assert of(bobs)["source"] == "inbox"


def test_what_linear_refused_is_not_remembered(
    bobs: LinearApi, team: str, conversation: Conversation
) -> None:
    body = {"conversation_id": 1, "title": "Broken", "team_id": team}
    assert bobs.post("create_issue", body).status_code == 200
    assert bobs.post("create_issue", body | {"team_id": GONE}).status_code == 422
    assert of(bobs)["team_id"] == team


def test_without_its_team_nothing_is_left_of_a_default(
    bobs: LinearApi, alices: LinearApi, wanted: dict[str, Any], inbox: Inbox, sandbox: Sandbox
) -> None:
    alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    sandbox.change_teams(remove=["ENG"])
    forget_entities()
    assert of(bobs) == NOTHING


def test_a_default_of_a_workspace_that_is_connected_no_more_waits_for_it(
    bobs: LinearApi, alices: LinearApi, wanted: dict[str, Any], inbox: Inbox, acme: Hook
) -> None:
    alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    acme.delete()
    assert of(bobs) == NOTHING


def test_while_linear_can_not_be_asked_they_are_as_they_were_set(
    bobs: LinearApi, alices: LinearApi, wanted: dict[str, Any], inbox: Inbox, sandbox: Sandbox
) -> None:
    alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    forget_entities()
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503, times=None)
    assert of(bobs)["project_id"] == wanted["project_id"]
    reset_transport()
    answer = alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    assert answer.status_code == 502, "nothing is stored that wasn't checked"


def test_with_several_workspaces_the_defaults_say_which(
    linear: LinearFactory, alices: LinearApi, wanted: dict[str, Any], inbox: Inbox, acme: Hook
) -> None:
    assert alices.post("api_key", {"api_key": "lin_api_demo_globex"}).status_code == 200
    unnamed = alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    assert list(unnamed.json()["error"]["fields"]) == ["workspace_id"]
    named = wanted | {"workspace_id": str(acme.workspace.linear_id)}
    assert alices.put(f"inbox_defaults/{inbox.pk}", named).status_code == 200
    assert of(alices)["workspace_id"] == named["workspace_id"]


def test_the_settings_list_every_inbox_with_what_is_set(
    alices: LinearApi, wanted: dict[str, Any], inbox: Inbox, alice: User, acme_support: Account
) -> None:
    alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    member = Membership.objects.get(user=alice, account=acme_support)
    listed = {each.name: found.team_id for each, found in inboxes_with_defaults(member)}
    assert listed == {"Email": None, "Enterprise": None, "Website": wanted["team_id"]}


def test_the_defaults_of_a_form_take_few_queries(
    bobs: LinearApi,
    alices: LinearApi,
    wanted: dict[str, Any],
    inbox: Inbox,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    body = {"conversation_id": 1, "title": "Broken", **wanted}
    assert bobs.post("create_issue", body).status_code == 200
    # Member, conversation, the inbox's defaults, the last create, hook, the team's entities.
    with django_assert_num_queries(6):
        assert of(bobs)["source"] == "agent"
    alices.put(f"inbox_defaults/{inbox.pk}", wanted)
    with django_assert_num_queries(5):
        assert of(bobs)["source"] == "inbox"
