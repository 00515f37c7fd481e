"""The menus of the bar on top, by keyboard and by mouse."""

import pytest
from playwright.sync_api import Page, expect

from conversations.models import User

from .steps import sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_person_s_menu_leads_to_tokens_and_out(page: Page, bob: User) -> None:
    sign_in(page, bob)
    menu = page.locator("summary", has_text="Bob")
    tokens = page.get_by_role("link", name="API tokens")
    menu.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Your Linear user")).to_be_focused()
    page.keyboard.press("Tab")
    expect(tokens).to_be_focused()
    page.keyboard.press("Escape")
    expect(tokens).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    expect(tokens).to_be_visible()
    page.locator("main").click()
    expect(tokens).to_be_hidden()
    menu.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
