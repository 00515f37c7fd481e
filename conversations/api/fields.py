"""Fields that take exactly what they say."""

from typing import Any

from rest_framework.serializers import CharField, IntegerField

from ..text import is_blank


class TextField(CharField):
    """A JSON string; what would be drawn as nothing counts as blank."""

    def to_internal_value(self, data: Any) -> str:
        """Return the trimmed text; a number is no text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)

    def run_validation(self, data: Any = "") -> Any:
        """Treat text without a visible character as the empty text."""
        return super().run_validation("" if isinstance(data, str) and is_blank(data) else data)


class NumberField(IntegerField):
    """A JSON whole number; text that looks like one is refused."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)
