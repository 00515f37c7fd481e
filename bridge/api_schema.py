"""The OpenAPI schema at /api/schema."""

from django.utils import translation
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response


class SchemaView(SpectacularAPIView):
    """Answers everybody the same: programmers read it, in English, as openapi.yaml is."""

    def _get_schema_response(self, request: Request) -> Response:
        with translation.override("en"):
            response: Response = super()._get_schema_response(request)  # type: ignore[no-untyped-call]
        return response
