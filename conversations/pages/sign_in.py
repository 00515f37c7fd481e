"""The sign-in page, and what stands there for whoever has guessed too often."""

import logging
from collections.abc import Mapping
from math import ceil

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..sign_in_limit import network_to_count, seconds_until_next_attempt

logger = logging.getLogger(__name__)


class SignInView(LoginView):
    """Signs a person in and leads on to `?next=`; who is signed in already goes on at once."""

    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Return where `next` leads, or nothing if that is this page: it would lead in circles."""
        url = str(super().get_redirect_url())
        return "" if url.partition("?")[0] == self.request.path else url


def too_many_attempts(
    request: HttpRequest, _response: HttpResponse, credentials: Mapping[str, str] | None
) -> HttpResponse:
    """Say in place of the answer how long no password is looked at; known or not is all alike."""
    logger.warning("sign_in.limited", extra={"network": network_to_count(request)})
    seconds = seconds_until_next_attempt(request, credentials)
    context = {"minutes": ceil(seconds / 60)}
    response = render(request, "registration/too_many_attempts.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
