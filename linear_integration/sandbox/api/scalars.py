from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema

from ..clock import stamp
from ..json_input import is_plain_json

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DURATION_START = re.compile(r"-?P")


def install_scalars(schema: GraphQLSchema) -> None:
    """Give the schema's own scalars Linear's way of reading and writing them."""
    for name, read in _READERS.items():
        scalar = schema.type_map.get(name)
        if isinstance(scalar, GraphQLScalarType):
            scalar.coerce_input_value = read
    scalar = schema.type_map.get("JSON")
    if isinstance(scalar, GraphQLScalarType):
        scalar.coerce_output_value = _write_json


def is_uuid4(text: str) -> bool:
    """Tell whether a text is a UUID of version 4 in its usual form."""
    try:
        return str(UUID(text, version=4)) == text.lower()
    except ValueError:
        return False


def _write_json(value: Any) -> str:
    """Linear sends JSON as a string of JSON, and its SDK parses that again."""
    return value if isinstance(value, str) else json.dumps(value)


def _read_date_time(value: Any) -> str:
    text = str(value)
    try:
        moment = datetime(int(text), 1, 1) if re.fullmatch(r"\d{4}", text) else None  # noqa: DTZ001
        moment = moment or datetime.fromisoformat(text)
    except ValueError as error:
        raise GraphQLError(f"{text!r} is not a date and time in ISO 8601") from error
    return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _read_date_time_or_duration(value: Any) -> str:
    return str(value) if _DURATION_START.match(str(value)) else _read_date_time(value)


def _read_date(value: Any) -> str:
    text = str(value)
    if not _DATE.fullmatch(text):
        raise GraphQLError(f"{text!r} is not a date of the form YYYY-MM-DD")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise GraphQLError(f"{text!r} is not a date of the calendar") from error


def _read_date_or_duration(value: Any) -> str:
    return str(value) if _DURATION_START.match(str(value)) else _read_date(value)


def _read_json_object(value: Any) -> dict[str, Any] | list[Any]:
    """Read an object, or a list: Linear's guide has agents send one as their plan.

    https://linear.app/developers/agent-interaction
    """
    if not isinstance(value, dict | list) or not is_plain_json(value):
        raise GraphQLError("expected a JSON object")
    return value


def _read_uuid(value: Any) -> str:
    if not isinstance(value, str) or not is_uuid4(value):
        raise GraphQLError(f"{value!r} is not a UUID")
    return value.lower()


_READERS: dict[str, Callable[[Any], Any]] = {
    "DateTime": _read_date_time,
    "DateTimeOrDuration": _read_date_time_or_duration,
    "TimelessDate": _read_date,
    "TimelessDateOrDuration": _read_date_or_duration,
    "JSONObject": _read_json_object,
    "UUID": _read_uuid,
}
