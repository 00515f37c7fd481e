"""Who asks: the owner of a token, whoever is signed in on the web, or a frame elsewhere."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.authentication import SessionAuthentication as DjangoSessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from ..embed_tokens import EmbedToken, read_embed_token, user_of
from ..models import User
from ..tokens import user_for_token

CHALLENGE = 'Bearer realm="api"'


class TokenAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer …` or `api-access-token: …`.

    Servers that pass on `api_access_token`, Chatwoot's own spelling, give it the same name.
    """

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return the token's user, None where no token is sent; a wrong one raises."""
        raw = _sent_token(request)
        if raw is None:
            return None
        user = user_for_token(raw)
        if user is None:
            raise AuthenticationFailed(gettext("This token is unknown or was revoked."))
        return user, None

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return CHALLENGE


class EmbedAuthentication(BaseAuthentication):
    """Reads `Authorization: Embed …`, for the calls that the sidebar makes in a frame elsewhere."""

    def authenticate(self, request: Request) -> tuple[User, EmbedToken] | None:
        """Return user and token, None where no such token is sent; a bad one raises."""
        raw = _credentials(request, "embed")
        if raw is None:
            return None
        token = read_embed_token(raw)
        user = None if token is None else user_of(token)
        if token is None or user is None:
            raise AuthenticationFailed(gettext("This token is unknown or was revoked."))
        if not token.seconds_left:
            text = gettext("The time of this view is over. Reload the page around it.")
            raise AuthenticationFailed(text, code="embed_token_expired")
        return user, token

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return CHALLENGE


class SessionAuthentication(DjangoSessionAuthentication):
    """Reads the session's cookie; whatever writes needs the CSRF token, too."""

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a write without the token of this sign-in: a page of an earlier one is open."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            text = gettext(
                "You signed in or out since this page was opened. Reload it and try again."
            )
            raise PermissionDenied(text) from error

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge, without which DRF would answer 403 and not 401."""
        return CHALLENGE


class BearerScheme(OpenApiAuthenticationExtension):
    """Describes the two headers of a token in the OpenAPI schema."""

    target_class = TokenAuthentication
    name = ["bearer", "apiAccessToken"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        """Return the schemes; either suffices."""
        return [
            {"type": "http", "scheme": "bearer"},
            {"type": "apiKey", "in": "header", "name": "api-access-token"},
        ]


class EmbedScheme(OpenApiAuthenticationExtension):
    """Describes a frame's token in the OpenAPI schema."""

    target_class = EmbedAuthentication
    name = "embed"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Embed <token>`: what `create_embed_token` answers.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    """Describes the session's cookie in the OpenAPI schema."""

    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme under the cookie's name without HTTPS."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def _sent_token(request: Request) -> str | None:
    sent = _credentials(request, "bearer")
    return request.headers.get("api-access-token") if sent is None else sent


def _credentials(request: Request, wanted: str) -> str | None:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    return credentials.strip() if scheme.lower() == wanted else None
