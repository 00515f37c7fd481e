"""Going through everything that Linear hands out in pages."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from linear_integration.linear.errors import Unavailable
from linear_integration.linear.results import Page, PageInfo

Item = TypeVar("Item")


def every_node(fetch: Callable[[str | None], Page[Item]]) -> list[Item]:
    """Return the nodes of all pages; `fetch` gets the cursor to go on from, None at first."""
    page = fetch(None)
    nodes = list(page.nodes)
    cursor = next_cursor(page.page_info, None)
    while cursor is not None:
        page = fetch(cursor)
        nodes += page.nodes
        cursor = next_cursor(page.page_info, cursor)
    return nodes


def next_cursor(page_info: PageInfo, previous: str | None) -> str | None:
    """Return where the next page begins, None after the last; a cursor must move on."""
    if not page_info.has_next_page:
        return None
    if page_info.end_cursor is None or page_info.end_cursor == previous:
        raise Unavailable("Linear's answer could not be read (its pages don't go on).")
    return page_info.end_cursor


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Cut the items into lists of at most `size`."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
