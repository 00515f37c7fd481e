"""What is wrong with an input, in one line."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import get_language
from rest_framework.fields import Field


def summary(fields: Mapping[str, object]) -> str:
    """Return all problems as one text; one that doesn't say which input it means is told so."""
    return " ".join(
        f"{name}: {text}" if name != "non_field_errors" and _is_vague(text) else text
        for name, problems in fields.items()
        for text in _texts(problems)
    )


def _texts(problems: object) -> Iterator[str]:
    if isinstance(problems, dict):
        problems = list(problems.values())
    if not isinstance(problems, list):
        yield str(problems)
        return
    for problem in problems:
        yield from _texts(problem)


def _is_vague(text: str) -> bool:
    return text.startswith(_vague_beginnings(get_language() or "en"))


@cache
def _vague_beginnings(language: str) -> tuple[str, ...]:
    """Return how the sentences begin, in the active language, that fit any input.

    A class of fields has such ones; what a single field was given names the input itself.
    """
    sentences = [str(ProhibitNullCharactersValidator.message)]
    for kind in _subclasses(Field):
        sentences += map(str, getattr(kind, "default_error_messages", {}).values())
    beginnings = {sentence.partition("{")[0] for sentence in sentences}
    return tuple(sorted(beginnings - {""}))


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    for subclass in kind.__subclasses__():
        yield from _subclasses(subclass)
