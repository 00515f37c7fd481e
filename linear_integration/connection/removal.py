"""Our application, removed from a workspace by its administrator in Linear."""

import logging
from datetime import datetime

from ..models import Hook, Workspace

logger = logging.getLogger(__name__)


def note_removed(workspace: Workspace, removed_at: datetime) -> bool:
    """Drop the tokens, which are void, and wait for somebody to connect again.

    Returns False where that is known, and for a hook that was connected after the removal.
    """
    hooks = Hook.objects.filter(
        workspace=workspace, token_kind=Hook.TokenKind.OAUTH, connected_at__lte=removed_at
    )
    is_new = hooks.exclude(status=Hook.Status.REMOVED).update(
        status=Hook.Status.REMOVED,
        access_token="",
        refresh_token=None,
        token_expires_at=None,
        token_refresh_at=None,
        refresh_lease_until=None,
    )
    if is_new:
        logger.warning("hook.removed", extra={"workspace": workspace.linear_id})
    return bool(is_new)
