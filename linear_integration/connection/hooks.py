"""Which hook a call means."""

import uuid

from conversations.models import Account

from ..linear.errors import InvalidInput, NotConnected
from ..models import Hook


def hooks_of(account: Account) -> list[Hook]:
    """Return the account's hooks, the oldest first."""
    hooks = Hook.objects.filter(workspace__account=account).order_by("pk")
    return list(hooks.select_related("workspace__account", "connected_by"))


def hook_for(account: Account, workspace_id: uuid.UUID | None = None) -> Hook:
    """Return the hook to the named workspace; with only one hook, nothing needs to be named."""
    hooks = hooks_for(account, workspace_id)
    if len(hooks) > 1:
        text = "Several Linear workspaces are connected: say which one with workspace_id."
        raise InvalidInput(text, fields={"workspace_id": [text]})
    return hooks[0]


def hooks_for(account: Account, workspace_id: uuid.UUID | None = None) -> list[Hook]:
    """Return the hook to the named workspace, or every hook of the account; at least one."""
    hooks = hooks_of(account)
    if not hooks:
        raise NotConnected("No Linear workspace is connected to this account.")
    chosen = [hook for hook in hooks if workspace_id in (None, hook.workspace.linear_id)]
    if not chosen:
        raise NotConnected("This Linear workspace is not connected to this account.")
    return chosen
