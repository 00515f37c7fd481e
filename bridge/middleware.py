"""What every answer of ours carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

GetResponse = Callable[[HttpRequest], HttpResponse]


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
