from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    IntValueNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from ..limits import MAXIMUM_COMPLEXITY
from .connections import DEFAULT_SIZE
from .errors import too_complex

PROPERTY_POINTS = 0.1
OBJECT_POINTS = 1
MOST_NODES = MAXIMUM_COMPLEXITY / PROPERTY_POINTS
Fragments = Mapping[str, FragmentDefinitionNode]
Parent = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType


def complexity(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Fragments,
    variables: Mapping[str, Any],
) -> int:
    """Estimate an operation's points: a property 0.1, an object 1, a list times its ``first``.

    Raises LinearError where that would take too long.

    https://linear.app/developers/rate-limiting
    """
    root = schema.get_root_type(operation.operation)
    if root is None:
        return 0
    # Rounded before it is rounded up, or else sums of tenths tip over: 0.1 + 0.2 is not 0.3.
    return ceil(round(_Points(schema, fragments, variables).of(operation.selection_set, root), 6))


class _Points:
    def __init__(
        self, schema: GraphQLSchema, fragments: Fragments, variables: Mapping[str, Any]
    ) -> None:
        self.schema = schema
        self.fragments = fragments
        self.variables = variables
        self.nodes = 0

    def of(self, selections: SelectionSetNode, parent: Parent, times: int = 1) -> float:
        total = 0.0
        for field, owner in self._fields(selections, parent):
            definition = _fields_of(owner).get(field.name.value)
            if definition is None:
                continue
            kind = get_named_type(definition.type)
            if not isinstance(kind, Parent):
                total += PROPERTY_POINTS
            elif not field.selection_set:
                total += OBJECT_POINTS
            elif {"nodes", "pageInfo"} <= _fields_of(kind).keys():
                total += self.of(field.selection_set, kind, self._size(field))
            else:
                repeated = times if field.name.value in {"nodes", "edges"} else 1
                total += repeated * (OBJECT_POINTS + self.of(field.selection_set, kind))
        return total

    def _fields(
        self, selections: SelectionSetNode, parent: Parent
    ) -> Iterator[tuple[FieldNode, Parent]]:
        for node in selections.selections:
            # Fragments in fragments can be more than anyone can count.
            self.nodes += 1
            if self.nodes > MOST_NODES:
                raise too_complex(MAXIMUM_COMPLEXITY + 1)
            if isinstance(node, FieldNode):
                yield node, parent
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments[node.name.value]
                owner = self._narrowed(fragment.type_condition, parent)
                yield from self._fields(fragment.selection_set, owner)
            elif isinstance(node, InlineFragmentNode):
                owner = self._narrowed(node.type_condition, parent)
                yield from self._fields(node.selection_set, owner)

    def _narrowed(self, condition: NamedTypeNode | None, parent: Parent) -> Parent:
        """Return the type that a fragment is on: a union has no fields but those of its members."""
        named = self.schema.type_map.get(condition.name.value) if condition else None
        return named if isinstance(named, Parent) else parent

    def _size(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value in {"first", "last"}:
                if isinstance(argument.value, IntValueNode):
                    return max(int(argument.value.value), 1)
                if isinstance(argument.value, VariableNode):
                    size = self.variables.get(argument.value.name.value)
                    return max(size, 1) if isinstance(size, int) else DEFAULT_SIZE
        return DEFAULT_SIZE


def _fields_of(kind: Parent) -> Mapping[str, GraphQLField]:
    return {} if isinstance(kind, GraphQLUnionType) else kind.fields
