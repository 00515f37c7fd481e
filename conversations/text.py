"""What counts as text that somebody wrote."""

import unicodedata

# The longest message that is kept, in characters.
LONGEST_MESSAGE = 100_000
# Letters and symbols that are drawn as nothing.
INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_blank(text: str) -> bool:
    """Whether the text shows nothing: spaces, zero-width and control characters, bare marks."""
    return all(unicodedata.category(c)[0] in "CZM" or c in INVISIBLE for c in text)
