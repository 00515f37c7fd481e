"""Fields that take exactly what they say."""

import re
from datetime import date
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework.serializers import BooleanField, CharField, DateField, IntegerField

from ..text import is_blank

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class TextField(CharField):
    """A JSON string; what would be drawn as nothing counts as blank."""

    def to_internal_value(self, data: Any) -> str:
        """Return the trimmed text; a number is no text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)

    def run_validation(self, data: Any = "") -> Any:
        """Treat text without a visible character as the empty text, but for NUL: no text has it."""
        if isinstance(data, str) and "\0" not in data and is_blank(data):
            return super().run_validation("")
        return super().run_validation(data)


class NumberField(IntegerField):
    """A JSON whole number; text that looks like one is refused."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class SwitchField(BooleanField):
    """JSON's true or false; text and numbers that look like one are refused."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the value."""
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class DayField(DateField):
    """A day as YYYY-MM-DD; the other forms of ISO 8601 are refused."""

    def to_internal_value(self, data: Any) -> date:
        """Return the day."""
        if not isinstance(data, str) or DAY.fullmatch(data) is None:
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(data)


class TextFieldExtension(OpenApiSerializerFieldExtension):
    """Says in the OpenAPI schema that no text holds NUL."""

    target_class = TextField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return the field's schema."""
        schema: dict[str, Any] = auto_schema._map_serializer_field(
            self.target, direction, bypass_extensions=True
        )
        return {**schema, "pattern": r"^[^\x00]+$"}
