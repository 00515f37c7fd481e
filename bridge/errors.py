"""Every failure of the API as one JSON body.

    {"error": {"code", "message", "fields"?, "retry_after"?, "operation_id"?, "request_id"}}

`code` is for programs, `message` for people; `fields` maps an input to what is wrong with it.
"""

import logging
import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core import exceptions as django_exceptions
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext
from django.views import defaults
from django_guid import get_guid
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from linear_integration.linear.errors import LinearError
from linear_integration.wording import translated

from .input_problems import summary

logger = logging.getLogger(__name__)

# Where DRF's own code doesn't say what ours does.
CODES = {
    exceptions.ParseError: "malformed_request",
    exceptions.AuthenticationFailed: "not_authenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.Throttled: "rate_limited",
}
DATABASE_RETRY_AFTER_SECONDS = 3


def exception_handler(exception: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the answer to a failed API call; None leaves the unforeseen to `server_error`."""
    if isinstance(exception, LinearError):
        response = _linear_response(exception)
    elif isinstance(exception, OperationalError | PoolTimeout):
        logger.error("database.unavailable", exc_info=exception)
        response = _database_response()
    else:
        api_exception = _api_exception(exception)
        if api_exception is None:
            return None
        response = _api_response(api_exception)
    set_rollback()
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 400 (`handler400`)."""
    if _is_api(request):
        return _json(400, "malformed_request", gettext("This request can't be read."))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 403 (`handler403`)."""
    if _is_api(request):
        return _json(403, "forbidden", gettext("You may not do this."))
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 404 (`handler404`)."""
    if _is_api(request):
        return _json(404, "not_found", gettext("Not found."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 500 (`handler500`)."""
    if _is_api(request):
        return _json(500, "internal_error", gettext("Something went wrong on our side."))
    return defaults.server_error(request)


def error_body(code: str, message: str, **more: object) -> dict[str, dict[str, object]]:
    """Return the body of a failure; what is None among `more` is left out."""
    known = {name: value for name, value in more.items() if value is not None}
    return {"error": {"code": code, "message": message, **known, "request_id": get_guid()}}


def _linear_response(error: LinearError) -> Response:
    return _response(
        error.http_status,
        error.code,
        translated(str(error)),
        fields=_translated_fields(error),
        retry_after_seconds=error.retry_after_seconds,
        operation_id=getattr(error, "operation_id", None),
    )


def _translated_fields(error: LinearError) -> dict[str, list[str]] | None:
    fields: Mapping[str, Sequence[str]] = getattr(error, "fields", {})
    return {name: [translated(text) for text in texts] for name, texts in fields.items()} or None


def _database_response() -> Response:
    return _response(
        503,
        "database_unavailable",
        gettext("The database is busy or unreachable; try again in a moment."),
        retry_after_seconds=DATABASE_RETRY_AFTER_SECONDS,
    )


def _api_exception(exception: Exception) -> exceptions.APIException | None:
    match exception:
        case exceptions.APIException():
            return exception
        case Http404():
            return exceptions.NotFound()
        case django_exceptions.PermissionDenied():
            return exceptions.PermissionDenied(str(exception) or None)
        case django_exceptions.ValidationError():
            fields = exception.message_dict if hasattr(exception, "error_dict") else None
            return exceptions.ValidationError(fields or exception.messages)
        case django_exceptions.RequestDataTooBig():
            return _with_status(413, "too_large", gettext("The body is too large."))
        case django_exceptions.BadRequest() | django_exceptions.SuspiciousOperation():
            return exceptions.ParseError(gettext("This request can't be read."))
    return None


def _with_status(status: int, code: str, message: str) -> exceptions.APIException:
    exception = exceptions.APIException(message, code)
    exception.status_code = status
    return exception


def _api_response(exception: exceptions.APIException) -> Response:
    if isinstance(exception, exceptions.ValidationError):
        fields = _fields(exception)
        return _response(422, "invalid_input", summary(fields), fields=fields)
    response = _response(
        exception.status_code,
        _code(exception),
        str(exception.detail),
        retry_after_seconds=getattr(exception, "wait", None),
    )
    if challenge := getattr(exception, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    return response


def _code(exception: exceptions.APIException) -> str:
    given = str(exception.get_codes())
    if given != exception.default_code:
        return given
    return CODES.get(type(exception), given)


def _fields(exception: exceptions.ValidationError) -> dict[str, Any]:
    detail = exception.detail
    return dict(detail) if isinstance(detail, dict) else {"non_field_errors": detail}


def _response(
    status: int,
    code: str,
    message: str,
    *,
    fields: Mapping[str, Any] | None = None,
    retry_after_seconds: float | None = None,
    operation_id: object = None,
) -> Response:
    retry_after = None if retry_after_seconds is None else max(1, math.ceil(retry_after_seconds))
    body = error_body(
        code,
        message,
        fields=fields,
        retry_after=retry_after,
        operation_id=None if operation_id is None else str(operation_id),
    )
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Response(body, status=status, headers=headers)


def _json(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse(error_body(code, message), status=HTTPStatus(status))


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
