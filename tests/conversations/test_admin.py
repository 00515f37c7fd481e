"""The Django admin shows the helpdesk's data, and no secret."""

import pytest
from django.apps import apps
from django.test import Client

from conversations.models import APIToken, User
from conversations.tokens import issue_token, user_for_token

from ..cast import Cast

MODELS = [
    "account",
    "apitoken",
    "company",
    "contact",
    "conversation",
    "inbox",
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
