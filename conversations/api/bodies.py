"""What a JSON body holds: the fields that its call knows, and no others."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

UNKNOWN = _("This call takes no such field.")
# As many as help to find the mistake; a body may have a hundred thousand.
MOST_NAMED = 10


class Body(serializers.Serializer[Any]):
    """A call's body; a field that the call doesn't know is refused, and not overlooked."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields' values; what is wrong raises with its field."""
        if isinstance(data, Mapping) and (unknown := data.keys() - self.fields.keys()):
            named = sorted(unknown)[:MOST_NAMED]
            raise serializers.ValidationError({name: [UNKNOWN] for name in named})
        return super().to_internal_value(data)


class BodyExtension(OpenApiSerializerExtension):
    """Says in the OpenAPI schema that there are no other fields."""

    target_class = Body
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return the body's schema."""
        schema: dict[str, Any] = auto_schema._map_serializer(
            self.target, direction, bypass_extensions=True
        )
        return {**schema, "additionalProperties": False}
