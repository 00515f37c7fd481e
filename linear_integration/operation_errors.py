"""Why a write to Linear has no result: what its caller is told, and how an operation keeps it."""

from typing import Any

from django.utils.translation import gettext_noop
from django_guid import get_guid

from .linear import errors
from .linear.errors import LinearError
from .models import Operation


class KeyReused(errors.InvalidInput):
    """The Idempotency-Key was used before, for another request."""

    code = "idempotency_key_reused"


class OperationInProgress(LinearError):
    """The same request is being carried out right now."""

    code = "operation_in_progress"
    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("This request is being carried out right now. Ask again in a moment."),
            retry_after_seconds=1,
        )


class OutcomeUnknown(errors.Timeout):
    """Linear has not confirmed the write; the operation goes on in the background."""

    def __init__(self, operation: Operation) -> None:
        super().__init__(
            gettext_noop(
                "Linear has not confirmed this yet. It is being finished in the background."
            ),
            retry_after_seconds=2,
        )
        self.operation_id = str(operation.pk)


class Superseded(LinearError):
    """A later action has settled what this write was about."""

    code = "operation_superseded"
    http_status = 409
    permanent = True

    def __init__(self) -> None:
        super().__init__(gettext_noop("A later action has settled this; that stays as it is."))


class GivenUp(LinearError):
    """Linear could not be asked for so long that the write is no longer wanted."""

    code = "operation_given_up"
    permanent = True

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "Linear could not be asked for too long. Look in Linear whether it was done."
            )
        )


# Another attempt at what was refused for these would be refused again, or do harm.
SETTLED = {errors.InvalidInput.code, Superseded.code}


def stored(error: LinearError) -> dict[str, Any]:
    """Return what an operation keeps of an error."""
    return {
        "code": error.code,
        "message": str(error),
        "fields": getattr(error, "fields", {}),
        "retry_after": error.retry_after_seconds,
        "request_id": get_guid(),
    }


def error_of(operation: Operation) -> LinearError:
    """Return the error that the operation keeps, to be raised to a caller once more."""
    kept = dict(operation.error or {})
    for ended in (Superseded, GivenUp):
        if kept["code"] == ended.code:
            return ended()
    for refused in (errors.InvalidInput, errors.UsageLimitExceeded):
        if kept["code"] == refused.code:
            return refused(kept["message"], fields=kept["fields"])
    kinds: tuple[type[LinearError], ...] = (
        errors.Forbidden,
        errors.RateLimited,
        errors.Reauthorize,
        errors.NotConnected,
    )
    # A time-out before anything was sent is among the rest: to the caller, Linear is unavailable.
    kind = next((kind for kind in kinds if kind.code == kept["code"]), errors.Unavailable)
    return kind(kept["message"], retry_after_seconds=kept["retry_after"])
