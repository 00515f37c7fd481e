"""Everything that can go wrong between us and Linear, as one tree.

    LinearError
      x NotConnected           404  no usable connection to a workspace
      x Reauthorize            409  Linear no longer accepts the token
      x Forbidden              403  the token may not do this
      x InvalidInput           422  Linear refused what was sent
        · NotFound                  it names something that isn't there
        · IdConflict                an object with the id that we chose exists already
        · UsageLimitExceeded        the workspace's plan is full
      x RateLimited            429  too many calls; says when to come back
      x Unavailable            502  Linear, or the way there, is broken
      x Timeout                504  no answer within the time limit

An error's text is for people. `permanent` errors stay the same however often the call is repeated;
the others may pass, by themselves or when a person connects again.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar


class LinearError(Exception):
    """A call to Linear that didn't succeed.

    `outcome_unknown` is true when a write may have been executed all the same (time-out, dropped
    connection, 5xx, unreadable answer, failure of a later step), and false when it surely was not.
    `path` is the path of the GraphQL error. `retry_after_seconds` is None when nobody named a time.
    """

    code: ClassVar[str] = "linear_error"
    http_status: ClassVar[int] = 502
    permanent: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        *,
        outcome_unknown: bool = False,
        path: tuple[str, ...] = (),
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.outcome_unknown = outcome_unknown
        self.path = path
        self.retry_after_seconds = retry_after_seconds


class NotConnected(LinearError):
    """There is no usable connection to a Linear workspace."""

    code = "not_connected"
    http_status = 404


class Reauthorize(LinearError):
    """Linear no longer accepts our credentials; a person has to connect again."""

    code = "reauthorization_required"
    http_status = 409


class Forbidden(LinearError):
    """The credentials are good but lack the scope, the role or the feature."""

    code = "forbidden"
    http_status = 403
    permanent = True


class InvalidInput(LinearError):
    """Linear refused the input; `fields` maps an input's name (`label_ids`) to what is wrong."""

    code = "invalid_input"
    http_status = 422
    permanent = True

    def __init__(
        self,
        message: str,
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        outcome_unknown: bool = False,
        path: tuple[str, ...] = (),
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(
            message,
            outcome_unknown=outcome_unknown,
            path=path,
            retry_after_seconds=retry_after_seconds,
        )
        self.fields: dict[str, list[str]] = {
            name: list(texts) for name, texts in (fields or {}).items()
        }


class NotFound(InvalidInput):
    """The input names something that doesn't exist, or that the token can't see."""


class IdConflict(InvalidInput):
    """An object with the id that we chose exists already: an earlier attempt got through."""

    permanent = False


class UsageLimitExceeded(InvalidInput):
    """The workspace's plan allows no more of this, such as the free plan's 250 issues."""

    code = "usage_limit_exceeded"


class RateLimited(LinearError):
    """Linear refuses calls until `retry_after_seconds` from now (None: it didn't say)."""

    code = "rate_limited"
    http_status = 429


class Unavailable(LinearError):
    """Linear failed, answered nonsense, couldn't be reached, or is being spared."""

    code = "linear_unavailable"
    http_status = 502


class Timeout(LinearError):
    """No whole answer came within the time limit."""

    code = "linear_timeout"
    http_status = 504
