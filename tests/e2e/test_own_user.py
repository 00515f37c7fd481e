"""Bob connects his own user in Linear: what he creates is his there, until he disconnects it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from conversations.models import Conversation, Membership, User
from linear_integration.connection.application import oauth_application
from linear_integration.connection.connecting import connect_with_tokens
from tests.sandbox_process import Sandbox
from tests.tour.pickers import choose_team

from . import steps

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

JONAS = "Jonas Weber"


@pytest.fixture
def in_acme(sandbox: Sandbox, alice: User, conversation: Conversation) -> Conversation:
    """Bob's conversation, in an account that is connected to Acme as an app."""
    member = Membership.objects.get(user=alice, account=conversation.account)
    connect_with_tokens(member, tokens=oauth_application().refresh("lin_refresh_demo_acme"))
    return conversation


def test_what_bob_creates_is_his_while_his_own_user_is_connected(
    page: Page, bob: User, in_acme: Conversation
) -> None:
    steps.sign_in(page, bob)
    _open_own_page(page)
    expect(page.get_by_text("with your name beside it")).to_be_visible()
    page.get_by_role("button", name="Connect your user").click()
    page.get_by_role("radio", name="Acme").check()
    page.get_by_label("Who you are in Acme").select_option(label=JONAS)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_text(f"From now on you act in Acme as {JONAS}.")).to_be_visible()
    assert _creator_of(page, _create(page, in_acme, "Bob's own")) == JONAS

    _open_own_page(page)
    opener = steps.asking(page, "Disconnect…")
    question = page.get_by_role("dialog", name=f"Disconnect {JONAS}?")
    opener.focus()
    page.keyboard.press("Enter")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Linear has revoked the access.")).to_be_visible()
    expect(page.get_by_role("button", name="Connect your user")).to_be_visible()
    creator = _creator_of(page, _create(page, in_acme, "The app's"))
    assert re.fullmatch(r"Bob \(via .+\)", creator)


def test_consenting_in_another_workspace_connects_nothing(
    page: Page, bob: User, in_acme: Conversation
) -> None:
    steps.sign_in(page, bob)
    _open_own_page(page)
    page.get_by_role("button", name="Connect your user").click()
    page.get_by_role("radio", name="Globex").check()
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("alert")).to_contain_text("another workspace at Linear")
    expect(page.get_by_role("button", name="Connect your user")).to_be_visible()


def _open_own_page(page: Page) -> None:
    page.locator(".top-bar .menu").last.locator("summary").click()
    page.get_by_role("link", name="Your Linear user").click()
    expect(page.get_by_role("heading", name="Your Linear user")).to_be_visible()


def _create(page: Page, conversation: Conversation, title: str) -> Locator:
    """Create an issue in the sidebar, and return the link to it in Linear."""
    sidebar = steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    sidebar.get_by_label("Title").fill(title)
    choose_team(sidebar, "ENG")
    sidebar.locator("form").get_by_role("button", name="Create issue").click()
    card = sidebar.locator("linear-issue-card", has=page.get_by_role("heading", name=title))
    expect(card).to_be_visible()
    return card.locator("a.identifier")


def _creator_of(page: Page, link: Locator) -> str:
    """Read on the issue's page in Linear who created it."""
    address = link.get_attribute("href")
    with page.context.new_page() as linear:
        linear.goto(str(address))
        return linear.locator("dt", has_text="Created by").locator("+ dd").inner_text()
