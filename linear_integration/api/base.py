"""What the Linear API's views share."""

import logging
import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.access import conversation_for
from conversations.api.base import AccountView
from conversations.api.schema import body_failures, failures

from .. import features
from ..issues import Caller
from ..linear.errors import InvalidInput, LinearError, Unavailable
from ..linear.transport import require_room
from ..models import Hook

logger = logging.getLogger(__name__)

Row = TypeVar("Row")

LARGEST_KEY = 255
# Printable ASCII, as header fields are, and not only blanks.
KEY = r"^[ -~]*[!-~][ -~]*$"
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": LARGEST_KEY, "pattern": KEY},
    OpenApiParameter.HEADER,
    description="The same key with the same body is one write, however often it is sent.",
)
READ_FAILURES = failures(403, 404, 409, 422, 429, 502, 504)
WRITE_FAILURES = body_failures(404, 409, 429, 502, 504)


class LinearView(AccountView):
    """A view for members of an account that has the Linear integration."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let members in while the feature is on."""
        super().initial(request, *args, **kwargs)
        features.require_feature(self.member.account)

    def require_administrator(self) -> None:
        """Refuse agents."""
        if not self.member.is_administrator:
            raise PermissionDenied(gettext("Only administrators may do this."))


class WriteView(LinearView):
    """A view whose every call ends in a call to Linear."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Turn away whom Linear would not be asked for, before anything else is looked at.

        While it hangs there may be hundreds of them, and what is local has to go on.
        """
        try:
            require_room(settings.LINEAR_API_URL)
        except Unavailable as error:
            return self._turned_away(error)
        return super().dispatch(request, *args, **kwargs)

    def _turned_away(self, error: Unavailable) -> HttpResponse:
        handle = self.get_exception_handler()
        answer: Response = handle(error, self.get_exception_handler_context())
        # Not rendered by DRF, which would first ask what the caller accepts.
        plain = JsonResponse(answer.data, status=answer.status_code)
        plain["Retry-After"] = answer["Retry-After"]
        return plain

    def caller(self, request: Request, given: dict[str, Any]) -> Caller:
        """Return who asks, in the conversation that the input names."""
        return Caller(
            user=self.member.user,
            conversation=conversation_for(self.member, given["conversation_id"]),
            workspace_id=given.get("workspace_id"),
            idempotency_key=_idempotency_key(request),
        )


def ask_all(hooks: list[Hook], ask: Callable[[Hook], list[Row]]) -> list[Row]:
    """Ask each workspace and join the answers; one that fails is left out if another answers."""
    rows: list[Row] = []
    failures: list[LinearError] = []
    for hook in hooks:
        try:
            rows += ask(hook)
        except LinearError as error:
            logger.warning("workspace.left_out", extra={"code": error.code})
            failures.append(error)
    if len(failures) == len(hooks):
        raise failures[0]
    return rows


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if len(key) > LARGEST_KEY or re.fullmatch(KEY, key) is None:
        problem = gettext("An Idempotency-Key has 1 to %(largest)s printable ASCII characters.") % {
            "largest": LARGEST_KEY
        }
        raise InvalidInput(problem, fields={"Idempotency-Key": [problem]})
    return key
