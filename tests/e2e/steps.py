"""What a person does in the browser, one step a function."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from conversations.models import Account, Conversation, User
from linear_integration import issues
from tests.cast import PASSWORD
from tests.sandbox_process import Sandbox


def sign_in(page: Page, user: User) -> None:
    """Sign in and arrive at the conversations."""
    page.goto("/")
    fill_in_sign_in(page, user)
    expect(page.get_by_role("heading", name="Conversations")).to_be_visible()


def fill_in_sign_in(page: Page, user: User) -> None:
    """Fill in the sign-in page and send it."""
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def arrive_connected(
    page: Page, user: User, conversation: Conversation, *, key: str = "lin_api_demo_acme"
) -> Locator:
    """Sign in, connect by an API key, open a conversation; return its sidebar, ready to be used."""
    sign_in(page, user)
    connect_by_key(page, conversation.account, key)
    return open_conversation(page, conversation)


def asking(page: Page, name: str) -> Locator:
    """Return the link to a question, once it opens a dialog: until then it leads to a page."""
    link = page.get_by_role("link", name=name)
    expect(link).to_have_attribute("aria-haspopup", "dialog")
    return link


def begin_to_connect(page: Page, account: Account) -> None:
    """Go from the settings to Linear's consent page."""
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Connect Linear").click()
    expect(page).to_have_url(
        re.compile(rf"/app/accounts/{account.pk}/settings/integrations/linear$")
    )
    page.get_by_role("button", name="Connect Linear").click()


def authorize(page: Page, workspace: str) -> None:
    """Say yes on Linear's consent page."""
    page.get_by_role("radio", name=workspace).check()
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_text(f"Connected to the Linear workspace {workspace}.")).to_be_visible()


def connect_by_key(page: Page, account: Account, key: str) -> None:
    """Connect with an API key."""
    page.goto(f"/app/accounts/{account.pk}/settings/integrations/linear")
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Connect with the key").click()
    expect(page.get_by_text("Connected to the Linear workspace")).to_be_visible()


def open_conversation(page: Page, conversation: Conversation) -> Locator:
    """Open a conversation; return its Linear sidebar, ready to be used."""
    page.goto(f"/app/accounts/{conversation.account_id}/conversations/{conversation.display_id}")
    sidebar = page.locator("linear-sidebar")
    expect(sidebar.get_by_role("button", name="Create issue")).to_be_visible()
    return sidebar


def link(user: User, conversation: Conversation, identifier: str) -> None:
    """Link an issue without the browser."""
    issues.link_issue(issues.Caller(user=user, conversation=conversation), reference=identifier)


def expect_activity(page: Page, text: str) -> None:
    """Wait for an activity line in the thread."""
    expect(page.locator(".activity-text", has_text=text)).to_have_text(text)


def links_to(sandbox: Sandbox, conversation_url: str, workspace: str = "acme") -> list[str]:
    """Return the identifiers of the issues in Linear that link to a conversation."""
    attachments: list[dict[str, Any]] = sandbox.state(workspace)["attachments"]
    return [each["issueIdentifier"] for each in attachments if each["url"] == conversation_url]
