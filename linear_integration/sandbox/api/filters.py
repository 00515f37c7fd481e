from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from unicodedata import combining, normalize

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type

from ..clock import stamp
from ..state.store import Row
from .context import Context
from .errors import invalid_argument, unsupported
from .registry import FIELDS, FILTER_VALUES, LISTS

_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)

_LARGEST_COUNT = 1_000


def matches(context: Context, type_name: str, row: Row, conditions: dict[str, Any]) -> bool:
    """Tell whether a row meets a filter, such as ``{"team": {"key": {"eq": "ENG"}}}``.

    All conditions must hold; ``and`` and ``or`` hold lists of filters. A relation takes a filter
    of its own (``null`` asks whether it is unset), a collection ``some``, ``every`` and
    ``length``. A name that the sandbox doesn't know is refused rather than ignored.
    """
    return all(
        _matches_one(context, type_name, row, name, condition)
        for name, condition in conditions.items()
        if condition is not None
    )


def _matches_one(context: Context, type_name: str, row: Row, name: str, condition: Any) -> bool:
    if name in {"and", "or"}:
        results = (matches(context, type_name, row, item) for item in condition)
        return all(results) if name == "and" else any(results)
    if (type_name, name) in LISTS:
        rows = list(LISTS[type_name, name](context, row))
        return _matches_collection(
            context, _node_type(context.schema, type_name, name), rows, condition
        )
    related = _related_type(context.schema, type_name, name)
    if related:
        value = context.find(related, _key(type_name, row, f"{name}Id"))
        return _matches_relation(context, related, value, condition)
    return _compare(context, _value(context, type_name, row, name), condition)


def _matches_relation(
    context: Context, related: str, row: Row | None, condition: dict[str, Any]
) -> bool:
    def is_met(name: str, wanted: Any) -> bool:
        if name == "null":
            return bool(wanted) == (row is None)
        if name in {"and", "or"}:
            results = (_matches_relation(context, related, row, item) for item in wanted)
            return all(results) if name == "and" else any(results)
        return row is not None and _matches_one(context, related, row, name, wanted)

    return all(is_met(name, wanted) for name, wanted in condition.items() if wanted is not None)


def _matches_collection(
    context: Context, related: str, rows: list[Row], condition: dict[str, Any]
) -> bool:
    def is_met(name: str, wanted: Any) -> bool:
        if name in {"and", "or"}:
            results = (_matches_collection(context, related, rows, it) for it in wanted)
            return all(results) if name == "and" else any(results)
        if name == "length":
            return _compare(context, len(rows), wanted)
        if name == "null":
            return bool(wanted) == (not rows)
        if name == "every":
            return all(matches(context, related, row, wanted) for row in rows)
        # A bare condition on a collection asks for one member that meets it, as ``some`` does.
        conditions = wanted if name == "some" else {name: wanted}
        return any(matches(context, related, row, conditions) for row in rows)

    return all(is_met(name, wanted) for name, wanted in condition.items() if wanted is not None)


def _related_type(schema: GraphQLSchema, type_name: str, name: str) -> str | None:
    owner = schema.type_map[type_name]
    if not isinstance(owner, GraphQLObjectType) or name not in owner.fields:
        return None
    named = get_named_type(owner.fields[name].type)
    return named.name if isinstance(named, GraphQLObjectType) else None


def _node_type(schema: GraphQLSchema, type_name: str, name: str) -> str:
    return str(_related_type(schema, type_name, name)).removesuffix("Connection")


def _value(context: Context, type_name: str, row: Row, name: str) -> Any:
    for table in (FILTER_VALUES, FIELDS):
        resolver: Callable[[Context, Row], Any] | None = table.get((type_name, name))
        if resolver:
            return resolver(context, row)
    return _key(type_name, row, name)


def _key(type_name: str, row: Row, name: str) -> Any:
    if name not in row:
        raise unsupported(f"the filter {name.removesuffix('Id')} of {type_name}")
    return row[name]


