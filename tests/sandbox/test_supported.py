"""What of Linear's API the sandbox has: the README lists it, and the rest is refused by name."""

import re
from collections.abc import Iterator

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    Undefined,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    parse,
)

from .process import SANDBOX, Linear

README = (SANDBOX / "README.md").read_text()
ROOTS = ("Query", "Mutation")
Names = dict[str, list[str]]
_LITERALS = {"Int": "1", "Float": "1", "Boolean": "false", "JSONObject": "{}"}
_DATES = {"DateTime": '"2031-02-28T10:00:00.000Z"', "TimelessDate": '"2031-02-28"'}


def _root_fields(sdl: str) -> Names:
    """Return the root fields of a part of the SDL, by root type."""
    names: Names = {root: [] for root in ROOTS}
    for node in parse(sdl).definitions:
        if isinstance(node, ObjectTypeDefinitionNode | ObjectTypeExtensionNode):
            fields = [field.name.value for field in node.fields or ()]
            names.setdefault(node.name.value, []).extend(fields)
    return {root: sorted(names[root]) for root in ROOTS}


SUPPORTED = {
    path.stem: _root_fields(path.read_text()) for path in sorted(SANDBOX.glob("sdl/*.graphql"))
}


def _all_supported(root: str) -> list[str]:
    return sorted(name for area in SUPPORTED.values() for name in area[root])


def test_the_readme_lists_what_is_supported() -> None:
    rows = {
        area: {"Query": queries, "Mutation": mutations}
        for area, queries, mutations in re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", README, re.M)
        if area in SUPPORTED
    }
    assert rows == {
        area: {root: ", ".join(names) for root, names in fields.items()}
        for area, fields in SUPPORTED.items()
        if any(fields.values())
    }


def test_the_readme_counts_what_is_supported(full_schema: GraphQLSchema) -> None:
    queries, mutations = full_schema.query_type, full_schema.mutation_type
    assert queries
    assert mutations
    sentence = (
        f"{len(_all_supported('Query'))} of Linear's {len(queries.fields)} queries and "
        f"{len(_all_supported('Mutation'))} of its {len(mutations.fields)} mutations"
    )
    assert sentence in " ".join(README.split())


def test_every_other_root_field_of_linears_is_refused_by_name(
    full: Linear, full_schema: GraphQLSchema
) -> None:
    for kind in (full_schema.query_type, full_schema.mutation_type):
        assert kind
        answered = []
        for name, field in kind.fields.items():
            document = f"{kind.name.lower()} {{ {name}{_arguments(field)} {_selection(field)} }}"
            error = next(iter(full.answer(document).json().get("errors", [])), None)
            assert not error or error["extensions"]["type"] != "graphql error", (document, error)
            if not error or error["message"] != f"{name} is not supported by the sandbox":
                answered.append(name)
        assert sorted(answered) == _all_supported(kind.name)


def _arguments(field: GraphQLField) -> str:
    given = ", ".join(_given(field.args))
    return f"({given})" if given else ""


def _given(definitions: dict[str, GraphQLArgument] | dict[str, GraphQLInputField]) -> Iterator[str]:
    """Write a value for each argument or input field that must have one."""
    for name, definition in definitions.items():
        if is_non_null_type(definition.type) and definition.default_value is Undefined:
            yield f"{name}: {_literal(definition.type.of_type)}"


def _literal(kind: GraphQLInputType) -> str:
    if is_list_type(kind):
        return "[]"
    if isinstance(kind, GraphQLInputObjectType):
        return f"{{{', '.join(_given(kind.fields))}}}"
    if isinstance(kind, GraphQLEnumType):
        return str(next(iter(kind.values)))
    name = get_named_type(kind).name
    return {**_LITERALS, **_DATES}.get(name, '"00000000-0000-4000-8000-000000000000"')


def _selection(field: GraphQLField) -> str:
    return "" if is_leaf_type(get_named_type(field.type)) else "{ __typename }"
