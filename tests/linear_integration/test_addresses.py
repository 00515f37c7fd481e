"""Which conversation an address leads to."""

import pytest
from pytest_django import Settings

from conversations.models import Account, Conversation
from linear_integration.addresses import conversation_at, conversation_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(conversation: Conversation) -> str:
    """The conversation's path under any base."""
    return f"/app/accounts/{conversation.account_id}/conversations/{conversation.display_id}"


def test_an_address_leads_back_to_its_conversation(
    conversation: Conversation, acme_support: Account
) -> None:
    assert conversation_at(conversation_url(conversation), acme_support) == conversation


@pytest.mark.parametrize(
    ("base", "end"),
    [
        ("https://HELP.example.com", ""),
        ("HTTPS://help.example.com", "/"),
        ("https://help.example.com:443", "?tab=notes"),
        (" https://help.example.com", "/#message-3"),
        ("https://old.example.com:8443", ""),
    ],
)
def test_it_is_known_however_it_was_pasted(
    conversation: Conversation, path: str, settings: Settings, base: str, end: str
) -> None:
    settings.FRONTEND_URL = "https://help.example.com"
    settings.FORMER_FRONTEND_URLS = ["https://old.example.com:8443"]
    assert conversation_at(base + path + end, conversation.account) == conversation


@pytest.mark.parametrize(
    "base",
    [
        "https://help.example.com.evil.com",
        "https://evil.com",
        "http://help.example.com",
        "https://help.example.com:8443",
        "https://help.example.com:x",
        "https://[help.example.com",
        "",
    ],
)
def test_another_origin_is_not_ours(
    conversation: Conversation, path: str, settings: Settings, base: str
) -> None:
    settings.FRONTEND_URL = "https://help.example.com"
    assert conversation_at(base + path, conversation.account) is None


def test_neither_another_accounts_conversation_nor_none_is_found(
    conversation: Conversation, carols_conversation: Conversation, settings: Settings
) -> None:
    account = conversation.account
    base = f"{settings.FRONTEND_URL}/app/accounts"
    assert conversation_at(conversation_url(carols_conversation), account) is None
    for end in ("999", "9" * 5_000, "1/messages", "one", "-1"):
        assert conversation_at(f"{base}/{account.pk}/conversations/{end}", account) is None
