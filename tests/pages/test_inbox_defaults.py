"""Settings > Integrations > Linear > Defaults, without any script."""

import re
from typing import Any

import pytest
from django.test import Client

from conversations.models import Inbox, User
from linear_integration.inbox_defaults import inbox_defaults
from linear_integration.linear.transport import reset_transport
from linear_integration.models import EntityCache, Hook, InboxDefaults

from ..isolation.world import World
from ..sandbox_process import Sandbox
from .conftest import Browser, words_of

# The lists come from Linear, which is asked in no transaction.
pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/app/accounts/{}/settings/integrations/linear/defaults"


@pytest.fixture
def page(inbox: Inbox) -> str:
    return f"{LIST.format(inbox.account_id)}/{inbox.pk}"


@pytest.fixture
def alices(browser: Browser, alice: User, world: World) -> Client:
    """Alice's browser; her account is connected."""
    return browser(alice)


@pytest.fixture
def team(world: World) -> dict[str, str]:
    """The team ENG, as the form's address and body name it."""
    return {name: str(world.mine[name]) for name in ("workspace_id", "team_id")}


def options(response: Any, name: str) -> dict[str, str]:
    """Return what a select of the page offers: the values by their words."""
    text = response.content.decode()
    select = text[text.index(f'<select name="{name}"') :].partition("</select>")[0]
    found = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', select)
    return {words: value for value, words in found}


def labels(response: Any) -> dict[str, str]:
    """Return the labels that are offered: their values by their words."""
    found = re.findall(
        r'name="label_ids" value="([^"]*)"[^>]*> ([^<]*)<', response.content.decode()
    )
    return {words: value for value, words in found}


def test_a_team_is_chosen_first_and_then_what_it_offers(
    alices: Client, page: str, team: dict[str, str], inbox: Inbox
) -> None:
    first = alices.get(page)
    assert "Engineering (ENG)" in words_of(first)
    assert 'name="priority"' not in first.content.decode()
    second = alices.get(page, team)
    project = next(value for value in options(second, "project_id").values() if value)
    label = next(iter(labels(second).values()))
    answers = {"project_id": project, "priority": "2", "label_ids": [label]}
    saved = alices.post(page, team | answers, follow=True)
    assert saved.redirect_chain == [(LIST.format(inbox.account_id), 302)]
    assert "Team Engineering (ENG)" in words_of(saved)
    assert "Also set: project · priority · 1 label" in words_of(saved)
    set_now = inbox_defaults(inbox.pk)
    assert (set_now.project_id, set_now.priority, set_now.label_ids) == (project, 2, (label,))
    again = alices.get(page).content.decode()
    assert f'<option value="{project}" selected>' in again
    assert '<option value="2" selected>High' in again


def test_what_is_set_is_cleared(
    alices: Client, page: str, team: dict[str, str], inbox: Inbox
) -> None:
    alices.post(page, team)
    assert InboxDefaults.objects.exists()
    text = words_of(alices.post(f"{page}/clear", follow=True))
    assert f"Nothing is set for {inbox.name} any more." in text
    assert not InboxDefaults.objects.exists()


def test_two_labels_of_one_group_come_back_with_a_reason(
    alices: Client, page: str, team: dict[str, str]
) -> None:
    of_groups = {
        words: value for words, value in labels(alices.get(page, team)).items() if ": " in words
    }
    group = next(iter(of_groups)).partition(": ")[0]
    two = [value for words, value in of_groups.items() if words.startswith(f"{group}: ")][:2]
    response = alices.post(page, team | {"label_ids": two, "priority": "1"})
    assert response.status_code == 422
    assert f"An issue carries one label of the group {group} at most." in words_of(response)
    assert response.content.decode().count(" checked") == 2
    assert '<option value="1" selected>' in response.content.decode()
    assert not InboxDefaults.objects.exists()


def test_what_the_team_does_not_offer_is_refused(
    alices: Client, page: str, team: dict[str, str], world: World
) -> None:
    response = alices.post(page, team | {"assignee_id": str(world.missing["team_id"])})
    assert response.status_code == 422
    assert "Select a valid choice" in words_of(response)
    without_team = alices.post(page, {"workspace_id": team["workspace_id"]}, follow=True)
    assert "Choose a team first." in words_of(without_team)
    assert not InboxDefaults.objects.exists()


def test_while_linear_is_away_the_list_stays_and_says_why(
    alices: Client, page: str, team: dict[str, str], sandbox: Sandbox
) -> None:
    alices.post(page, team)
    EntityCache.objects.all().delete()
    sandbox.add_fault(action="http_error", status=503, times=None)
    text = words_of(alices.get(page, follow=True))
    assert "The lists could not be shown: Linear" in text
    assert "A team that Linear does not show now" in text
    reset_transport()


def test_without_a_workspace_the_page_leads_to_connecting_one(alices: Client, page: str) -> None:
    Hook.objects.all().delete()
    for address in (page, page.rpartition("/")[0]):
        assert "No workspace is connected, so nothing can be chosen yet." in words_of(
            alices.get(address)
        )
