"""The switches over REST, for programs of an administrator."""

import uuid
from typing import Any

import pytest

from conversations.models import Account, User
from linear_integration.automations import automations_of
from linear_integration.models import Automations, Hook, Workspace

from .conftest import LinearApi, LinearFactory

DEFAULTS = {
    "note_on_completed": True,
    "note_on_canceled": True,
    "note_on_state_change": False,
    "note_on_comment": False,
    "reopen_on_completed": True,
    "reopen_on_canceled": True,
    "reopen_on_comment": False,
    "reopen_status": "open",
    "only_when_all_done": False,
    "comment_on_resolved": False,
    "complete_on_resolved": False,
    "complete_triage": True,
    "complete_backlog": True,
    "complete_unstarted": True,
    "complete_started": False,
    "suggest_reply": False,
    "link_from_notes": True,
    "comments_from_notes": False,
}


def connected(account: Account, name: str) -> Workspace:
    """Connect a workspace behind which no Linear answers."""
    workspace = Workspace.objects.create(account=account, linear_id=uuid.uuid4(), name=name)
    Hook.objects.create(
        workspace=workspace,
        token_kind=Hook.TokenKind.API_KEY,
        access_token="lin_api_secret",
        viewer_id=uuid.uuid4(),
        viewer_name="Ada Admin",
        is_app=False,
    )
    return workspace


@pytest.fixture
def workspace(acme_support: Account) -> Workspace:
    return connected(acme_support, "Acme")


@pytest.fixture
def alices(linear: LinearFactory, alice: User, acme_support: Account) -> LinearApi:
    return linear(alice, acme_support)


def test_the_defaults_are_those_of_linears_own_integrations(
    alices: LinearApi, workspace: Workspace
) -> None:
    answer = alices.get("automations")
    assert answer.status_code == 200
    assert answer.json()["data"] == DEFAULTS | {"workspace_id": str(workspace.linear_id)}


def test_what_is_set_is_read_again_and_what_is_left_out_is_as_by_default(
    alices: LinearApi, workspace: Workspace
) -> None:
    first = {"note_on_comment": True, "reopen_status": "pending", "link_from_notes": False}
    answer = alices.put("automations", first).json()["data"]
    assert answer == DEFAULTS | first | {"workspace_id": str(workspace.linear_id)}
    assert alices.get("automations").json()["data"] == answer
    alices.put("automations", {"suggest_reply": True})
    stored = automations_of(workspace)
    assert (stored.note_on_comment, stored.suggest_reply) == (False, True)


@pytest.mark.parametrize(
    "body",
    [
        {"note_on_comment": "yes"},
        {"note_on_comment": 1},
        {"note_on_comment": None},
        {"reopen_status": "resolved"},
        {"reopen_status": None},
        {"note_on_moon": True},
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    alices: LinearApi, workspace: Workspace, body: dict[str, Any]
) -> None:
    answer = alices.put("automations", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"].keys() == body.keys()
    assert not Automations.objects.exists()


def test_each_workspace_has_its_own_and_is_named(
    alices: LinearApi, workspace: Workspace, acme_support: Account
) -> None:
    other = connected(acme_support, "Acme Labs")
    assert alices.get("automations").json()["error"]["fields"].keys() == {"workspace_id"}
    alices.put(f"automations?workspace_id={other.linear_id}", {"suggest_reply": True})
    assert automations_of(other).suggest_reply
    assert not automations_of(workspace).suggest_reply


def test_an_agent_neither_reads_nor_sets_them(
    linear: LinearFactory, bob: User, acme_support: Account, workspace: Workspace
) -> None:
    bobs = linear(bob, acme_support)
    assert bobs.get("automations").status_code == 403
    assert bobs.put("automations", {"suggest_reply": True}).status_code == 403
    assert not Automations.objects.exists()


def test_without_a_workspace_there_is_nothing_to_set(alices: LinearApi) -> None:
    answer = alices.get("automations")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_connected")
