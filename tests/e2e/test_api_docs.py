"""The API's page works under our Content-Security-Policy."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def test_the_apis_page_lists_every_call_without_a_word_in_the_console(
    page: Page, transactional_db: None
) -> None:
    page.goto("/api/docs")
    for group in ("contacts", "conversations", "inboxes", "linear", "profile"):
        expect(page.locator(f"#operations-tag-{group}")).to_be_visible()
    expect(page.locator("[data-path$='/integrations/linear/create_issue']")).to_be_visible()
