"""The sandbox's own SDL is a part of Linear's, and both answer what clients ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_leaf_type,
)

from ..linear_schema import linear_schema
from .process import Linear

SDL = Path(__file__).parents[2] / "linear_integration" / "sandbox" / "sdl"


@pytest.fixture(scope="module")
def own_schema() -> GraphQLSchema:
    return build_schema("\n".join(path.read_text() for path in sorted(SDL.glob("*.graphql"))))


@pytest.fixture(scope="module")
def full_schema() -> GraphQLSchema:
    return linear_schema()


def _coordinates(schema: GraphQLSchema) -> set[str]:
    """Write every type, interface, field, argument, input field and enum value as a line."""
    types = [kind for name, kind in schema.type_map.items() if not name.startswith("__")]
    return {line for kind in types for line in _lines(kind)}


def _lines(kind: GraphQLNamedType) -> Iterator[str]:
    yield f"{type(kind).__name__} {kind.name}"
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        yield from (f"{kind.name} implements {parent.name}" for parent in kind.interfaces)
        for name, field in kind.fields.items():
            yield f"{kind.name}.{name}: {field.type}"
            for argument, definition in field.args.items():
                yield f"{kind.name}.{name}({argument}: {definition.type})"
    if isinstance(kind, GraphQLInputObjectType):
        yield from (f"{kind.name}.{name}: {item.type}" for name, item in kind.fields.items())
    if isinstance(kind, GraphQLEnumType):
        yield from (f"{kind.name}.{value}" for value in kind.values)


def test_every_coordinate_of_the_own_sdl_is_one_of_linears(
    own_schema: GraphQLSchema, full_schema: GraphQLSchema
) -> None:
    own = _coordinates(own_schema)
    assert len(own) > 500
    assert own - _coordinates(full_schema) == set()


def test_no_required_argument_or_input_of_linears_is_left_out(
    own_schema: GraphQLSchema, full_schema: GraphQLSchema
) -> None:
    required = {line for line in _coordinates(full_schema) if line.endswith(("!", "!)"))}
    owners = {
        *(
            name
            for name, kind in own_schema.type_map.items()
            if isinstance(kind, GraphQLInputObjectType)
        )
    }
    missing = {line for line in required if line.split(".")[0] in owners} - _coordinates(own_schema)
    assert missing == set()


def test_nothing_of_the_own_sdl_is_deprecated_by_linear(
    own_schema: GraphQLSchema, full_schema: GraphQLSchema
) -> None:
    for name, kind in own_schema.type_map.items():
        if name.startswith("__") or not isinstance(kind, GraphQLObjectType):
            continue
        theirs = full_schema.type_map[name]
        assert isinstance(theirs, GraphQLObjectType)
        for field in kind.fields:
            assert theirs.fields[field].deprecation_reason is None, f"{name}.{field}"


def _everything(schema: GraphQLSchema, type_name: str) -> str:
    """Select what Linear's SDK selects: every scalar, and the id of each related object."""
    kind = schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    parts = []
    for name, field in kind.fields.items():
        named = get_named_type(field.type)
        if any(str(argument.type).endswith("!") for argument in field.args.values()):
            continue
        if is_leaf_type(named):
            parts.append(name)
        elif isinstance(named, GraphQLObjectType) and "id" in named.fields:
            parts.append(f"{name} {{ id }}")
        elif isinstance(named, GraphQLObjectType) and "nodes" in named.fields:
            parts.append(f"{name}(first: 1) {{ pageInfo {{ hasNextPage }} }}")
    return " ".join(parts)


@pytest.mark.parametrize(
    ("root", "type_name"),
    [
        ("viewer %s", "User"),
        ("organization %s", "Organization"),
        ("teams(first: 3) { nodes %s }", "Team"),
        ("users(first: 3) { nodes %s }", "User"),
        ("workflowStates(first: 3) { nodes %s }", "WorkflowState"),
        ("issueLabels(first: 3) { nodes %s }", "IssueLabel"),
        ("projects(first: 3) { nodes %s }", "Project"),
        ("cycles(first: 3) { nodes %s }", "Cycle"),
        ("issues(first: 3) { nodes %s }", "Issue"),
        ("attachments(first: 3) { nodes %s }", "Attachment"),
        ('searchIssues(term: "card") { nodes %s }', "IssueSearchResult"),
        ("templates %s", "Template"),
    ],
)
def test_every_field_that_the_sdk_selects_is_answered(
    full: Linear, full_schema: GraphQLSchema, root: str, type_name: str
) -> None:
    attach = (
        'mutation { attachmentCreate(input: {issueId: "ENG-1", title: "T", url: "http://a.example"})'
        " { success } }"
    )
    full.ask(attach)
    selection = f"{{ {_everything(full_schema, type_name)} }}"
    data = full.ask(f"{{ {root % selection} }}")
    assert next(iter(data.values()))


def test_the_full_schema_is_linears_to_introspection(
    own: Linear, full: Linear, full_schema: GraphQLSchema
) -> None:
    document = "{ __schema { types { name } } }"
    names = {kind["name"] for kind in full.ask(document)["__schema"]["types"]}
    assert names == set(full_schema.type_map)
    assert "Subscription" not in {kind["name"] for kind in own.ask(document)["__schema"]["types"]}
