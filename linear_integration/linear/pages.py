"""Going through everything that Linear hands out in pages."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from linear_integration.linear.errors import Unavailable
from linear_integration.linear.results import Page, PageInfo
from linear_integration.linear.sentences import unreadable

Item = TypeVar("Item")


def every_node(fetch: Callable[[str | None], Page[Item]]) -> list[Item]:
    """Return the nodes of all pages; `fetch` gets the cursor to go on from, None at first."""
    page = fetch(None)
    nodes = list(page.nodes)
    seen: set[str] = set()
    while (cursor := next_cursor(page.page_info, seen)) is not None:
        page = fetch(cursor)
        nodes += page.nodes
    return nodes


def next_cursor(page_info: PageInfo, seen: set[str]) -> str | None:
    """Return where the next page begins, None after the last; no cursor may come twice.

    `seen` holds this list's cursors so far, and gets the new one.
    """
    if not page_info.has_next_page:
        return None
    cursor = page_info.end_cursor
    if cursor is None or cursor in seen:
        raise Unavailable(unreadable("its pages don't go on"))
    seen.add(cursor)
    return cursor


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Cut the items into lists of at most `size`."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
