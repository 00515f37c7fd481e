from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template

_PAGES = Path(__file__).parent / "pages"


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def render(template: str, /, **values: object) -> Html:
    """Fill ``pages/<template>.html``; every value is escaped unless it is Html."""
    safe = {
        key: value if isinstance(value, Html) else escape(str(value))
        for key, value in values.items()
    }
    return Html(_template(template).substitute(safe))


@cache
def _template(name: str) -> Template:
    return Template((_PAGES / f"{name}.html").read_text())
