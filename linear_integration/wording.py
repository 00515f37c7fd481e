"""What went wrong, in the reader's language.

An error's text is English, so that it means the same in a log, in the database and to whoever reads
it next; it is translated where it is shown.
"""

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

from .linear.sentences import ANSWERED, UNREADABLE

NOT_LINKED = gettext_noop(
    "%(identifier)s was created in Linear, but could not be linked: %(reason)s"
)
PATTERNS = (ANSWERED, UNREADABLE, NOT_LINKED)


def translated(text: str) -> str:
    """Return an error's text in the reader's language; what is Linear's stays in its own words."""
    for pattern in PATTERNS:
        if found := _expression(pattern).fullmatch(text):
            parts = {name: translated(part) for name, part in found.groupdict().items()}
            return gettext(pattern) % parts
    return gettext(text)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    """Make `(?P<status>.+)` of each place such as `%(status)s`."""
    places = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(pattern))
    return re.compile(places, re.DOTALL)
