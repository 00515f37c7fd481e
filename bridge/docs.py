"""The documentation at /docs/: the Markdown files under templates/docs/."""

from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def _name_headings(state: StateCore) -> None:
    """Give each heading an id, so that pages can lead to it."""
    for opening, text in pairwise(state.tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", slugify(text.content))


MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
MARKDOWN.core.ruler.push("name_headings", _name_headings)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the documentation's first page."""
    return show(request, "index")


@require_safe
def show(request: HttpRequest, page: str) -> HttpResponse:
    """Show one page; its file's name is the page's."""
    files = _files()
    if page not in files:
        raise Http404
    text = files[page].read_text(encoding="utf-8")
    context = {
        "title": _title(text),
        # Our own files, and the renderer escapes whatever HTML they hold.
        "body": mark_safe(MARKDOWN.render(text)),  # noqa: S308
        "pages": [(name, _title(file.read_text(encoding="utf-8"))) for name, file in files.items()],
        "page": page,
    }
    return render(request, "docs/page.html", context)


@cache
def _files() -> dict[str, Path]:
    folder = settings.BASE_DIR / "templates" / "docs"
    files = {file.stem: file for file in sorted(folder.glob("*.md"))}
    return {"index": files.pop("index"), **files}


def _title(text: str) -> str:
    return text.splitlines()[0].removeprefix("# ")
