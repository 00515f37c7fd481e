"""The pages of members, invitations, API tokens and people's own users in Linear."""

from typing import Any

from playwright.sync_api import Page, expect

from ..isolation import table
from .places import ACME, EXPIRED, GLOBEX, INITECH, OPEN_TO_ERIN, OPEN_TO_NEW, REVOKED, UMBRA, USED
from .sight import Sight

# The demo's people have their numbers in the order of their names.
ALICE, BOB = 1, 2
INVITATION = "invitations/<slug:secret>"


def create_token(page: Page) -> None:
    """Create a token, which is shown once."""
    page.locator("main [name=name]").fill("Reports")
    page.locator("main form:has([name=name]) button").click()
    expect(page.locator("#new-token")).to_be_visible()


def ask_first(page: Page) -> None:
    """Look at what is asked before something is removed."""
    page.locator("[data-asks]").first.click()
    expect(page.locator("dialog[open]")).to_be_visible()


def invite_nobody(page: Page) -> None:
    """Invite somebody who is a member already."""
    _invite(page, "bob@example.com")
    expect(page.locator(".field-error")).to_be_visible()


def invite_somebody(page: Page) -> None:
    """Invite somebody; the link is shown once."""
    _invite(page, "jo.maximiliane.von-der-ruhr@subsidiary.brightwave.example")
    expect(page.locator("#link")).to_be_visible()


def join_without_password(page: Page) -> None:
    """Send the form of a new user with a password that is too short, and another one."""
    page.locator("[name=password]").fill("short")
    page.locator("[name=password_again]").fill("another")
    page.locator("main form button").click()
    expect(page.locator(".field-error").first).to_be_visible()


def _invite(page: Page, email: str) -> None:
    page.locator("main [name=email]").fill(email)
    page.locator("main form button").click()


def _in_settings(name: str, route: str, **more: Any) -> Sight:
    return Sight(name, route, "Alice", {"account_id": ACME, "user_id": BOB}, **more)


def _invitation(name: str, secret: str, person: str | None, **more: Any) -> Sight:
    return Sight(f"invitation-{name}", INVITATION, person, {"secret": secret}, **more)


MEMBERS = [
    _in_settings("members", table.MEMBERS_PAGE),
    _in_settings("member", table.MEMBER_PAGE),
    Sight(
        "member-last-administrator",
        table.MEMBER_PAGE,
        "Alice",
        {"account_id": ACME, "user_id": ALICE},
    ),
    _in_settings("member-asks", table.MEMBER_PAGE, act=ask_first),
    _in_settings("member-remove", f"{table.MEMBER_PAGE}/remove"),
    _in_settings("invite", f"{table.MEMBERS_PAGE}/invite"),
    _in_settings(
        "invite-refused", f"{table.MEMBERS_PAGE}/invite", act=invite_nobody, answers=(422,)
    ),
    _in_settings("invite-link", f"{table.MEMBERS_PAGE}/invite", act=invite_somebody),
]
INVITATIONS = [
    _invitation("new-user", OPEN_TO_NEW, None),
    _invitation("new-user-refused", OPEN_TO_NEW, None, act=join_without_password, answers=(422,)),
    _invitation("sign-in", OPEN_TO_ERIN, None),
    _invitation("accept", OPEN_TO_ERIN, "Erin"),
    _invitation("for-another", OPEN_TO_ERIN, "Bob"),
    _invitation("used", USED, None, answers=(410,)),
    _invitation("revoked", REVOKED, None, answers=(410,)),
    _invitation("expired", EXPIRED, "Dan", answers=(410,)),
    _invitation("unknown", "no-such-secret", None, answers=(404,)),
]
TOKENS = [
    Sight("tokens", "app/tokens"),
    Sight("tokens-created", "app/tokens", act=create_token),
    Sight("tokens-asks", "app/tokens", act=ask_first),
    # The demo's people have a token each, in the order of their names.
    Sight("tokens-revoke", "app/tokens/<int:token_id>/revoke", numbers={"token_id": 2}),
]
# The demo's third connection is Umbra's.
OWN_USER = [
    Sight("own-user", table.OWN_USER_PAGE, "Bob", {"account_id": ACME}),
    Sight("own-user-connected", table.OWN_USER_PAGE, "Hana", {"account_id": UMBRA}),
    Sight("own-user-asks", table.OWN_USER_PAGE, "Hana", {"account_id": UMBRA}, act=ask_first),
    Sight("own-user-refused", table.OWN_USER_PAGE, "Gina", {"account_id": INITECH}),
    Sight("own-user-no-workspace", table.OWN_USER_PAGE, "Carol", {"account_id": GLOBEX}),
    Sight(
        "own-user-disconnect",
        f"{table.OWN_USER_PAGE}/<int:hook_id>/disconnect",
        "Hana",
        {"account_id": UMBRA, "hook_id": 3},
    ),
]
PEOPLE = MEMBERS + INVITATIONS + TOKENS + OWN_USER
