"""The sandbox's own SDL is a part of Linear's, and both answer what clients ask."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    build_schema,
    get_introspection_query,
    get_named_type,
    graphql_sync,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from .agents import speak
from .process import SANDBOX, Linear

INTROSPECTION = get_introspection_query(specified_by_url=True, input_value_deprecation=True)
Element = GraphQLField | GraphQLArgument | GraphQLInputField | GraphQLEnumValue


@pytest.fixture(scope="module")
def own_schema() -> GraphQLSchema:
    files = sorted(SANDBOX.glob("sdl/*.graphql"))
    return build_schema("\n".join(path.read_text() for path in files))


def _types(schema: GraphQLSchema) -> list[GraphQLNamedType]:
    return [kind for name, kind in schema.type_map.items() if not name.startswith("__")]


def _elements(schema: GraphQLSchema) -> dict[str, Element]:
    """Return every field, argument, input field and enum value by its coordinate."""
    return {name: element for kind in _types(schema) for name, element in _elements_of(kind)}


def _elements_of(kind: GraphQLNamedType) -> Iterator[tuple[str, Element]]:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in kind.fields.items():
            yield f"{kind.name}.{name}", field
            for argument, definition in field.args.items():
                yield f"{kind.name}.{name}({argument})", definition
    if isinstance(kind, GraphQLInputObjectType):
        yield from ((f"{kind.name}.{name}", item) for name, item in kind.fields.items())
    if isinstance(kind, GraphQLEnumType):
        yield from ((f"{kind.name}.{name}", value) for name, value in kind.values.items())


def _lines(schema: GraphQLSchema) -> set[str]:
    """Write all that the schema says: kinds, interfaces, members, types, defaults, directives."""
    lines = {f"@{directive.name}" for directive in schema.directives}
    for kind in _types(schema):
        lines.add(f"{type(kind).__name__} {kind.name}")
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            lines |= {f"{kind.name} implements {parent.name}" for parent in kind.interfaces}
        if isinstance(kind, GraphQLUnionType):
            lines |= {f"{kind.name} = {member.name}" for member in kind.types}
    return lines | {_line(name, element) for name, element in _elements(schema).items()}


def _line(name: str, element: Element) -> str:
    if isinstance(element, GraphQLEnumValue):
        return name
    default = Undefined if isinstance(element, GraphQLField) else element.default_value
    return f"{name}: {element.type}" + ("" if default is Undefined else f" = {default!r}")


def test_every_line_of_the_own_sdl_is_one_of_linears(
    own_schema: GraphQLSchema, full_schema: GraphQLSchema
) -> None:
    own = _lines(own_schema)
    assert len(own) > 500
    assert own - _lines(full_schema) == set()


def test_no_required_argument_or_input_of_linears_is_left_out(
    own_schema: GraphQLSchema, full_schema: GraphQLSchema
) -> None:
    own = _elements(own_schema)
    owners = {kind.name for kind in _types(own_schema)} | set(own)
    required = {
        name
        for name, element in _elements(full_schema).items()
        if (isinstance(element, GraphQLArgument) and is_required_argument(element))
        or (isinstance(element, GraphQLInputField) and is_required_input_field(element))
    }
    assert {name for name in required if _owner(name) in owners} - set(own) == set()


def _owner(coordinate: str) -> str:
    """Return the field of an argument, the type of an input field."""
    return coordinate.partition("(")[0] if "(" in coordinate else coordinate.partition(".")[0]


def test_nothing_of_the_own_sdl_is_deprecated_by_linear(
    own_schema: GraphQLSchema, full_schema: GraphQLSchema
) -> None:
    theirs = _elements(full_schema)
    assert {name for name in _elements(own_schema) if theirs[name].deprecation_reason} == set()


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
        ("comments(first: 3) { nodes %s }", "Comment"),
        ("customers(first: 3) { nodes %s }", "Customer"),
        ("customerNeeds(first: 3) { nodes %s }", "CustomerNeed"),
        ("customerTiers(first: 3) { nodes %s }", "CustomerTier"),
        ("customerStatuses(first: 3) { nodes %s }", "CustomerStatus"),
        ('searchIssues(term: "card") { nodes %s }', "IssueSearchResult"),
        ("templates %s", "Template"),
        ("agentSessions(first: 3) { nodes %s }", "AgentSession"),
        ("agentActivities(first: 3) { nodes %s }", "AgentActivity"),
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
    speak(full)
    selection = f"{{ {_everything(full_schema, type_name)} }}"
    data = full.ask(f"{{ {root % selection} }}")
    assert next(iter(data.values()))


def test_introspection_under_linears_schema_is_linears(
    full: Linear, full_schema: GraphQLSchema
) -> None:
    answer = full.answer(INTROSPECTION, key=None).json()
    assert answer == {"data": graphql_sync(full_schema, INTROSPECTION).data}


def test_introspection_without_it_is_of_the_own_sdl(own: Linear, own_schema: GraphQLSchema) -> None:
    names = {
        kind["name"] for kind in own.ask("{ __schema { types { name } } }")["__schema"]["types"]
    }
    assert names == set(own_schema.type_map)
