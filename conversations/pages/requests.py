"""The request that a page gets behind `login_required`."""

from django.http import HttpRequest

from ..models import User


class SignedInRequest(HttpRequest):
    """A request of a person who has signed in."""

    user: User
