"""Compares what webhooks send with the types that Linear's schema has for it."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    is_list_type,
    is_non_null_type,
)

_SCALARS: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "ID": (str,),
    "DateTime": (str,),
    "Boolean": (bool,),
    "Int": (int,),
    "Float": (int, float),
    "JSONObject": (dict,),
}


def problems(schema: GraphQLSchema, type_name: str, value: Any) -> list[str]:
    """Say what in a value is not as the type wants it: missing, of a wrong kind, or unknown.

    For a union, name the member that is meant.
    """
    kind = schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    return list(_object(kind, value, type_name))


def _object(kind: GraphQLObjectType, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path} is no object"
        return
    yield from (f"{path}.{name} is unknown" for name in value.keys() - kind.fields.keys())
    for name, field in kind.fields.items():
        yield from _value(field.type, value.get(name), f"{path}.{name}")


def _value(kind: GraphQLOutputType, value: Any, path: str) -> Iterator[str]:
    if is_non_null_type(kind):
        if value is None:
            yield f"{path} is missing"
            return
        kind = kind.of_type
    if value is None:
        return
    if is_list_type(kind):
        if not isinstance(value, list):
            yield f"{path} is no list"
            return
        for number, item in enumerate(value):
            yield from _value(kind.of_type, item, f"{path}[{number}]")
    elif isinstance(kind, GraphQLUnionType):
        yield from _member(kind, value, path)
    elif isinstance(kind, GraphQLScalarType):
        yield from _scalar(kind.name, value, path)
    elif isinstance(kind, GraphQLObjectType):
        yield from _object(kind, value, path)


def _member(kind: GraphQLUnionType, value: Any, path: str) -> Iterator[str]:
    """Hold a value of a union to the members that it fits best."""
    yield from min((list(_object(member, value, path)) for member in kind.types), key=len)


def _scalar(name: str, value: Any, path: str) -> Iterator[str]:
    if name.endswith("NotificationType"):
        # The scalar of a kind of notification holds that kind; Linear's SDL has no enum for it.
        kind = name.removesuffix("NotificationType")
        if not isinstance(value, str) or kind not in {"Other", value[:1].upper() + value[1:]}:
            yield f"{path} is no {name}: {value!r}"
        return
    is_number_for_truth = isinstance(value, bool) and name != "Boolean"
    if is_number_for_truth or not isinstance(value, _SCALARS[name]):
        yield f"{path} is no {name}: {value!r}"
