"""The addresses of conversations, as Linear's links have them and as people paste them."""

import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from conversations.models import Account, Conversation

PATH = re.compile(r"/app/accounts/(\d{1,18})/conversations/(\d{1,18})/?")
PORTS = {"http": 80, "https": 443}


def conversation_url(conversation: Conversation) -> str:
    """Return the address that Linear shows for a conversation; it opens the conversation."""
    return settings.FRONTEND_URL + conversation_path(conversation)


def conversation_urls(conversation: Conversation) -> list[str]:
    """Return the addresses that a conversation has, and has had, in Linear's links."""
    path = conversation_path(conversation)
    return [base + path for base in base_urls()]


def conversation_at(url: str, account: Account) -> Conversation | None:
    """Return the account's conversation that an address leads to, however it was pasted.

    The case of the host, a slash at the end, query and fragment don't matter; addresses of
    FORMER_FRONTEND_URLS are good, too.
    """
    try:
        address = urlsplit(url.strip())
        is_ours = _origin(address) in _our_origins()
    except ValueError:  # such as a port that is no number
        return None
    found = PATH.fullmatch(address.path)
    if not is_ours or found is None or int(found[1]) != account.pk:
        return None
    return Conversation.objects.filter(account=account, display_id=int(found[2])).first()


def conversation_path(conversation: Conversation) -> str:
    """Return where a conversation's page is, under whatever base."""
    return f"/app/accounts/{conversation.account_id}/conversations/{conversation.display_id}"


def base_urls() -> list[str]:
    """Return where our pages are, and where they were before."""
    return [settings.FRONTEND_URL, *settings.FORMER_FRONTEND_URLS]


def _our_origins() -> set[tuple[str, str | None, int | None]]:
    return {_origin(urlsplit(base)) for base in base_urls()}


def _origin(address: SplitResult) -> tuple[str, str | None, int | None]:
    return address.scheme, address.hostname, address.port or PORTS.get(address.scheme)
