"""The sign-in page."""

from django.contrib.auth.views import LoginView
from django.http import HttpRequest


class SignInView(LoginView):
    """Signs a person in and leads on to `?next=`; who is signed in already goes on at once."""

    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Return where `next` leads, or nothing if that is this page: it would lead in circles."""
        url = str(super().get_redirect_url())
        return "" if url.partition("?")[0] == self.request.path else url
