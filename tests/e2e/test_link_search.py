"""The search for an issue to link: what it finds, what it says, and its keys."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from conversations.models import Conversation, User
from tests.linear_integration.asking import in_linear
from tests.sandbox_process import Sandbox

from . import steps

# Letter by letter, without a pause, however busy the machine is.
TYPE_AT_ONCE = """(box, text) => {
    for (let end = 1; end <= text.length; end += 1) {
        box.value = text.slice(0, end);
        box.dispatchEvent(new Event("input", { bubbles: true }));
    }
}"""

pytestmark = pytest.mark.e2e

ODD = 'Export "all" & #hash fails at 100 % + more'
TEAMS = "{ teams { nodes { id } } }"
CREATE = """mutation ($team: String!, $title: String!) {
    issueCreate(input: { teamId: $team, title: $title }) { success }
}"""


@pytest.fixture
def sidebar(page: Page, alice: User, conversation: Conversation) -> Locator:
    """The sidebar of a conversation with ENG-1, the link search still closed."""
    steps.arrive_connected(page, alice, conversation)
    steps.link(alice, conversation, "ENG-1")
    return steps.open_conversation(page, conversation)


@pytest.fixture
def box(sidebar: Locator) -> Locator:
    """The open search's box."""
    sidebar.get_by_role("button", name="Link issue").click()
    box = sidebar.get_by_role("combobox", name="Find an issue to link")
    expect(box).to_be_focused()
    return box


def test_an_empty_box_offers_what_was_linked_last_without_asking_linear(
    sidebar: Locator, alice: User, other_inbox_conversation: Conversation, sandbox: Sandbox
) -> None:
    steps.link(alice, other_inbox_conversation, "ENG-3")
    before = len(sandbox.requests())
    sidebar.get_by_role("button", name="Link issue").click()
    recent = sidebar.get_by_role("option")
    expect(recent).to_contain_text(["ENG-3", "ENG-1"])
    expect(sidebar.get_by_role("status").filter(has_text="Linked last")).to_be_visible()
    assert len(sandbox.requests()) == before
    recent.first.click()
    expect(sidebar.get_by_text("Issue linked successfully: ENG-3")).to_be_visible()


