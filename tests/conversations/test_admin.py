"""The Django admin shows the helpdesk's data, and no secret."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from conversations.admin import AccountAdmin
from conversations.conversations import create_conversation
from conversations.invitations import invite
from conversations.models import Account, APIToken, User
from conversations.tokens import issue_token, user_for_token

from ..cast import Cast

MODELS = [
    "account",
    "apitoken",
    "company",
    "contact",
    "conversation",
    "inbox",
    "invitation",
    "message",
    "user",
]


@pytest.fixture
def root(cast: Cast) -> Client:
    """The browser of somebody who may use the admin."""
    user = User.objects.create_superuser("root@example.com", "secret", name="Root")
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_listed_and_opened(cast: Cast, root: Client, name: str) -> None:
    issue_token(cast.bob, "script")
    invite(cast.alice.memberships.get(), email="e@example.com", name="", role="agent", inboxes=[])
    model = apps.get_model("conversations", name)
    row = model._default_manager.first()
    base = f"/admin/conversations/{name}/"
    assert root.get(base).status_code == 200
    assert row is not None
    assert root.get(f"{base}{row.pk}/change/").status_code == 200


def test_no_digest_is_shown(cast: Cast, root: Client) -> None:
    issue_token(cast.bob, "script")
    token = APIToken.objects.get()
    for path in ("", f"{token.pk}/change/"):
        page = root.get(f"/admin/conversations/apitoken/{path}").content.decode()
        assert "script" in page
        assert token.digest not in page


def test_tokens_are_revoked_and_never_made(cast: Cast, root: Client) -> None:
    raw = issue_token(cast.bob, "script")
    action = {"action": "revoke", "_selected_action": [APIToken.objects.get().pk]}
    root.post("/admin/conversations/apitoken/", action)
    assert user_for_token(raw) is None
    assert root.get("/admin/conversations/apitoken/add/").status_code == 403


def test_invitations_are_not_made(root: Client) -> None:
    assert root.get("/admin/conversations/invitation/add/").status_code == 403


def test_saving_an_account_takes_back_no_number(
    cast: Cast, root: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = AccountAdmin.get_object

    def create() -> int:
        account = cast.acme_support
        return create_conversation(account, inbox=cast.website, contact=cast.contact).display_id

    def read_too_early(*arguments: Any) -> Account | None:
        account = read(*arguments)
        create()
        return account

    monkeypatch.setattr(AccountAdmin, "get_object", read_too_early)
    form = {
        "name": "Renamed",
        "features": '["linear_integration"]',
        "created_at_0": "2026-01-01",
        "created_at_1": "12:00",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    page = f"/admin/conversations/account/{cast.acme_support.pk}/change/"
    assert root.post(page, form).status_code == 302
    assert create() == 4
    cast.acme_support.refresh_from_db()
    assert cast.acme_support.name == "Renamed"
