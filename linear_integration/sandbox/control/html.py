from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

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


def render_rows(template: str, rows: Iterable[dict[str, Any]], columns: int = 0) -> Html:
    """Fill a template for each row; an empty table says so across its columns."""
    filled = [render(template, **row) for row in rows]
    if not filled and columns:
        return render("empty_row", columns=columns)
    return Html("".join(filled))


@cache
def _template(name: str) -> Template:
    return Template((_PAGES / f"{name}.html").read_text())
