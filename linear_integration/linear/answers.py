"""From an HTTP answer of Linear's GraphQL endpoint to our own objects, or to an error.

An error is classified by `extensions.type`, then by its code, then by the HTTP status; the text
is only asked where Linear gives two cases the same type. https://linear.app/developers/graphql
"""

from collections.abc import Hashable
from functools import cache
from typing import Annotated, Any, Generic, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic.alias_generators import to_snake
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.documents import Document
from linear_integration.linear.errors import (
    Forbidden,
    IdConflict,
    InvalidInput,
    LinearError,
    NotFound,
    RateLimited,
    Reauthorize,
    Unavailable,
    UsageLimitExceeded,
)
from linear_integration.linear.sentences import answered, unreadable

Result = TypeVar("Result")

ERROR_TYPES: dict[str, type[LinearError]] = {
    "authentication error": Reauthorize,
    "forbidden": Forbidden,
    "feature not accessible": Forbidden,
    "invalid input": InvalidInput,
    "user error": InvalidInput,
    "graphql error": InvalidInput,
    "usage limit exceeded": UsageLimitExceeded,
    "ratelimited": RateLimited,
    "internal error": Unavailable,
    "lock timeout": Unavailable,
    "network error": Unavailable,
    "bootstrap error": Unavailable,
}
ERROR_CODES: dict[str, type[LinearError]] = {
    "AUTHENTICATION_ERROR": Reauthorize,
    "FORBIDDEN": Forbidden,
    "INPUT_ERROR": InvalidInput,
    "INVALID_INPUT": InvalidInput,
    "GRAPHQL_VALIDATION_FAILED": InvalidInput,
    "USAGE_LIMIT_EXCEEDED": UsageLimitExceeded,
    "RATELIMITED": RateLimited,
    "INTERNAL_SERVER_ERROR": Unavailable,
}
STATUSES: dict[int, type[LinearError]] = {401: Reauthorize, 403: Forbidden, 429: RateLimited}
BAD_REQUEST = 400


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """A detail of another shape is left out, so that it can't hide what the error is."""
    try:
        return read(value)
    except ValidationError:
        return None


_Text = Annotated[str | None, WrapValidator(_or_none)]


@dataclass(frozen=True, config=CAMEL_CASE)
class _FieldError:
    property: str
    constraints: dict[str, str] | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class _Extensions:
    type: _Text = None
    code: _Text = None
    user_presentable_message: _Text = None
    validation_errors: Annotated[list[_FieldError] | None, WrapValidator(_or_none)] = None


@dataclass(frozen=True, config=CAMEL_CASE)
class _GraphQLError:
    message: str
    path: list[str | int] | None = None
    extensions: _Extensions | None = None

    @property
    def about(self) -> _Extensions:
        return self.extensions or _Extensions()


@dataclass(frozen=True, config=CAMEL_CASE)
class _Errors:
    errors: list[_GraphQLError] | None = None


_ERRORS = TypeAdapter(_Errors)


@dataclass(frozen=True)
class _Data(Generic[Result]):
    data: Result


def read_answer(response: httpx.Response, document: Document, result_type: type[Result]) -> Result:
    """Return the answer's `data` as `result_type`, or raise the LinearError that it amounts to."""
    errors = _errors(response, document)
    if errors:
        raise _classified(errors, response.status_code, document)
    if response.status_code >= BAD_REQUEST:
        raise _failed(response, document)
    try:
        adapter = _adapter(result_type)  # type: ignore[arg-type]  # every class is hashable
        data: Result = adapter.validate_json(response.content).data
    except ValidationError as error:
        raise _nonsense(document, error) from None
    return data


@cache
def _adapter(result_type: Hashable) -> TypeAdapter[_Data[Any]]:
    return TypeAdapter(_Data[result_type])  # type: ignore[valid-type]


def _errors(response: httpx.Response, document: Document) -> list[_GraphQLError]:
    try:
        return _ERRORS.validate_json(response.content).errors or []
    except ValidationError as error:
        if response.status_code >= BAD_REQUEST:
            raise _failed(response, document) from None
        raise _nonsense(document, error) from None


def _failed(response: httpx.Response, document: Document) -> LinearError:
    error_class = STATUSES.get(response.status_code, Unavailable)
    return error_class(
        answered(response.status_code),
        outcome_unknown=document.is_mutation and error_class is Unavailable,
    )


def _nonsense(document: Document, error: ValidationError) -> Unavailable:
    """Where and how an answer was off, but none of its values: they would end up in a log."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return Unavailable(
        unreadable(f"{place or 'body'}: {first['type']}"),
        outcome_unknown=document.is_mutation,
    )


def _classified(errors: list[_GraphQLError], status: int, document: Document) -> LinearError:
    first = errors[0]
    error_class = _error_class(first, status)
    about: dict[str, Any] = {
        "outcome_unknown": document.is_mutation
        and (error_class is Unavailable or any(_is_too_late(each, document) for each in errors)),
        "path": tuple(str(part) for part in first.path or ()),
    }
    if issubclass(error_class, InvalidInput):
        about["fields"] = _fields(first)
    return error_class(first.about.user_presentable_message or first.message, **about)


def _error_class(error: _GraphQLError, status: int) -> type[LinearError]:
    by_status = STATUSES.get(status, InvalidInput if status == BAD_REQUEST else Unavailable)
    found = ERROR_TYPES.get(error.about.type or "") or ERROR_CODES.get(error.about.code or "")
    found = found or by_status
    if found is InvalidInput and error.message.startswith("Entity not found"):
        return NotFound
    if found is InvalidInput and error.message.startswith("conflict on insert"):
        return IdConflict
    return found


def _is_too_late(error: _GraphQLError, document: Document) -> bool:
    """Whether a root mutation was executed before: an earlier one, or the one it is inside of."""
    return bool(error.path) and error.path != [document.first_field]


def _fields(error: _GraphQLError) -> dict[str, list[str]]:
    return {
        to_snake(each.property): list((each.constraints or {}).values())
        for each in error.about.validation_errors or []
    }
