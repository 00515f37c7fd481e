"""The switches of a workspace."""

import uuid

import pytest

from conversations.models import Account
from linear_integration.automations import automations_of, store_automations
from linear_integration.models import Automations, Workspace

pytestmark = pytest.mark.django_db


def workspace_of(account: Account) -> Workspace:
    return Workspace.objects.create(account=account, linear_id=uuid.uuid4(), name="Acme")


def test_the_defaults_hold_until_something_is_stored(acme_support: Account) -> None:
    switches = automations_of(workspace_of(acme_support))
    on = {name for name, value in vars(switches).items() if value is True}
    assert on == {
        "note_on_completed",
        "note_on_canceled",
        "reopen_on_completed",
        "reopen_on_canceled",
        "complete_triage",
        "complete_backlog",
        "complete_unstarted",
        "link_from_notes",
    }
    assert switches.reopen_status == "open"
    assert not Automations.objects.exists(), "to read is not to write"


def test_what_is_stored_last_holds_for_its_workspace_alone(acme_support: Account) -> None:
    workspace, other = workspace_of(acme_support), workspace_of(acme_support)
    store_automations(Automations(workspace=workspace, note_on_completed=False))
    store_automations(Automations(workspace=workspace, reopen_status="pending"))
    stored = automations_of(workspace)
    assert (stored.note_on_completed, stored.reopen_status) == (True, "pending")
    assert automations_of(other).reopen_status == "open"
