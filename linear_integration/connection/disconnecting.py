"""Disconnect a workspace, and give back what Linear granted."""

import logging
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from ..encryption import DecryptionError
from ..linear.deadline import time_limit
from ..linear.errors import LinearError
from ..linear.transport import CALL_SECONDS
from ..models import Hook
from .application import oauth_application
from .connecting import forget_what_was_seen
from .database import leave_database
from .own_webhooks import take_down_webhook

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Disconnected:
    """What Linear confirmed; the rest has to be done by hand there, as always for an API key."""

    revoked: bool
    webhook_deleted: bool


@time_limit(CALL_SECONDS)
def disconnect(hook: Hook) -> Disconnected:
    """Remove the hook, and revoke its tokens at Linear as far as Linear lets us.

    Links, messages and operations stay. A webhook of our own goes first: that takes the token.
    """
    webhook_deleted = take_down_webhook(hook)
    revoked = _revoke_all(hook)
    with transaction.atomic():
        forget_what_was_seen(hook.workspace)
        Hook.objects.filter(pk=hook.pk).delete()
    logger.info(
        "hook.disconnected", extra={"workspace": hook.workspace.linear_id, "revoked": revoked}
    )
    return Disconnected(revoked, webhook_deleted)


def _revoke_all(hook: Hook) -> bool:
    if hook.token_kind == Hook.TokenKind.API_KEY:
        return False
    try:
        refresh_token, access_token = hook.refresh_token, str(hook.access_token)
    except DecryptionError:
        logger.warning("hook.tokens_unreadable", extra={"workspace": hook.workspace.linear_id})
        return False
    leave_database()
    # Both are tried: one that fails must not leave the other in force.
    refreshed = refresh_token is None or _revoke(refresh_token, "refresh_token")
    return _revoke(access_token, "access_token") and refreshed


def _revoke(token: str, hint: Literal["refresh_token", "access_token"]) -> bool:
    try:
        oauth_application().revoke(token, hint)
    except LinearError as error:
        logger.warning("token.revocation_failed", extra={"hint": hint, "code": error.code})
        return False
    return True
