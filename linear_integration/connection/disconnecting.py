"""Disconnect a workspace, and give back what Linear granted."""

import logging
from dataclasses import dataclass

from django.db import transaction

from conversations.models import User

from ..linear.deadline import time_limit
from ..linear.transport import CALL_SECONDS
from ..models import Hook
from .connecting import forget_what_was_seen
from .own_webhooks import take_down_webhook
from .personal import disconnect_leavers
from .revoking import revoke

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Disconnected:
    """What Linear confirmed; the rest has to be done by hand there, as always for an API key."""

    revoked: bool
    webhook_deleted: bool


@time_limit(CALL_SECONDS)
def disconnect(hook: Hook, *, by: User | None) -> Disconnected:
    """Remove the hook, and revoke its tokens at Linear as far as Linear lets us.

    Links, messages and operations stay; members' own connections go, too. A webhook of our own goes
    first: that takes the token. `by` is the administrator who wants it, None the bridge itself.
    """
    webhook_deleted = take_down_webhook(hook, by=by)
    revoked = hook.token_kind != Hook.TokenKind.API_KEY and revoke(hook)
    with transaction.atomic():
        forget_what_was_seen(hook.workspace)
        Hook.objects.filter(pk=hook.pk).delete()
    disconnect_leavers(hook.workspace)
    logger.info(
        "hook.disconnected", extra={"workspace": hook.workspace.linear_id, "revoked": revoked}
    )
    return Disconnected(revoked, webhook_deleted)
