"""A person makes a token, tries it, and revokes it, by keyboard alone."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from conversations.models import APIToken, User

from .steps import asking, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def status_with(product: str, token: str) -> int:
    """Return how the API answers a program that has the token."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{product}/api/v1/profile", headers=headers).status_code


def test_a_token_works_until_it_is_revoked(page: Page, product: str, bob: User) -> None:
    sign_in(page, bob)
    page.goto("/app/tokens")
    page.get_by_label("Name").focus()
    page.keyboard.type("Nightly export")
    page.keyboard.press("Enter")
    shown = page.get_by_label("Token", exact=True)
    expect(shown).to_be_focused()
    token = shown.input_value()
    assert status_with(product, token) == 200

    page.goto("/app/tokens")
    opener = asking(page, "Revoke… Nightly export")
    assert token not in page.content()
    question = page.get_by_role("dialog", name="Revoke Nightly export?")
    opener.focus()
    page.keyboard.press("Enter")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    assert APIToken.objects.get().revoked_at is None
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The token Nightly export is revoked")).to_be_visible()
    assert status_with(product, token) == 401
