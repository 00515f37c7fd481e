"""The GraphQL documents: one operation a file, what they share in fragments/."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_SPREAD = re.compile(r"\.\.\.\s*([A-Z]\w*)")
_FIRST_FIELD = re.compile(r"\{\s*(\w+)")


@dataclass(frozen=True)
class Document:
    """An operation as it is sent.

    `first_field` is the answer's key of the first root field: an error there means that a
    mutation did nothing at all.
    """

    name: str
    text: str
    is_mutation: bool
    first_field: str


@cache
def document(name: str) -> Document:
    """Return the operation in `<name>.graphql` together with the fragments that it uses."""
    operation = (_FOLDER / f"{name}.graphql").read_text(encoding="utf-8")
    first_field = _FIRST_FIELD.search(operation)
    if first_field is None:
        raise ValueError(f"{name}.graphql has no root field")
    return Document(
        name=name,
        text=_with_fragments(operation),
        is_mutation=operation.startswith("mutation"),
        first_field=first_field.group(1),
    )


def operation_names() -> list[str]:
    """Return the names of all operations, for checks that go through every one."""
    return sorted(path.stem for path in _FOLDER.glob("*.graphql"))


def _with_fragments(text: str) -> str:
    used: dict[str, str] = {}
    waiting = _SPREAD.findall(text)
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = _fragment(name)
            waiting += _SPREAD.findall(used[name])
    return "".join([text, *(used[name] for name in sorted(used))])


def _fragment(name: str) -> str:
    file_name = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return (_FOLDER / "fragments" / f"{file_name}.graphql").read_text(encoding="utf-8")
