"""Every document is one that Linear's schema accepts, and every reader reads what it selects."""

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from graphql import GraphQLSchema, parse
from pydantic.dataclasses import dataclass

from linear_integration.linear import results
from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.documents import document, operation_names
from linear_integration.linear.pages import Page
from linear_integration.linear.types import Label

from .contract import complexity, document_errors, operations, reader_errors

ROOT = Path(__file__).parents[2]
PRODUCT = ("bridge", "conversations", "linear_integration")
GRAPHQL = re.compile(r"\b(query|mutation|fragment)\s+\w+[^\n;=]*\{|\{\s*(viewer|issueCreate)\b")
HIGHEST_COMPLEXITY = 1_000

READERS = {
    name: reader
    for module in pkgutil.iter_modules(results.__path__, f"{results.__name__}.")
    for name, reader in vars(importlib.import_module(module.name)).items()
}

each_operation = pytest.mark.parametrize("name", operation_names())


def reader_of(name: str) -> type:
    camel = "".join(part.capitalize() for part in name.split("_"))
    reader: type = READERS[f"{camel}Result"]
    return reader


@each_operation
def test_a_document_is_valid_and_uses_nothing_deprecated(schema: GraphQLSchema, name: str) -> None:
    assert document_errors(schema, document(name).text) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("query Q { viewer { id }", "Syntax Error"),
        ("{ viewer { id } }", "0 named operations"),
        ("query A { viewer { id } } query B { viewer { id } }", "2 named operations"),
        ("query Q { viewer { nickname } }", "Cannot query field"),
        ("query Q($id: String!) { viewer { id } }", "is never used"),
        ("query Q { viewer { id ...F } }", "Unknown fragment"),
        ("query Q { viewer { id } } fragment F on User { id }", "is never used"),
        ("query Q { issue { id } }", "is required"),
        ("query Q($id: ID!) { issue(id: $id) { id } }", "used in position"),
        ("query Q { viewer { inviteHash } }", "deprecated"),
        ("query Q { teams { nodes { issueOrderingNoPriorityFirst } } }", "deprecated"),
    ],
)
def test_the_check_of_documents_bites(schema: GraphQLSchema, text: str, complaint: str) -> None:
    assert any(complaint in error for error in document_errors(schema, text))


@each_operation
def test_a_reader_finds_its_fields_and_expects_null_where_it_may_come(
    schema: GraphQLSchema, name: str
) -> None:
    assert reader_errors(schema, document(name).text, reader_of(name)) == []


@dataclass(config=CAMEL_CASE)
class _Person:
    id: str
    nickname: str


@dataclass(config=CAMEL_CASE)
class _Picture:
    avatar_url: str


@dataclass(config=CAMEL_CASE)
class _Name:
    name: str | None


@pytest.mark.parametrize(
    ("reader", "complaint"),
    [
        (_Person, "_Person.nickname is not selected"),
        (_Picture, "_Picture.avatar_url may be null"),
        (_Name, "_Name.name is never null"),
    ],
)
def test_the_check_of_readers_bites(schema: GraphQLSchema, reader: type, complaint: str) -> None:
    @dataclass(config=CAMEL_CASE)
    class Result:
        viewer: reader  # type: ignore[valid-type]

    text = "query Q { viewer { id name avatarUrl } }"
    assert complaint in reader_errors(schema, text, Result)


def test_the_check_of_readers_looks_into_pages(schema: GraphQLSchema) -> None:
    @dataclass(config=CAMEL_CASE)
    class Result:
        issue_labels: Page[Label]

    text = "query Q { issueLabels { nodes { id } pageInfo { hasNextPage } } }"
    wrong = reader_errors(schema, text, Result)
    assert {"PageInfo.end_cursor is not selected", "Label.color is not selected"} <= set(wrong)


@each_operation
def test_a_document_stays_far_below_linears_limit_of_complexity(name: str) -> None:
    assert complexity(document(name).text) < HIGHEST_COMPLEXITY


def test_complexity_is_counted_as_linear_documents_it() -> None:
    assert complexity("query Q { viewer { id name } }") == 2
    teams = "teams(first: 50) { nodes { id key name } pageInfo { hasNextPage endCursor } }"
    assert complexity(f"query Q {{ {teams} }}") == 67
    assert complexity("query Q { issues { nodes { labels(first: 20) { nodes { id } } } } }") == 1150


@each_operation
def test_a_document_knows_what_it_is(name: str) -> None:
    known = document(name)
    operation = operations(parse(known.text))[0]
    first = operation.selection_set.selections[0]
    assert known.is_mutation == (operation.operation.value == "mutation")
    assert known.first_field == first.name.value  # type: ignore[attr-defined]
    assert operation.name is not None
    assert operation.name.value.lower() == name.replace("_", "")


def test_graphql_stands_in_the_documents_and_nowhere_else() -> None:
    sources = [
        path
        for folder in PRODUCT
        for suffix in ("py", "js", "html")
        for path in (ROOT / folder).rglob(f"*.{suffix}")
        if "sandbox" not in path.relative_to(ROOT).parts
    ]
    assert len(sources) > 20
    assert [path for path in sources if GRAPHQL.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "text",
    ["query Teams { teams }", '"mutation X($i: I!) { issueCreate }"', "post('{ viewer { id }}')"],
)
def test_the_search_for_graphql_bites(text: str) -> None:
    assert GRAPHQL.search(text)


def test_the_library_stands_on_its_own() -> None:
    program = (
        "import sys; import linear_integration.linear.client, linear_integration.linear.oauth\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
