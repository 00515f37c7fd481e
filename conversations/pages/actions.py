"""What a form of a page is sent to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]
NOTHING_SENT = _("Nothing was sent yet. Please send the form again.")


def posted_from(page: str, *names: str) -> Callable[[View], View]:
    """Let the view take POST only, and lead whoever opens its address to the form's page.

    They come from the sign-in page, if the session had ended when they sent the form. `page` is the
    name of the page's URL, `names` are those of its arguments.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, **arguments)
            messages.warning(request, NOTHING_SENT)
            kwargs = {name: arguments[name] for name in names}
            return redirect(reverse(page, kwargs=kwargs))

        return require_http_methods(["GET", "HEAD", "POST"])(answered)

    return decorated


def done(request: HttpRequest, page: str, *arguments: Any) -> HttpResponse:
    """Lead back to the form's page; a script that stays on the page is answered 204 instead."""
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect(page, *arguments)
