"""An activity message's text, cut into what is plain and what is a link."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A piece of text; with a URL, it is a link."""

    text: str
    url: str = ""


def segments(text: str, links: Mapping[str, str]) -> list[Segment]:
    """Return the text's pieces: a word in square brackets that `links` knows becomes a link.

    The brackets stay in the text; only http and https addresses are linked.
    """
    pieces = re.split(r"(?<=\[)([^\[\]]+)(?=\])", text)
    return [Segment(piece, _address(links.get(piece, ""))) for piece in pieces if piece]


def _address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
