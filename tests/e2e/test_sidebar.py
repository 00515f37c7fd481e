"""The sidebar's states, and the rules of its forms."""

import pytest
from playwright.sync_api import Page, expect

from conversations.conversations import create_message
from conversations.models import Conversation, User
from tests.sandbox_process import Sandbox
from tests.tour.pickers import choose_team, open_picker, options_of, picker

from . import steps

pytestmark = pytest.mark.e2e

# The beginnings of the elements that reach beyond the window's right edge.
OUTSIDE = """[...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .filter((each) => !each.closest(".visually-hidden, details:not([open])"))
    .map((each) => each.outerHTML.slice(0, 80))"""


def test_an_agent_without_a_connection_is_sent_to_the_administrator(
    page: Page, bob: User, conversation: Conversation
) -> None:
    steps.sign_in(page, bob)
    page.get_by_role("link", name=conversation.subject).click()
    expect(page.get_by_text("Ask your administrator to connect one.")).to_be_visible()
    expect(page.get_by_role("link", name="Connect Linear workspace")).to_have_count(0)


def test_of_a_group_of_labels_one_can_be_chosen(
    page: Page, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation, key="lin_api_demo_globex")
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(sidebar, "BIG")
    expect(open_picker(sidebar, "Labels")).to_have_count(260)
    group = sidebar.get_by_role("group", name="Severity").get_by_role("option")
    first, second = group.filter(has_text="Blocker"), group.filter(has_text="Minor")
    free = options_of(sidebar, "Labels").first
    for option in (first, free, second):
        option.click()
    for option, is_chosen in ((first, "false"), (free, "true"), (second, "true")):
        expect(option).to_have_attribute("aria-selected", is_chosen)
    expect(sidebar.get_by_role("button", name="Remove Minor")).to_be_visible()


def test_missing_fields_are_marked_before_anything_is_sent(
    page: Page, sandbox: Sandbox, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    title = sidebar.get_by_label("Title")
    title.fill(" ")
    title.press("Control+Enter")
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description("Title is required")
    expect(picker(sidebar, "Team")).to_have_accessible_description("Team is required")
    assert steps.links_to(sandbox, page.url) == []


def test_after_a_rate_limit_the_search_tries_again_by_itself(
    page: Page, problems: list[str], sandbox: Sandbox, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    sandbox.add_fault(match={"field": "searchIssues"}, action="rate_limited", retry_after=2)
    sidebar.get_by_role("button", name="Link issue").click()
    sidebar.get_by_role("combobox").press_sequentially("checkout")
    expect(sidebar.get_by_role("alert")).to_contain_text("rate_limited")
    expect(sidebar.get_by_role("button", name="Trying again in")).to_be_disabled()
    expect(sidebar.get_by_role("option", name="Checkout button")).to_be_visible()
    assert all("429 (Too Many Requests)" in problem for problem in problems)
    problems.clear()


def test_a_write_held_back_by_a_rate_limit_counts_down_too(
    page: Page, problems: list[str], sandbox: Sandbox, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(sidebar, "ENG")
    sandbox.add_fault(match={"field": "issueCreate"}, action="rate_limited", retry_after=2)
    sidebar.get_by_label("Title").press("Control+Enter")
    expect(sidebar.get_by_text("Try again in")).to_be_visible()
    expect(sidebar.get_by_role("alert")).not_to_contain_text("Try again in")
    expect(sidebar.get_by_text("You can try again now.")).to_be_visible()
    problems.clear()


def test_whose_session_has_ended_is_sent_to_sign_in_and_back(
    page: Page, problems: list[str], alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    here = page.url
    page.context.clear_cookies(name="sessionid")
    sidebar.get_by_role("button", name="Create issue").click()
    # The question that was under way behind the page may have failed, too.
    sidebar.get_by_role("link", name="Sign in again").first.click()
    steps.fill_in_sign_in(page, alice)
    expect(page).to_have_url(here)
    problems.clear()


def test_an_address_that_runs_a_script_is_no_link(
    page: Page, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    script = "javascript:alert(1)"
    state = {"name": "<b>Odd</b>", "type": "constructor", "color": "red;}</style>"}
    issue = {
        "identifier": "ENG-9", "title": "<img src=x>", "url": script, "state": state, "priority": 0,
        "labels": [{"name": "x", "color": "url(x)"}],
        "assignee": {"name": "A", "avatar_url": script},
    }  # fmt: skip
    sidebar.evaluate(
        """(sidebar, issue) => {
            const card = document.createElement("linear-issue-card");
            sidebar.append(card);
            card.show({ id: "1", title: "", issue });
        }""",
        issue,
    )
    card = sidebar.locator("linear-issue-card")
    expect(card.get_by_role("heading")).to_have_text("<img src=x>")
    assert "javascript:" not in card.inner_html()
    assert card.locator("[style]").count() == 0


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_strange_and_endless_words_break_no_page(
    page: Page, alice: User, conversation: Conversation, width: int
) -> None:
    endless = "\u05d0\u202e🙂" + "W" * 10_000
    create_message(conversation, content=endless, message_type="incoming")
    conversation.subject = conversation.contact.name = endless[:255]
    conversation.save()
    conversation.contact.save()
    conversation.account.name = conversation.inbox.name = alice.name = endless[:255]
    conversation.account.save()
    alice.save()
    conversation.inbox.save()
    steps.sign_in(page, alice)
    steps.connect_by_key(page, conversation.account, "lin_api_demo_acme")
    page.set_viewport_size({"width": width, "height": 700})
    sidebar = steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    account = f"/app/accounts/{conversation.account_id}"
    for address in (None, f"{account}/conversations", f"{account}/settings/integrations/linear"):
        if address is not None:
            page.goto(address)
        overflow = page.evaluate(OUTSIDE)
        assert overflow == [], address
