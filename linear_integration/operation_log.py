"""How an operation's attempt ended, for those who run the bridge: a log line and a count."""

import logging

from .linear.errors import LinearError
from .metrics import OPERATIONS_FINISHED
from .models import Operation

logger = logging.getLogger(__name__)


def done(operation: Operation) -> None:
    """Note that Linear has it, and we know."""
    logger.info("operation.done", extra=_fields(operation))
    OPERATIONS_FINISHED.labels(operation.kind, Operation.Status.DONE).inc()


def failed(operation: Operation, error: LinearError, *, is_final: bool) -> None:
    """Note that an attempt failed; a final one has refused the operation."""
    logger.warning("operation.failed", extra=_fields(operation) | {"code": error.code})
    if is_final:
        OPERATIONS_FINISHED.labels(operation.kind, Operation.Status.REFUSED).inc()


def _fields(operation: Operation) -> dict[str, object]:
    return {"operation": operation.pk, "kind": operation.kind, "attempts": operation.attempts}
