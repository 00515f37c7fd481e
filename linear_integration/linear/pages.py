"""What Linear hands out in pages, and going through all of them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from pydantic import StrictBool
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.errors import Unavailable
from linear_integration.linear.sentences import unreadable

Item = TypeVar("Item")


@dataclass(frozen=True, config=CAMEL_CASE)
class PageInfo:
    """Where the next page begins."""

    has_next_page: StrictBool
    end_cursor: str | None


@dataclass(frozen=True, config=CAMEL_CASE)
class Nodes(Generic[Item]):
    """A connection of which the first page is all that we want."""

    nodes: list[Item]


@dataclass(frozen=True, config=CAMEL_CASE)
class Page(Nodes[Item]):
    """One page of a connection."""

    page_info: PageInfo


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
