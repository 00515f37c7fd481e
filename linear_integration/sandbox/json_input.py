from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

DEEPEST = 100


class UnreadableBody(ValueError):
    """A request's body is not the JSON that it should be."""


def read_json(body: bytes) -> Any:
    """Read a body that is JSON through and through; raises UnreadableBody."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableBody("The body is not JSON") from error
    if not is_plain_json(content):
        raise UnreadableBody("The body holds what JSON in UTF-8 can't say, or is nested too deeply")
    return content


def is_plain_json(value: Any) -> bool:
    """Tell whether a value can be kept and written out again in every answer that shows it.

    Python reads more than it can write: NaN, half of a surrogate pair, numbers without end.
    """
    layer = [value]
    for _ in range(DEEPEST):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return _can_be_written(value)
    return False


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _can_be_written(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return False
    return True
