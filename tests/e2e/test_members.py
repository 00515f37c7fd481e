"""People come by a link and go again, in two browsers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from conversations.conversations import assign
from conversations.models import Account, Conversation, Inbox, Membership, User

from .steps import asking, fill_in_sign_in, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"


@pytest.fixture
def guest(chromium: Browser, product: str, page: Page) -> Iterator[Page]:
    """Open a second browser, in which nobody is signed in."""
    context = chromium.new_context(base_url=product)
    yield context.new_page()
    context.close()


def open_members(page: Page, alice: User) -> None:
    """Go from the conversations to the members, as an administrator."""
    sign_in(page, alice)
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Members").click()
    expect(page.get_by_role("heading", name="Members")).to_be_visible()


def link_for(page: Page, email: str, *inboxes: Inbox) -> str:
    """Invite somebody as an agent, and return the link."""
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail address").fill(email)
    for inbox in inboxes:
        page.get_by_label(inbox.name).check()
    page.get_by_role("button", name="Make the link").click()
    return page.get_by_label("Link", exact=True).input_value()


def member_row(page: Page, name: str) -> Locator:
    """Return the row of a member or an invitation."""
    return page.locator(".rows > li", has_text=name)


def test_somebody_new_is_invited_joins_works_and_leaves(
    page: Page, guest: Page, alice: User, conversation: Conversation
) -> None:
    open_members(page, alice)
    link = link_for(page, "erin@example.com", conversation.inbox)
    guest.goto(link)
    expect(guest.get_by_role("heading", name="Join Acme Support")).to_be_visible()
    assert guest.url.endswith("/invitation")
    guest.get_by_label("Your name").fill("Erin")
    guest.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.get_by_label("The password once more").fill(PASSWORD)
    guest.get_by_role("button", name="Join Acme Support").click()
    expect(guest.get_by_text("Welcome to Acme Support.")).to_be_visible()
    guest.get_by_role("link", name=conversation.subject).click()
    expect(guest.get_by_role("heading", name=conversation.subject)).to_be_visible()
    expect(guest.get_by_text("Settings")).to_be_hidden()
    assign(conversation, User.objects.get(email="erin@example.com"), by=alice)

    page.get_by_role("link", name="Back to the members").click()
    expect(page.get_by_role("heading", name="Invitations")).to_be_hidden()
    expect(member_row(page, "Erin")).to_contain_text("Agent · Website")
    page.get_by_role("link", name="Change Erin").click()
    asking(page, "Remove…").click()
    question = page.get_by_role("dialog", name="Remove Erin from Acme Support?")
    expect(question).to_contain_text("1 conversation that Erin looks after")
    question.get_by_role("button", name="Remove Erin").click()
    expect(page.get_by_text("Erin is not a member of Acme Support any more.")).to_be_visible()
    guest.reload()
    expect(guest.get_by_role("heading", name="Not found")).to_be_visible()


def test_who_has_a_user_changes_over_to_it_and_joins(
    page: Page, guest: Page, alice: User, carol: User, dan: User, acme_support: Account
) -> None:
    open_members(page, alice)
    link = link_for(page, dan.email)
    sign_in(guest, carol)
    guest.goto(link)
    expect(guest.get_by_text("You are signed in as carol@example.com")).to_be_visible()
    guest.get_by_role("button", name="Sign out and go on").click()
    guest.get_by_role("link", name="Sign in").click()
    fill_in_sign_in(guest, dan)
    guest.get_by_role("button", name="Join Acme Support").click()
    expect(guest.get_by_text("Welcome to Acme Support.")).to_be_visible()
    assert acme_support.memberships.get(user=dan).role == Membership.Role.AGENT
    guest.goto(link)
    expect(guest.get_by_role("heading", name="This invitation was used")).to_be_visible()


def test_a_revoked_link_says_so(page: Page, guest: Page, alice: User) -> None:
    open_members(page, alice)
    link = link_for(page, "erin@example.com")
    page.get_by_role("link", name="Back to the members").click()
    page.get_by_role("button", name="Revoke erin@example.com").click()
    expect(page.get_by_text("The invitation of erin@example.com is revoked")).to_be_visible()
    guest.goto(link)
    expect(guest.get_by_role("heading", name="This invitation was revoked")).to_be_visible()


def test_inviting_and_joining_take_no_mouse(page: Page, guest: Page, alice: User) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_members(page, alice)
    press(page.get_by_role("link", name="Invite somebody"), "Enter")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("erin@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("Erin")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Agent")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Administrator")).to_be_checked()
    page.keyboard.press("Enter")
    link = page.get_by_label("Link", exact=True)
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == link.input_value()

    guest.goto(copied)
    guest.get_by_label("Your name").focus()
    for text in ("", PASSWORD, "another"):
        guest.keyboard.type(text)
        guest.keyboard.press("Tab")
    guest.keyboard.press("Enter")
    again = guest.get_by_label("The password once more")
    expect(again).to_be_focused()
    expect(again).to_have_accessible_description("The two passwords are not the same.")
    guest.get_by_label("Password", exact=True).focus()
    guest.keyboard.type(PASSWORD)
    guest.keyboard.press("Tab")
    guest.keyboard.type(PASSWORD)
    guest.keyboard.press("Enter")
    expect(guest.get_by_text("Welcome to Acme Support.")).to_be_visible()
    expect(guest.get_by_role("link", name="Settings")).to_be_visible()


def test_the_question_begins_on_cancel_and_gives_the_focus_back(
    page: Page, alice: User, bob: User, acme_support: Account
) -> None:
    open_members(page, alice)
    press(page.get_by_role("link", name="Change Bob"), "Enter")
    opener = asking(page, "Remove…")
    question = page.get_by_role("dialog", name="Remove Bob from Acme Support?")
    opener.focus()
    for leave in ("Escape", "Enter"):
        page.keyboard.press("Enter")
        expect(question.get_by_role("button", name="Cancel")).to_be_focused()
        page.keyboard.press(leave)
        expect(question).to_be_hidden()
        expect(opener).to_be_focused()
    assert acme_support.memberships.filter(user=bob).exists()


def press(control: Locator, key: str) -> None:
    """Press a key on a link or button."""
    control.focus()
    control.page.keyboard.press(key)
