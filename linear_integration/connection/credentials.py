"""What somebody brings from Linear: tokens or a key, and whose they are."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..linear.client import LinearClient
from ..linear.rate_limit import Budget
from ..linear.tokens import Tokens
from ..linear.types import Viewer
from ..models import Grant, Hook
from .clients import header_of
from .database import leave_database
from .tokens import life_of


@dataclass(frozen=True)
class Credentials:
    """What a grant stores of a token."""

    kind: str
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    refresh_at: datetime | None = None
    scopes: tuple[str, ...] = ()


def credentials_of(tokens: Tokens) -> Credentials:
    """Return the credentials that the tokens of an OAuth exchange are."""
    expires_at, refresh_at = life_of(tokens)
    return Credentials(
        kind=Hook.TokenKind.OAUTH,
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_at=expires_at,
        refresh_at=refresh_at,
        scopes=tokens.scopes,
    )


def owner_of(credentials: Credentials) -> Viewer:
    """Ask Linear as whom they act, and in which workspace."""
    leave_database()
    return LinearClient(
        api_url=settings.LINEAR_API_URL,
        authorization=header_of(credentials.access_token, credentials.kind),
        budget=Budget(),
    ).viewer()


def granted(credentials: Credentials) -> dict[str, Any]:
    """Return what new credentials set of a grant's fields; whose they are is not among it."""
    return {
        "status": Grant.Status.ENABLED,
        "access_token": credentials.access_token,
        "refresh_token": credentials.refresh_token,
        "token_expires_at": credentials.expires_at,
        "token_refresh_at": credentials.refresh_at,
        "refresh_lease_until": None,
        "scopes": list(credentials.scopes),
        "connected_at": timezone.now(),
    }
