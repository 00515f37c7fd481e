"""Disconnecting asks first, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from conversations.models import Conversation, User
from linear_integration.models import Hook

from .steps import asking, connect_by_key, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_question_begins_on_cancel_and_gives_the_focus_back(
    page: Page, alice: User, conversation: Conversation
) -> None:
    sign_in(page, alice)
    connect_by_key(page, conversation.account, "lin_api_demo_acme")
    opener = asking(page, "Disconnect…")
    question = page.get_by_role("dialog", name="Disconnect Acme?")
    cancel = question.get_by_role("button", name="Cancel")
    opener.focus()
    for leave in ("Escape", "Enter"):
        page.keyboard.press("Enter")
        expect(question).to_contain_text("What is lost:")
        expect(cancel).to_be_focused()
        page.keyboard.press(leave)
        expect(question).to_be_hidden()
        expect(opener).to_be_focused()
    assert Hook.objects.exists()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Disconnected from the Linear workspace Acme.")).to_be_visible()
    assert not Hook.objects.exists()
