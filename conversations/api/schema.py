"""How the API describes its answers in OpenAPI."""

from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

FAILURES = {
    400: "The body can't be read: it is not the strict JSON that the API takes.",
    401: "Nobody is signed in, or the token is wrong.",
    403: "Not allowed.",
    404: "It doesn't exist, or it is not for you to see.",
    409: "The present state doesn't allow it.",
    411: "The body comes in chunks, without a Content-Length.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not `application/json`.",
    422: "The input is wrong; `fields` says where.",
    429: "Too many calls; `Retry-After` says when to come back.",
    502: "The service behind this one failed.",
    503: "The database is busy; `Retry-After` says when to come back.",
    504: "The service behind this one didn't answer in time.",
}


# For answers that go through `conditional`.
CONDITIONAL = [
    OpenApiParameter(
        "If-None-Match",
        str,
        OpenApiParameter.HEADER,
        description="The ETag of an answer that the caller has.",
    ),
    OpenApiParameter(
        "ETag",
        str,
        OpenApiParameter.HEADER,
        response=[200, 304],
        description="Stands for this answer, and changes with it.",
    ),
]
NOT_MODIFIED = {304: OpenApiResponse(description="The answer that the caller has is still right.")}


class ErrorDetailSerializer(serializers.Serializer[Any]):
    """What went wrong."""

    code = serializers.CharField(help_text="For programs; it doesn't change.")
    message = serializers.CharField(help_text="For people.")
    fields = serializers.DictField(  # type: ignore[assignment]
        required=False, help_text="What is wrong with each input."
    )
    retry_after = serializers.IntegerField(required=False, help_text="In seconds.")
    operation_id = serializers.CharField(required=False, help_text="The write that goes on.")
    request_id = serializers.CharField(help_text="Under which our log knows this request.")


class ErrorSerializer(serializers.Serializer[Any]):
    """A failure."""

    error = ErrorDetailSerializer()


class PageMetaSerializer(serializers.Serializer[Any]):
    """Where a page stands among all pages."""

    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    count = serializers.IntegerField(help_text="Rows on all pages together.")


@cache
def answer_of(serializer_class: type[serializers.BaseSerializer[Any]]) -> Any:
    """Describe `{"data": {…}}`."""
    return inline_serializer(f"{_name(serializer_class)}Answer", {"data": serializer_class()})


@cache
def list_of(serializer_class: type[serializers.BaseSerializer[Any]]) -> Any:
    """Describe `{"data": […]}`."""
    return inline_serializer(
        f"{_name(serializer_class)}List", {"data": serializer_class(many=True)}
    )


@cache
def page_of(
    serializer_class: type[serializers.BaseSerializer[Any]],
    meta_class: type[PageMetaSerializer] = PageMetaSerializer,
) -> Any:
    """Describe `{"data": […], "meta": {…}}`."""
    return inline_serializer(
        f"{_name(serializer_class)}Page",
        {"data": serializer_class(many=True), "meta": meta_class()},
    )


def failures(*statuses: int) -> dict[int, OpenApiResponse]:
    """Describe these failures, and the two that every call may meet."""
    return {
        status: OpenApiResponse(ErrorSerializer, description=FAILURES[status])
        for status in sorted({401, 503, *statuses})
    }


def body_failures(*statuses: int) -> dict[int, OpenApiResponse]:
    """Describe the failures of a call with a body, a wrong CSRF token among them."""
    return failures(400, 403, 411, 413, 415, 422, *statuses)


def _name(serializer_class: type[serializers.BaseSerializer[Any]]) -> str:
    return serializer_class.__name__.removesuffix("Serializer")
