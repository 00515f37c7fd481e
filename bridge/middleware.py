"""What holds for every request: who may keep the answer, and the line in the log."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control

from linear_integration.linear.deadline import time_limit
from linear_integration.linear.transport import CALL_SECONDS

GetResponse = Callable[[HttpRequest], HttpResponse]

# Asked by orchestrators and Prometheus every few seconds, and by Linear for each event.
MACHINE_PATHS = ("/livez", "/readyz", "/metrics", "/linear/webhooks")

request_logger = logging.getLogger("bridge.requests")


def limited_in_time(get_response: GetResponse) -> GetResponse:
    """Let the waits for Linear and for the database end with the time a caller may count on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with time_limit(CALL_SECONDS):
            return get_response(request)

    return middleware


def private_by_default(get_response: GetResponse) -> GetResponse:
    """Let no cache keep an answer that doesn't say otherwise: it may be one person's only.

    A page is not stored at all, so that Back shows nothing after signing out; the API's answers may
    be kept by their caller, who has to ask each time whether they are still right.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
            if not request.path.startswith("/api/"):
                patch_cache_control(response, no_store=True)
        return response

    return middleware


def machines_by_any_name(get_response: GetResponse) -> GetResponse:
    """Answer probes, Prometheus and Linear at once, without what only people's requests need.

    They know a process by an address, not by its name: ALLOWED_HOSTS, which guards what builds
    links or reads cookies, does not concern them. Nor are they written to the log.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(MACHINE_PATHS):
            return get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return get_response(request)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response

    return middleware


def log_requests(get_response: GetResponse) -> GetResponse:
    """Log each request as `request.done`, by its route: a path or query may hold a secret."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        fields = {
            "method": request.method,
            "route": match.route if match else "unknown",
            "status": response.status_code,
            "duration_ms": round((time.monotonic() - started) * 1000),
        }
        request_logger.info("request.done", extra=fields)
        return response

    return middleware
