"""Making tokens void at Linear, as far as Linear lets us."""

import logging
from typing import Literal

from ..encryption import DecryptionError
from ..linear.errors import LinearError
from ..models import Grant
from .application import oauth_application
from .database import leave_database

logger = logging.getLogger(__name__)


def revoke(grant: Grant) -> bool:
    """Revoke a grant's pair of tokens; return whether Linear confirmed it."""
    if grant.status == Grant.Status.REMOVED:  # they ended with the app
        return True
    try:
        refresh_token, access_token = grant.refresh_token, str(grant.access_token)
    except DecryptionError:
        logger.warning("token.unreadable", extra={"workspace": grant.workspace.linear_id})
        return False
    return revoke_pair(access_token, refresh_token)


def revoke_pair(access_token: str, refresh_token: str | None) -> bool:
    """Revoke both tokens: one that fails must not leave the other in force."""
    leave_database()
    refreshed = refresh_token is None or _revoke(refresh_token, "refresh_token")
    return _revoke(access_token, "access_token") and refreshed


def _revoke(token: str, hint: Literal["refresh_token", "access_token"]) -> bool:
    try:
        oauth_application().revoke(token, hint)
    except LinearError as error:
        logger.warning("token.revocation_failed", extra={"hint": hint, "code": error.code})
        return False
    return True
