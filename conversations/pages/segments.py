"""A message's text, cut into what is plain and what is a link."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

ADDRESS = re.compile(r"(https?://[^\s<>\"]+)", re.IGNORECASE)
QUOTE_MARK = re.compile(r"^> ?")
# What ends a sentence, and not an address that stands in it.
CLOSING = ".,:;!?'*_"
BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Segment:
    """A piece of text; with a URL, it is a link."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph of a message, or what it quotes."""

    segments: list[Segment]
    is_quote: bool = False


def segments(text: str, links: Mapping[str, str]) -> list[Segment]:
    """Return an activity's pieces: a word in square brackets that `links` knows becomes a link.

    The brackets stay in the text; only http and https addresses are linked.
    """
    pieces = re.split(r"(?<=\[)([^\[\]]+)(?=\])", text)
    return [Segment(piece, _address(links.get(piece, ""))) for piece in pieces if piece]


def blocks(text: str, *, may_quote: bool) -> list[Block]:
    """Return a message in one block; where it may quote, lines that begin with `>` are quotes."""
    if not may_quote or not any(map(_is_quoted, text.split("\n"))):
        return [Block(linked(text))]
    found = []
    for is_quote, lines in groupby(text.split("\n"), key=_is_quoted):
        part = "\n".join(QUOTE_MARK.sub("", line) if is_quote else line for line in lines)
        found.append(Block(linked(part.strip("\n")), is_quote))
    return [block for block in found if block.segments]


def linked(text: str) -> list[Segment]:
    """Return the pieces of what a person wrote: each http or https address becomes a link."""
    found: list[Segment] = []
    # Addresses stand at the odd places.
    for place, piece in enumerate(ADDRESS.split(text)):
        address = _without_closing(piece) if place % 2 else ""
        found += [Segment(address, address), Segment(piece[len(address) :])]
    return [segment for segment in found if segment.text]


def _is_quoted(line: str) -> bool:
    return line.startswith(">")


def _address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def _without_closing(address: str) -> str:
    """Return the address without what belongs to the sentence: a full stop, an unopened bracket."""
    while address and (address[-1] in CLOSING or _is_unopened(address)):
        address = address[:-1]
    return address


def _is_unopened(address: str) -> bool:
    last = address[-1]
    return last in BRACKETS and address.count(BRACKETS[last]) < address.count(last)
