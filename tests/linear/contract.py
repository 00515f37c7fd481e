"""Checks of our documents and readers against a schema; each returns what is wrong, in words."""

import dataclasses
import math
import types
import typing
from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    NoDeprecatedCustomRule,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Undefined,
    coerce_input_value,
    get_named_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    parse,
    specified_rules,
    validate,
)
from graphql.language import FragmentDefinitionNode, IntValueNode

RULES = [*specified_rules, NoDeprecatedCustomRule]
DEFAULT_PAGE = 50


def document_errors(schema: GraphQLSchema, text: str) -> list[str]:
    """What is wrong with a document that holds one operation."""
    try:
        document = parse(text)
    except GraphQLError as error:
        return [error.message]
    named = [each for each in operations(document) if each.name]
    wrong = [] if len(named) == 1 else [f"{len(named)} named operations instead of one"]
    return wrong + [error.message for error in validate(schema, document, RULES)]


def fits(schema: GraphQLSchema, type_name: str, value: object) -> bool:
    """Whether a value is one of that input type."""
    input_type = schema.type_map[type_name]
    assert is_input_object_type(input_type)
    return coerce_input_value(value, input_type) is not Undefined


def operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]


def root_type(schema: GraphQLSchema, document: DocumentNode) -> GraphQLNamedType:
    is_query = operations(document)[0].operation is OperationType.QUERY
    root = schema.query_type if is_query else schema.mutation_type
    assert root is not None
    return root


def fields(document: DocumentNode, selection: SelectionSetNode | None) -> Iterator[FieldNode]:
    """The fields of a selection, fragments opened up."""
    for node in selection.selections if selection else ():
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from fields(document, node.selection_set)
        elif isinstance(node, FragmentSpreadNode):
            yield from fields(document, _fragment(document, node.name.value).selection_set)


def reader_errors(schema: GraphQLSchema, text: str, reader: type) -> list[str]:
    """Which of a reader's fields are not selected, or may be null where it doesn't expect it."""
    document = parse(text)
    selection = operations(document)[0].selection_set
    return list(_reader_errors(schema, document, selection, root_type(schema, document), reader))


def complexity(text: str) -> int:
    """Linear's formula: a property 0.1, an object 1, a connection's nodes times its page size."""
    document = parse(text)
    return math.ceil(_points(document, operations(document)[0].selection_set))


def _fragment(document: DocumentNode, name: str) -> FragmentDefinitionNode:
    return next(
        each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode) and each.name.value == name
    )


def _points(document: DocumentNode, selection: SelectionSetNode | None, times: int = 1) -> float:
    points = 0.0
    for field in fields(document, selection):
        if field.selection_set is None:
            points += 0.1
        elif _is_connection(document, field):
            points += _points(document, field.selection_set, times=_page_size(field))
        else:
            factor = times if field.name.value == "nodes" else 1
            points += factor * (1 + _points(document, field.selection_set))
    return points


def _is_connection(document: DocumentNode, field: FieldNode) -> bool:
    return any(each.name.value == "nodes" for each in fields(document, field.selection_set))


def _page_size(field: FieldNode) -> int:
    sizes = [each.value for each in field.arguments or () if each.name.value == "first"]
    return int(sizes[0].value) if sizes and isinstance(sizes[0], IntValueNode) else DEFAULT_PAGE


def _reader_errors(
    schema: GraphQLSchema,
    document: DocumentNode,
    selection: SelectionSetNode | None,
    parent: GraphQLNamedType,
    reader: Any,
) -> Iterator[str]:
    selected = {(f.alias or f.name).value: f for f in fields(document, selection)}
    hints = _hints(reader)
    for field in dataclasses.fields(_origin(reader)):
        alias = _origin(reader).__pydantic_fields__[field.name].alias
        place = f"{_origin(reader).__name__}.{field.name}"
        if alias not in selected:
            yield f"{place} is not selected"
            continue
        node = selected[alias]
        assert is_object_type(parent)
        graphql_type = parent.fields[node.name.value].type
        hint, optional = _without_none(hints[field.name])
        may_be_null = not is_non_null_type(graphql_type) or bool(node.directives)
        if may_be_null and not optional:
            yield f"{place} may be null"
        if not may_be_null and optional:
            yield f"{place} is never null"
        yield from _inside(schema, document, node, graphql_type, hint)


def _inside(
    schema: GraphQLSchema, document: DocumentNode, node: FieldNode, graphql_type: Any, hint: Any
) -> Iterator[str]:
    named = get_named_type(graphql_type)
    item = typing.get_args(hint)[0] if typing.get_origin(hint) is list else hint
    selection = node.selection_set
    bare = graphql_type.of_type if is_non_null_type(graphql_type) else graphql_type
    if typing.get_origin(hint) is list and not is_list_type(bare):
        # A connection whose nodes the reader unwraps.
        inner = next(f for f in fields(document, selection) if f.name.value == "nodes")
        named, selection = get_named_type(named.fields["nodes"].type), inner.selection_set
    if dataclasses.is_dataclass(_origin(item)):
        yield from _reader_errors(schema, document, selection, named, item)


def _origin(reader: Any) -> Any:
    return typing.get_origin(reader) or reader


def _hints(reader: Any) -> dict[str, Any]:
    """The types of a dataclass's fields, with a generic's parameters filled in."""
    origin = _origin(reader)
    hints = {
        name: hint
        for each in reversed(origin.__mro__)
        for name, hint in typing.get_type_hints(each).items()
    }
    arguments = typing.get_args(reader)
    if not arguments:
        return hints
    return {name: _filled(hint, arguments[0]) for name, hint in hints.items()}


def _filled(hint: Any, argument: Any) -> Any:
    if isinstance(hint, typing.TypeVar):
        return argument
    if any(isinstance(each, typing.TypeVar) for each in typing.get_args(hint)):
        return typing.get_origin(hint)[argument]
    return hint


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [each for each in typing.get_args(hint) if each is not type(None)]
        return rest[0], len(rest) < len(typing.get_args(hint))
    return hint, False
