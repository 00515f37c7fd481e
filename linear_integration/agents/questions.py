"""What a person asks of the app in an agent session: read from their words, and nothing else."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from ..addresses import base_urls

STATUS = re.compile(r"\bstatus\b", re.IGNORECASE)
# Whoever says "do not link" wants none.
WORD = r"(?<!not )(?<!n['\u2019]t )\blink\b"
LINK = re.compile(WORD, re.IGNORECASE)
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
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

    `wants_link` without `to_link` is a link to an address that is no conversation's.
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
    word = LINK.search(text)
    # Who thanks for "the link above" wants none.
    return Question(wants_link=bool(word and ADDRESS.search(text, word.end())))


def _link() -> re.Pattern[str]:
    return _link_to(tuple(urlsplit(base).netloc for base in base_urls()))


@lru_cache
def _link_to(hosts: tuple[str, ...]) -> re.Pattern[str]:
    """Match the word, and the address of a conversation here."""
    host = "|".join(re.escape(each) for each in hosts)
    address = (
        rf"(?:https?://)?(?:{host})"
        r"/app/accounts/(?P<account>\d{1,18})/conversations/(?P<number>\d{1,18})(?![\w-])"
    )
    return re.compile(rf"{WORD}{GAP}{address}", re.IGNORECASE)
