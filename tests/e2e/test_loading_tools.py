"""The sidebar's form and search are loaded after its first picture."""

import pytest
from playwright.sync_api import Page, Route, expect

from conversations.models import Conversation, User

from . import steps

pytestmark = pytest.mark.e2e


def test_a_form_that_can_t_be_loaded_says_so_and_opens_the_next_time(
    page: Page, problems: list[str], alice: User, conversation: Conversation
) -> None:
    page.route("**/create-form.js", lambda route: route.abort())
    sidebar = steps.arrive_connected(page, alice, conversation)
    create = sidebar.get_by_role("button", name="Create issue")
    create.click()
    alert = sidebar.get_by_role("alert")
    expect(alert).to_contain_text("This could not be loaded")
    expect(create).to_have_attribute("aria-expanded", "false")
    page.unroute("**/create-form.js")
    sidebar.get_by_role("button", name="Try again").click()
    expect(sidebar.get_by_label("Title")).to_be_focused()
    expect(alert).to_be_hidden()
    assert all("net::ERR_FAILED" in problem for problem in problems)
    problems.clear()


def test_what_is_typed_while_a_tool_is_loaded_is_no_key(
    page: Page, alice: User, conversation: Conversation
) -> None:
    held: list[Route] = []
    page.route("**/create-form.js", lambda route: held.append(route))
    sidebar = steps.arrive_connected(page, alice, conversation)
    sidebar.focus()
    page.keyboard.type("c?")
    expect(sidebar.get_by_role("button", name="Create issue")).to_have_attribute(
        "aria-expanded", "true"
    )
    expect(sidebar.get_by_role("dialog")).to_be_hidden()
    for route in held:
        route.continue_()
    expect(sidebar.get_by_label("Title")).to_be_focused()