def test_where_nothing_was_linked_yet_the_box_says_what_can_be_typed(
    page: Page, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    sidebar.get_by_role("button", name="Link issue").click()
    expect(sidebar.get_by_text("Type an identifier or words")).to_be_visible()
    expect(sidebar.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_an_option_says_how_the_issue_stands_and_a_click_links_it(
    page: Page, sidebar: Locator, box: Locator, sandbox: Sandbox
) -> None:
    box.fill("ENG-3")
    found = sidebar.get_by_role("option").first
    expect(found).to_have_text(re.compile("ENG-3 Webhooks are sent twice.* · Engineering$"))
    expect(found.locator("svg.state-icon")).to_be_visible()
    expect(sidebar.get_by_role("status").filter(has_text="1 issue")).to_be_visible()
    found.click()
    expect(sidebar.get_by_text("Issue linked successfully: ENG-3")).to_be_visible()
    assert "ENG-3" in steps.links_to(sandbox, page.url)


def test_an_issue_is_found_and_linked_by_the_keyboard_alone(
    page: Page, sidebar: Locator, sandbox: Sandbox
) -> None:
    sidebar.get_by_role("button", name="Create issue").focus()
    page.keyboard.press("l")
    box = sidebar.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("ENG-3")
    expect(_active(sidebar)).to_contain_text("ENG-3 ")
    page.keyboard.press("ArrowDown")
    expect(_active(sidebar)).to_have_text("Create “ENG-3”")
    page.keyboard.press("Home")
    expect(_active(sidebar)).to_contain_text("ENG-3 ")
    page.keyboard.press("End")
    expect(_active(sidebar)).to_have_text("Create “ENG-3”")
    page.keyboard.press("ArrowDown")
    expect(_active(sidebar)).to_contain_text("ENG-3 ")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(sidebar.get_by_text("Issue linked successfully: ENG-3")).to_be_visible()
    expect(sidebar.get_by_role("button", name="Link issue")).to_be_focused()
    assert "ENG-3" in steps.links_to(sandbox, page.url)


def test_home_and_end_belong_to_the_text_until_the_list_is_entered(
    page: Page, sidebar: Locator, box: Locator
) -> None:
    box.fill("NG-3")
    expect(sidebar.get_by_role("option")).not_to_have_count(0)
    page.keyboard.press("Home")
    page.keyboard.type("E")
    expect(box).to_have_value("ENG-3")
    expect(_active(sidebar)).to_contain_text("ENG-3 ")


def test_escape_empties_the_box_and_then_closes_the_search(
    page: Page, sidebar: Locator, box: Locator
) -> None:
    box.fill("checkout")
    expect(sidebar.get_by_role("option", name="Checkout button")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(sidebar.get_by_text("Linked last")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(sidebar.get_by_role("button", name="Link issue")).to_be_focused()


def test_what_is_linked_already_is_marked_and_can_not_be_chosen(
    page: Page, sidebar: Locator, box: Locator
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box.fill("ENG-1")
    option = sidebar.get_by_role("option", name="linked already")
    expect(option).to_have_attribute("aria-disabled", "true")
    expect(option).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(
        sidebar.get_by_role("status").filter(has_text="ENG-1 is linked already.")
    ).to_be_visible()
    expect(box).to_be_focused()
    assert not any("link_issue" in url for url in asked)


def test_odd_characters_are_searched_for_as_they_are(
    page: Page, sidebar: Locator, box: Locator, sandbox: Sandbox
) -> None:
    team = in_linear(sandbox, TEAMS)["teams"]["nodes"][0]["id"]
    in_linear(sandbox, CREATE, team=team, title=ODD)
    with page.expect_response("**/search_issue?*") as answer:
        box.fill(ODD)
    assert [issue["title"] for issue in answer.value.json()["data"]] == [ODD]
    expect(sidebar.get_by_role("option", name=ODD).first).to_be_visible()
    expect(sidebar.get_by_role("option").last).to_have_text(f"Create “{ODD}”")


def test_a_pasted_address_leads_to_its_issue(
    sidebar: Locator, box: Locator, sandbox: Sandbox
) -> None:
    url = f"{sandbox.url}/acme/issue/ENG-3/webhooks-are-sent-twice"
    box.fill(url)
    expect(sidebar.get_by_role("option")).to_have_count(1)
    expect(_active(sidebar)).to_contain_text("ENG-3 ")
    box.fill(url.replace("ENG-3", "ENG-9999"))
    expect(sidebar.get_by_text("At this address the connected workspace")).to_be_visible()
    expect(sidebar.get_by_role("option")).to_have_count(0)


def test_words_that_nothing_matches_become_the_title_of_a_new_issue(
    page: Page, sidebar: Locator, box: Locator
) -> None:
    box.fill("A thing nobody has seen")
    expect(sidebar.get_by_text("No issue matches.")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(sidebar.get_by_label("Title")).to_have_value("A thing nobody has seen")
    expect(sidebar.get_by_label("Title")).to_be_focused()
    expect(box).to_be_hidden()


def test_typing_asks_once_a_pause_and_only_the_latest_answer_counts(
    page: Page, sidebar: Locator, box: Locator
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/search_issue?q=checkout", lambda route: None)
    with page.expect_request("**/search_issue?q=checkout"):
        box.evaluate(TYPE_AT_ONCE, "checkout")
    box.fill("ENG-3")
    expect(_active(sidebar)).to_contain_text("ENG-3 ")
    page.unroute_all(behavior="ignoreErrors")
    assert [re.sub(r".*q=", "", url) for url in asked if "search_issue" in url] == [
        "checkout",
        "ENG-3",
    ]


def test_a_failed_search_says_why_and_can_be_tried_again(
    page: Page, problems: list[str], sidebar: Locator, box: Locator, sandbox: Sandbox
) -> None:
    sandbox.add_fault(match={"field": "searchIssues"}, action="http_error", status=503, times=None)
    box.fill("checkout")
    expect(sidebar.get_by_role("alert")).to_contain_text("Linear does not answer.")
    expect(sidebar.get_by_role("alert")).to_contain_text("linear_unavailable")
    expect(sidebar.get_by_role("option")).to_have_count(0)
    sandbox.reset_faults()
    again = sidebar.locator("linear-link-search linear-error-notice").get_by_role("button")
    expect(again).to_be_enabled(timeout=20_000)
    again.click()
    expect(sidebar.get_by_role("option", name="Checkout button")).to_be_visible()
    problems.clear()


def _active(sidebar: Locator) -> Locator:
    return sidebar.locator("[role=option][aria-selected=true]")
