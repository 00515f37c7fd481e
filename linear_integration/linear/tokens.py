"""What Linear's OAuth endpoints answer: tokens, or one of our errors."""

from typing import Annotated

import httpx
from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from linear_integration.linear.errors import (
    Forbidden,
    InvalidInput,
    LinearError,
    RateLimited,
    Reauthorize,
    Unavailable,
)
from linear_integration.linear.rate_limit import retry_after_seconds
from linear_integration.linear.sentences import answered, unreadable

# RFC 6749, sections 4.1.2.1 and 5.2. What isn't here is a mistake in our request.
ERRORS: dict[str, type[LinearError]] = {
    "invalid_grant": Reauthorize,
    "invalid_client": Forbidden,
    "unauthorized_client": Forbidden,
    "access_denied": Forbidden,
    "server_error": Unavailable,
    "temporarily_unavailable": Unavailable,
}
STATUSES: dict[int, type[LinearError]] = {401: Forbidden, 403: Forbidden, 429: RateLimited}
BAD_REQUEST = 400
SERVER_ERROR = 500


def _scopes(value: object) -> object:
    """Linear separates scopes by spaces; to old applications it sends a list."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


@dataclass(frozen=True, config=ConfigDict(validate_by_name=True, validate_by_alias=True))
class Tokens:
    """What a connection lives on; `expires_in_seconds` is None where Linear didn't say."""

    access_token: str = Field(repr=False, min_length=1)
    refresh_token: str | None = Field(default=None, repr=False)
    expires_in_seconds: int | None = Field(default=None, alias="expires_in")
    scopes: Annotated[tuple[str, ...], BeforeValidator(_scopes)] = Field(default=(), alias="scope")
    token_type: str = Field(default="Bearer")


@dataclass(frozen=True)
class _Refusal:
    error: str = ""
    error_description: str | None = None


def read_tokens(response: httpx.Response) -> Tokens:
    """Return the tokens of a token endpoint's answer, or raise the error that it amounts to."""
    raise_for_refusal(response)
    try:
        return TypeAdapter(Tokens).validate_json(response.content)
    except ValidationError:
        # Not chained: the report would show the tokens.
        raise Unavailable(unreadable("it holds no token"), outcome_unknown=True) from None


def raise_for_refusal(response: httpx.Response) -> None:
    """Raise the error of an answer that says no, or nothing, as a redirect does."""
    refusal = _refusal(response)
    if response.is_success and not refusal.error:
        return
    raise _error_class(refusal.error, response.status_code)(
        refusal.error_description or refusal.error or answered(response.status_code),
        outcome_unknown=response.status_code >= SERVER_ERROR,
        retry_after_seconds=retry_after_seconds(response.headers),
    )


def raise_unless_void(response: httpx.Response) -> None:
    """Raise the error of a revocation's answer, unless the token is void now, or was before."""
    refusal = _refusal(response)
    if response.status_code == BAD_REQUEST and ERRORS.get(refusal.error) is not Forbidden:
        return
    raise_for_refusal(response)


def _error_class(error: str, status: int) -> type[LinearError]:
    if status >= SERVER_ERROR or (status < BAD_REQUEST and not error):
        return Unavailable
    return ERRORS.get(error) or STATUSES.get(status, InvalidInput)


def _refusal(response: httpx.Response) -> _Refusal:
    try:
        return TypeAdapter(_Refusal).validate_json(response.content)
    except ValidationError:  # a page of a gateway, say: the status has to do
        return _Refusal()
