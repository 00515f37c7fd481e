"""What the caller may keep as JSON, and read again in a later release."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

from pydantic import TypeAdapter


class Storable:
    """Something that the caller may keep as JSON."""

    def to_json(self) -> dict[str, Any]:
        """Return JSON values, to be stored and read again by `from_json`."""
        # Every class is hashable, whatever mypy makes of its instances.
        adapter = _adapter(type(self))  # type: ignore[arg-type]
        values: dict[str, Any] = adapter.dump_python(self, mode="json")
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return what `to_json` wrote; raises pydantic's ValidationError on anything less."""
        read: Self = _adapter(cls).validate_python(values)  # type: ignore[arg-type]
        return read


@cache
def _adapter(of: type[Storable]) -> TypeAdapter[Any]:
    return TypeAdapter(of)
