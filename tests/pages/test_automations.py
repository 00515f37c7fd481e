"""Settings > Integrations > Linear > Automations, without any script."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from conversations.models import Account, User
from linear_integration.automations import automations_of, store_automations
from linear_integration.automations.switches import SWITCHES
from linear_integration.models import Automations, Hook, Workspace

from .conftest import Browser, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(acme_support: Account) -> str:
    return f"/app/accounts/{acme_support.pk}/settings/integrations/linear/automations"


@pytest.fixture
def alices(browser: Browser, alice: User) -> Client:
    return browser(alice)


def connected(account: Account, name: str) -> Workspace:
    """Connect a workspace behind which no Linear answers."""
    workspace = Workspace.objects.create(account=account, linear_id=uuid.uuid4(), name=name)
    Hook.objects.create(
        workspace=workspace,
        token_kind=Hook.TokenKind.API_KEY,
        access_token="lin_api_other",
        viewer_id=uuid.uuid4(),
        viewer_name="Ada Admin",
        is_app=False,
    )
    return workspace


def form_of(response: Any, workspace: Workspace) -> dict[str, str]:
    """Return what the workspace's form would send as it stands."""
    text = response.content.decode()
    form = text[text.index(f'value="{workspace.linear_id}"') :].partition("</form>")[0]
    checked = re.findall(r'<input type="checkbox" name="(\w+)"[^>]* checked>', form)
    status = re.findall(r'<option value="(\w+)" selected>', form)
    chosen = {"workspace_id": str(workspace.linear_id), "reopen_status": status[0]}
    return chosen | dict.fromkeys(checked, "on")


def test_the_form_shows_the_defaults_and_sent_as_it_stands_changes_nothing(
    alices: Client, page: str, hook: Hook
) -> None:
    form = form_of(alices.get(page), hook.workspace)
    assert form.keys() - {"workspace_id", "reopen_status"} == {
        "note_on_completed",
        "note_on_canceled",
        "reopen_on_completed",
        "reopen_on_canceled",
        "complete_triage",
        "complete_backlog",
        "complete_unstarted",
        "link_from_notes",
    }
    alices.post(page, form)
    stored, default = Automations.objects.get(), Automations()
    assert all(getattr(stored, name) == getattr(default, name) for name in SWITCHES)


def test_switches_are_saved_and_the_page_comes_back_with_them(
    alices: Client, page: str, hook: Hook
) -> None:
    form = form_of(alices.get(page), hook.workspace) | {
        "note_on_comment": "on",
        "reopen_status": "pending",
    }
    del form["note_on_completed"]
    saved = alices.post(page, form, follow=True)
    assert saved.redirect_chain == [(page, 302)]
    assert "The automations of Acme are saved." in words_of(saved)
    assert form_of(saved, hook.workspace) == form
    stored = automations_of(hook.workspace)
    assert (stored.note_on_completed, stored.note_on_comment) == (False, True)
    assert stored.reopen_status == "pending"


def test_every_switch_has_its_own_words(alices: Client, page: str, hook: Hook) -> None:
    text = alices.get(page).content.decode()
    names = re.findall(r'<input type="checkbox" name="\w+"[^>]*aria-describedby="([^"]+)"', text)
    assert len(names) == len(set(names)) == 17
    for name in names:
        hint = re.search(f'id="{name}">([^<]+)<', text)
        assert hint, name
        assert hint[1].endswith(".")


def test_a_wrong_choice_comes_back_with_a_reason_and_what_was_entered(
    alices: Client, page: str, hook: Hook
) -> None:
    wrong = {
        "workspace_id": str(hook.workspace.linear_id),
        "reopen_status": "resolved",
        "suggest_reply": "on",
    }
    response = alices.post(page, wrong)
    assert response.status_code == 422
    assert "Select a valid choice. resolved is not one" in words_of(response)
    assert re.search(r'name="suggest_reply"[^>]* checked', response.content.decode())
    assert not Automations.objects.exists()


def test_each_workspace_has_a_form_of_its_own(
    alices: Client, page: str, hook: Hook, acme_support: Account
) -> None:
    other = connected(acme_support, "Labs")
    store_automations(Automations(workspace=other, suggest_reply=True))
    response = alices.get(page)
    assert "suggest_reply" not in form_of(response, hook.workspace)
    assert "suggest_reply" in form_of(response, other)
    ids = re.findall(r' id="([^"]+)"', response.content.decode())
    assert len(ids) == len(set(ids))
    alices.post(page, form_of(response, hook.workspace) | {"note_on_comment": "on"})
    assert not automations_of(other).note_on_comment


def test_a_workspace_that_is_not_the_accounts_is_not_found(
    alices: Client, page: str, hook: Hook, globex_care: Account
) -> None:
    foreign = connected(globex_care, "Globex")
    for named in ("", "nothing", str(uuid.UUID(int=1)), str(foreign.linear_id)):
        body = {"workspace_id": named, "reopen_status": "open"}
        assert alices.post(page, body).status_code == 404
    assert not Automations.objects.exists()


def test_without_a_workspace_the_page_leads_to_connecting_one(alices: Client, page: str) -> None:
    text = words_of(alices.get(page))
    assert "No workspace is connected, so nothing can be chosen yet." in text
