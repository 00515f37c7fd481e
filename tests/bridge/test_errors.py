"""Every failure of the API has one body."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import exceptions as django_exceptions
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.test import RequestFactory
from django.utils import translation
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.test import APIClient

from bridge import errors
from conversations.api.serializers import NewConversationSerializer
from linear_integration.linear import errors as linear_errors


def answer(exception: Exception) -> Response:
    response = errors.exception_handler(exception, {})
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("exception", "status", "code"),
    [
        (exceptions.ParseError("no"), 400, "malformed_request"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.AuthenticationFailed(), 401, "not_authenticated"),
        (exceptions.PermissionDenied(), 403, "forbidden"),
        (exceptions.PermissionDenied("Off.", code="feature_disabled"), 403, "feature_disabled"),
        (exceptions.NotFound(), 404, "not_found"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.NotAcceptable(), 406, "not_acceptable"),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "unsupported_media_type"),
        (exceptions.ValidationError({"name": ["No."]}), 422, "invalid_input"),
        (exceptions.Throttled(wait=2.1), 429, "rate_limited"),
        (Http404("secret"), 404, "not_found"),
        (django_exceptions.PermissionDenied(), 403, "forbidden"),
        (django_exceptions.ValidationError("No."), 422, "invalid_input"),
        (django_exceptions.SuspiciousOperation(), 400, "malformed_request"),
        (django_exceptions.RequestDataTooBig(), 413, "too_large"),
        (OperationalError("password=secret"), 503, "database_unavailable"),
        (PoolTimeout(), 503, "database_unavailable"),
        (linear_errors.NotConnected("Not connected."), 404, "not_connected"),
        (linear_errors.Reauthorize("Again."), 409, "reauthorization_required"),
        (linear_errors.NotFound("No such issue."), 422, "invalid_input"),
        (linear_errors.Unavailable("Down."), 502, "linear_unavailable"),
    ],
)
def test_an_exception_has_its_status_and_code(exception: Exception, status: int, code: str) -> None:
    response = answer(exception)
    assert (response.status_code, response.data["error"]["code"]) == (status, code)
    assert response.data["error"]["message"]
    assert "secret" not in str(response.data)


def test_the_unforeseen_is_left_to_the_server_error() -> None:
    assert errors.exception_handler(KeyError("x"), {}) is None


def test_wrong_input_names_its_fields_and_says_them_in_one_line() -> None:
    detail: dict[str, Any] = {
        "title": ["Give the issue a title."],
        "content": ["This field is required."],
        "label_ids": {0: ["Not a valid string."]},
    }
    error = answer(exceptions.ValidationError(detail)).data["error"]
    assert error["fields"] == detail
    assert error["message"] == (
        "Give the issue a title. content: This field is required. label_ids: Not a valid string."
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de", "Dieses Feld ist zwingend erforderlich."), ("fr", "Ce champ est obligatoire.")],
)
def test_an_input_is_named_in_other_languages_too(language: str, sentence: str) -> None:
    serializer = NewConversationSerializer(data={"inbox_id": 1})
    with translation.override(language), pytest.raises(exceptions.ValidationError) as raised:
        serializer.is_valid(raise_exception=True)
    with translation.override(language):
        error = answer(raised.value).data["error"]
    assert error["message"] == f"contact_id: {sentence}"


def test_wrong_input_as_a_whole_has_its_field_too() -> None:
    error = answer(exceptions.ValidationError("Choose one.")).data["error"]
    assert error["fields"] == {"non_field_errors": ["Choose one."]}
    assert error["message"] == "Choose one."


def test_a_models_validation_error_keeps_its_fields() -> None:
    error = answer(django_exceptions.ValidationError({"email": "Taken."})).data["error"]
    assert error["fields"] == {"email": ["Taken."]}


@pytest.mark.parametrize(
    ("exception", "seconds"),
    [
        (exceptions.Throttled(wait=2.1), 3),
        (linear_errors.RateLimited("Wait.", retry_after_seconds=11.2), 12),
        (linear_errors.RateLimited("Wait.", retry_after_seconds=0), 1),
        (OperationalError(), 3),
    ],
)
def test_when_to_come_back_is_said_twice(exception: Exception, seconds: int) -> None:
    response = answer(exception)
    assert response["Retry-After"] == str(seconds)
    assert response.data["error"]["retry_after"] == seconds


def test_without_a_time_nothing_is_said() -> None:
    response = answer(linear_errors.RateLimited("Wait."))
    assert "Retry-After" not in response
    assert "retry_after" not in response.data["error"]


def test_linears_refusal_keeps_its_words_and_fields() -> None:
    refusal = linear_errors.InvalidInput("Label of another team.", fields={"label_ids": ["No."]})
    error = answer(refusal).data["error"]
    assert error["message"] == "Label of another team."
    assert error["fields"] == {"label_ids": ["No."]}
    assert "fields" not in answer(linear_errors.InvalidInput("No.")).data["error"]


def test_a_write_that_goes_on_is_named() -> None:
    operation_id = uuid.uuid4()
    timeout = linear_errors.Timeout("No answer yet.")
    timeout.operation_id = operation_id  # type: ignore[attr-defined]
    response = answer(timeout)
    assert response.status_code == 504
    assert response.data["error"]["operation_id"] == str(operation_id)


@pytest.mark.django_db
def test_the_request_id_is_the_one_in_the_header() -> None:
    response = APIClient().get("/api/v1/profile")
    assert response.json()["error"]["request_id"] == response["X-Request-ID"]


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/nothing"])
@pytest.mark.django_db
def test_an_unknown_url_of_the_api_is_answered_in_json(path: str) -> None:
    response = APIClient().get(path)
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


def test_django_failures_are_json_under_api_alone(rf: RequestFactory) -> None:
    handlers: list[tuple[int, str, Callable[..., HttpResponseBase], bool]] = [
        (400, "malformed_request", errors.bad_request, True),
        (403, "forbidden", errors.permission_denied, True),
        (404, "not_found", errors.page_not_found, True),
        (500, "internal_error", errors.server_error, False),
    ]
    for status, code, handler, takes_exception in handlers:
        arguments = [Exception("secret")] if takes_exception else []
        api = handler(rf.get("/api/v1/x"), *arguments)
        page = handler(rf.get("/x"), *arguments)
        assert isinstance(api, HttpResponse)
        assert (api.status_code, page.status_code) == (status, status)
        assert json.loads(api.content)["error"]["code"] == code
        assert b"secret" not in api.content
        assert page["Content-Type"].startswith("text/html")