def _compare(context: Context, value: Any, condition: dict[str, Any]) -> bool:
    if isinstance(value, list):
        return all(_compare_list(context, value, *test) for test in condition.items())
    return all(
        _comparator(name)(value, _moment(context, wanted))
        for name, wanted in condition.items()
        if wanted is not None
    )


def _compare_list(context: Context, values: list[str], name: str, wanted: Any) -> bool:
    """Compare a list of texts, such as a customer's domains."""
    if wanted is None:
        return True
    if name == "length":
        return _compare(context, len(values), wanted)
    if name not in {"some", "every"}:
        raise unsupported(f"the comparator {name} of a list")
    results = (_compare(context, value, wanted) for value in values)
    return any(results) if name == "some" else all(results)


def _comparator(name: str) -> Callable[..., bool]:
    if name not in COMPARATORS:
        raise unsupported(f"the comparator {name}")
    return COMPARATORS[name]


def _moment(context: Context, wanted: Any) -> Any:
    """Turn a duration such as ``-P2W`` into the time that far from now."""
    found = _DURATION.fullmatch(wanted) if isinstance(wanted, str) else None
    if not found or not any(character.isdigit() for character in str(wanted)):
        return wanted
    count = {name: int(text) for name, text in found.groupdict().items() if text and name != "sign"}
    if max(count.values()) > _LARGEST_COUNT:
        raise invalid_argument("filter", "isDuration", "a duration must be of this calendar")
    days = count.get("years", 0) * 365 + count.get("months", 0) * 30 + count.get("days", 0)
    span = timedelta(
        days=days,
        weeks=count.get("weeks", 0),
        hours=count.get("hours", 0),
        minutes=count.get("minutes", 0),
        seconds=count.get("seconds", 0),
    )
    return stamp(context.clock.now() + (-span if found["sign"] else span))


def _text(
    test: Callable[[str, str], bool], fold: Callable[[str], str] = str
) -> Callable[..., bool]:
    def compare(value: Any, wanted: str) -> bool:
        return value is not None and test(fold(str(value)), fold(wanted))

    return compare


def _without_accents(text: str) -> str:
    return "".join(
        character for character in normalize("NFD", text.casefold()) if not combining(character)
    )


def _contains(value: str, wanted: str) -> bool:
    return wanted in value


def _not(compare: Callable[..., bool]) -> Callable[..., bool]:
    return lambda value, wanted: not compare(value, wanted)


def _is_in(value: Any, wanted: Iterable[Any]) -> bool:
    return value in wanted


COMPARATORS: dict[str, Callable[..., bool]] = {
    "eq": lambda value, wanted: bool(value == wanted),
    "neq": lambda value, wanted: bool(value != wanted),
    "in": _is_in,
    "nin": _not(_is_in),
    "gt": lambda value, wanted: value is not None and bool(value > wanted),
    "gte": lambda value, wanted: value is not None and bool(value >= wanted),
    "lt": lambda value, wanted: value is not None and bool(value < wanted),
    "lte": lambda value, wanted: value is not None and bool(value <= wanted),
    "null": lambda value, wanted: (value is None) == wanted,
    "contains": _text(_contains),
    "notContains": _not(_text(_contains)),
    "containsIgnoreCase": _text(_contains, str.casefold),
    "notContainsIgnoreCase": _not(_text(_contains, str.casefold)),
    "containsIgnoreCaseAndAccent": _text(_contains, _without_accents),
    "startsWith": _text(str.startswith),
    "startsWithIgnoreCase": _text(str.startswith, str.casefold),
    "notStartsWith": _not(_text(str.startswith)),
    "endsWith": _text(str.endswith),
    "notEndsWith": _not(_text(str.endswith)),
    "eqIgnoreCase": _text(str.__eq__, str.casefold),
    "neqIgnoreCase": _not(_text(str.__eq__, str.casefold)),
}
