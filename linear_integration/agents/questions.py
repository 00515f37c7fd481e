"""What a person asks of the app in an agent session: read from their words, and nothing else."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

STATUS = re.compile(r"\bstatus\b", re.IGNORECASE)
LINK = re.compile(r"\blink\b", re.IGNORECASE)
# Between the word and the address: Markdown, and a word or two such as "it to".
GAP = r"[\s:*_`<\[(]*(?:[a-z]+[\s:*_`<\[(]+){0,2}(?:[^\]\n]{0,200}\]\(<?)?"


@dataclass(frozen=True)
class ConversationNumber:
    """A conversation, as its address names it."""

    account_id: int
    display_id: int


@dataclass(frozen=True)
class Question:
    """What is asked: how the conversations are, to link one, both or neither.

    `wants_link` without `to_link` is a link without an address of a conversation.
    """

    wants_status: bool = False
    wants_link: bool = False
    to_link: ConversationNumber | None = None


def read_question(text: str) -> Question:
    """Return what a person's Markdown asks for: `link <address>` before `status`."""
    if found := _link().search(text):
        number = ConversationNumber(int(found["account"]), int(found["number"]))
        return Question(wants_link=True, to_link=number)
    if STATUS.search(text):
        return Question(wants_status=True)
    return Question(wants_link=bool(LINK.search(text)))


def _link() -> re.Pattern[str]:
    return _link_to(urlsplit(settings.FRONTEND_URL).netloc)


@lru_cache
def _link_to(host: str) -> re.Pattern[str]:
    """Match the word, not after a "not", and the address of a conversation here."""
    address = (
        rf"(?:https?://)?{re.escape(host)}"
        r"/app/accounts/(?P<account>\d{1,18})/conversations/(?P<number>\d{1,18})(?![\w-])"
    )
    return re.compile(rf"(?<!not )(?<!n['\u2019]t )\blink\b{GAP}{address}", re.IGNORECASE)
