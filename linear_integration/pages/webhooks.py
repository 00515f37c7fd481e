"""Where Linear sends what has happened in a workspace."""

import uuid
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from psycopg_pool import PoolTimeout

from ..encryption import DecryptionError
from ..inbound.receiving import TooLarge, WebhookRefused, note_refused, receive, receive_for
from ..linear.webhooks import LARGEST_BODY

PLAIN = "text/plain; charset=utf-8"


@csrf_exempt
@require_POST
def of_the_application(request: HttpRequest) -> HttpResponse:
    """Take an event from the webhook of our OAuth application, one for all workspaces."""
    return _answer(lambda: receive(_body(request), request.headers))


@csrf_exempt
@require_POST
def of_a_hook(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take an event from the webhook that we made for one hook."""
    return _answer(lambda: receive_for(key, _body(request), request.headers))


def _body(request: HttpRequest) -> bytes:
    announced = request.META.get("CONTENT_LENGTH") or ""
    # Reading it would take more time than answering ten others.
    if announced.isdecimal() and int(announced) > LARGEST_BODY:
        raise TooLarge
    # `request.body` has the limit of the API, which is lower.
    return request.read(LARGEST_BODY + 1)


def _answer(take: Callable[[], int]) -> HttpResponse:
    try:
        take()
    except WebhookRefused as refused:
        note_refused(refused)
        return HttpResponse(str(refused), content_type=PLAIN, status=refused.http_status)
    # A secret that can't be read is put back, or given up: until then Linear tries again.
    except (OperationalError, PoolTimeout, DecryptionError):
        return HttpResponse("Try again in a moment.", content_type=PLAIN, status=503)
    return HttpResponse("OK", content_type=PLAIN)
