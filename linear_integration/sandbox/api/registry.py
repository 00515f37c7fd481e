"""What the sandbox answers: the areas fill these tables, the resolving reads them.

A row behind a GraphQL object already answers for its own keys and relations; only what must be
computed, listed or changed is registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ..state.store import Row
from .context import Context

Resolver = TypeVar("Resolver", bound=Callable[..., Any])

FIELDS: dict[tuple[str, str], Callable[..., Any]] = {}
LISTS: dict[tuple[str, str], Callable[[Context, Row], Iterable[Row]]] = {}
FILTER_VALUES: dict[tuple[str, str], Callable[[Context, Row], Any]] = {}
MUTATIONS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {}


def field(type_name: str, name: str) -> Callable[[Resolver], Resolver]:
    """Register the value of a field: called with context, row and the field's arguments."""
    return _keep_in(FIELDS, (type_name, name))


def rows_of(type_name: str, name: str) -> Callable[[Resolver], Resolver]:
    """Register the rows behind a connection; filter, order and paging are added to them."""
    return _keep_in(LISTS, (type_name, name))


def filter_value(type_name: str, name: str) -> Callable[[Resolver], Resolver]:
    """Register what a filter compares when its name is not a field's."""
    return _keep_in(FILTER_VALUES, (type_name, name))


def mutation(name: str, *any_scope: str) -> Callable[[Resolver], Resolver]:
    """Register a root mutation: called with context and arguments, needing one of the scopes."""

    def keep(resolver: Resolver) -> Resolver:
        MUTATIONS[name] = (resolver, any_scope)
        return resolver

    return keep


def root_list(name: str, table: str) -> None:
    """Register a root connection over all rows of a table."""
    LISTS["Query", name] = lambda context, _root: context.rows(table)


def root_entity(name: str, table: str) -> None:
    """Register a root field that finds one row by its id."""
    FIELDS["Query", name] = lambda context, _root, id: context.get(table, id)


def _keep_in(
    table: dict[tuple[str, str], Any], key: tuple[str, str]
) -> Callable[[Resolver], Resolver]:
    def keep(resolver: Resolver) -> Resolver:
        table[key] = resolver
        return resolver

    return keep
