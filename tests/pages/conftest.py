"""What the tests of pages share: people in a browser, and a connected workspace."""

import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from conversations.models import Account, User
from linear_integration.models import Hook, Workspace

Browser = Callable[[User | None], Client]


def words_of(response: Any) -> str:
    """Return what a page says, without its tags and with single blanks."""
    text = response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


@pytest.fixture
def browser() -> Browser:
    """Return a browser: `browser(bob)` has Bob signed in, `browser(None)` nobody."""

    def opened_by(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return opened_by


@pytest.fixture
def hook(acme_support: Account, alice: User) -> Hook:
    """Acme Support's connection by API key to a workspace; no Linear answers behind it."""
    workspace = Workspace.objects.create(
        account=acme_support, linear_id=uuid.uuid4(), name="Acme", url_key="acme"
    )
    return Hook.objects.create(
        workspace=workspace,
        token_kind=Hook.TokenKind.API_KEY,
        access_token="lin_api_secret",
        viewer_id=uuid.uuid4(),
        viewer_name="Ada Admin",
        is_app=False,
        connected_by=alice,
    )
