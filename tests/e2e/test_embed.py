"""The sidebar in a page of another helpdesk's, which is of another site than the product."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, Request, expect
from pytest_django import Settings

from conversations.models import Account, Conversation, User
from tests.sandbox_process import Sandbox, free_port
from tests.tour.pickers import choose_team

from . import steps
from .other_helpdesk import OtherHelpdesk, serving

pytestmark = pytest.mark.e2e

LINKED_ISSUES = "**/linked_issues?*"
EXPIRED = {"error": {"code": "embed_token_expired", "message": "It is over.", "request_id": "1"}}


@pytest.fixture
def desk(
    product: str, settings: Settings, bob: User, conversation: Conversation
) -> Iterator[OtherHelpdesk]:
    """Run another helpdesk, in whose page Bob is going to look at the conversation."""
    settings.DEMO = True
    port = free_port()
    helpdesk = OtherHelpdesk(port, product, bob, conversation)
    with serving(helpdesk, port):
        yield helpdesk


def prepare(page: Page, alice: User, account: Account, desk: OtherHelpdesk) -> None:
    """Connect Linear, allow the desk's address, take the page's part along, and sign out."""
    steps.sign_in(page, alice)
    steps.connect_by_key(page, account, "lin_api_demo_acme")
    page.get_by_role("link", name="Embedding").click()
    page.get_by_label("Address of the other helpdesk").fill(f"{desk.origin}/")
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_text("may now show the sidebar")).to_be_visible()
    desk.page = page.get_by_label("What their page holds").input_value()
    page.context.clear_cookies()


def open_desk(page: Page, desk: OtherHelpdesk) -> FrameLocator:
    """Open the desk's page; return its frame, with the sidebar ready to be used."""
    page.goto(desk.origin)
    frame = page.frame_locator("#linear")
    expect(frame.get_by_role("button", name="Create issue")).to_be_visible()
    return frame


def test_in_another_helpdesk_an_agent_creates_links_and_comments_on_issues(
    page: Page,
    product: str,
    sandbox: Sandbox,
    alice: User,
    conversation: Conversation,
    desk: OtherHelpdesk,
) -> None:
    prepare(page, alice, conversation.account, desk)
    cookies: list[str] = []
    page.on("request", lambda request: cookies.extend(cookies_of(request, product)))
    frame = open_desk(page, desk)
    before = height_of(page)

    frame.get_by_role("button", name="Create issue").click()
    sidebar = frame.locator("linear-sidebar")
    expect(sidebar.get_by_label("Title")).to_have_value(conversation.subject)
    assert grown(page, before) > before
    choose_team(sidebar, "ENG")
    sidebar.get_by_label("Title").press("Control+Enter")
    expect(frame.get_by_text("Issue created successfully")).to_be_visible()

    frame.get_by_role("button", name="Link issue").click()
    frame.get_by_role("combobox").fill("ENG-2")
    frame.get_by_role("option", name="ENG-2").first.click()
    # The card is there before Linear has answered.
    expect(frame.get_by_text("Issue linked successfully")).to_be_visible()
    expect(frame.locator("linear-issue-card")).to_have_count(2)

    frame.get_by_role("button", name="Comment on ENG-2").click()
    frame.get_by_label("Comment on ENG-2 (Markdown)").fill("It burns")
    frame.get_by_role("button", name="Comment", exact=True).click()
    expect(frame.get_by_text("Commented on ENG-2", exact=True)).to_be_visible()
    assert sandbox.state()["comments"][-1]["body"] == "It burns"

    url = f"{product}/app/accounts/{conversation.account_id}/conversations/1"
    assert len(steps.links_to(sandbox, url)) == 2
    texts = conversation.messages.filter(message_type="activity")
    assert {message.sender.name for message in texts if message.sender} == {"Bob"}
    assert cookies == []
    assert page.context.cookies() == []


def test_the_token_does_not_stay_in_the_address(
    page: Page, alice: User, conversation: Conversation, desk: OtherHelpdesk
) -> None:
    prepare(page, alice, conversation.account, desk)
    frame = open_desk(page, desk)
    address = frame.locator("linear-sidebar").evaluate("() => location.href")
    assert address.endswith(f"/embed/conversations/{conversation.display_id}")


def test_a_page_of_another_address_is_refused_by_the_browser(
    page: Page,
    problems: list[str],
    alice: User,
    conversation: Conversation,
    desk: OtherHelpdesk,
) -> None:
    prepare(page, alice, conversation.account, desk)
    page.on("console", lambda message: problems.append(message.text))
    # The same machine by another name is another origin.
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(desk.origin.replace("localhost", "127.0.0.1"))
    expect(page.frame_locator("#linear").locator("linear-sidebar")).to_have_count(0)
    assert all("frame-ancestors" in problem for problem in problems)
    problems.clear()


def test_before_a_token_ends_the_page_hands_on_the_next(
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
    alice: User,
    conversation: Conversation,
    desk: OtherHelpdesk,
) -> None:
    prepare(page, alice, conversation.account, desk)
    # The frame asks a minute before.
    monkeypatch.setattr("conversations.embed_tokens.LIFETIME_SECONDS", 62)
    with page.expect_request(lambda request: has_token(request, desk, 1), timeout=20_000) as sent:
        frame = open_desk(page, desk)
        page.wait_for_function("performance.now() > 2500")
        frame.get_by_role("button", name="Link issue").click()
        frame.get_by_role("combobox").press_sequentially("checkout")
    assert "/integrations/linear/" in sent.value.url
    expect(frame.get_by_role("option", name="Checkout button")).to_be_visible()


def test_a_view_whose_time_is_over_goes_on_with_the_next_token(
    page: Page,
    problems: list[str],
    alice: User,
    conversation: Conversation,
    desk: OtherHelpdesk,
) -> None:
    prepare(page, alice, conversation.account, desk)
    frame = open_desk(page, desk)

    answers: list[int] = []
    page.on("response", lambda each: answers.append(each.status))
    page.route(LINKED_ISSUES, lambda route: route.fulfill(status=401, json=EXPIRED), times=1)
    with page.expect_response(lambda each: "refresh=false" in each.url):
        seen = "() => document.dispatchEvent(new Event('visibilitychange'))"
        frame.locator("linear-sidebar").evaluate(seen)
    expect(frame.get_by_text("The time of this view is over.")).to_have_count(0)
    assert len(desk.tokens) == 2
    assert answers.count(401) == 1
    assert all("401 (Unauthorized)" in problem for problem in problems)
    problems.clear()


def has_token(request: Request, desk: OtherHelpdesk, number: int) -> bool:
    """Whether a request carries this one of the tokens that the desk was given."""
    sent = request.headers.get("authorization")
    return len(desk.tokens) > number and sent == f"Embed {desk.tokens[number]}"


def cookies_of(request: Request, product: str) -> list[str]:
    """Return the cookies that a request carries to the product."""
    found = request.all_headers().get("cookie") if request.url.startswith(product) else None
    return [found] if found else []


def height_of(page: Page) -> int:
    """Return the frame's height in the desk's page, once the sidebar has told it."""
    page.wait_for_function("document.getElementById('linear').style.height")
    return int(page.evaluate("document.getElementById('linear').clientHeight"))


def grown(page: Page, before: int) -> int:
    """Return the frame's height once it is another."""
    is_other = "(before) => document.getElementById('linear').clientHeight !== before"
    page.wait_for_function(is_other, arg=before)
    return height_of(page)
