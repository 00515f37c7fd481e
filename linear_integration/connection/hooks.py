"""Which hook a call means."""

import uuid

from django.conf import settings
from django.db.models import BigIntegerField, QuerySet, UUIDField
from django.utils.translation import gettext_noop

from conversations.models import Account
from conversations.prepared import Parameter, PreparedQuery

from ..linear.errors import InvalidInput, NotConnected
from ..models import Hook
from .readable import readable_tokens


def hooks_of(account: Account) -> list[Hook]:
    """Return the account's hooks, the oldest first."""
    return _of(account, _HOOKS.all(account=account.pk))


def hook_for(account: Account, workspace_id: uuid.UUID | None = None) -> Hook:
    """Return the hook to the named workspace; with only one hook, nothing needs to be named.

    Raises NotConnected, and InvalidInput when several could be meant.
    """
    return _only(hooks_for(account, workspace_id))


def hook_to_call(account: Account, workspace_id: uuid.UUID | None = None) -> Hook:
    """Return the same hook with its access token, for a `client_for` at once.

    Raises Reauthorize, too, when the token can't be read.
    """
    prepared = _HOOKS_WITH_TOKENS if workspace_id is None else _NAMED_HOOK_WITH_TOKENS
    with readable_tokens():
        hooks = _of(account, prepared.all(account=account.pk, workspace=workspace_id))
    if not hooks:
        raise _not_connected(workspace_id)
    return _only(hooks)


def hooks_for(account: Account, workspace_id: uuid.UUID | None = None) -> list[Hook]:
    """Return the hook to the named workspace, or every hook of the account; at least one."""
    hooks = [hook for hook in hooks_of(account) if workspace_id in (None, hook.workspace.linear_id)]
    if not hooks:
        raise _not_connected(workspace_id)
    return hooks


def is_ours(hook: Hook, linear_id: str | None) -> bool:
    """Return whether a user or client that an event names is the app that the hook acts as.

    A hook by API key acts as a person, whose own doings in Linear are not ours.
    """
    if not hook.is_app or not linear_id:
        return False
    return linear_id.lower() in (str(hook.viewer_id), settings.LINEAR_CLIENT_ID.lower())


def _only(hooks: list[Hook]) -> Hook:
    if len(hooks) > 1:
        text = gettext_noop(
            "Several Linear workspaces are connected: say which one with workspace_id."
        )
        raise InvalidInput(text, fields={"workspace_id": [text]})
    return hooks[0]


def _of(account: Account, hooks: list[Hook]) -> list[Hook]:
    for hook in hooks:
        hook.workspace.account = account
    return hooks


def _not_connected(workspace_id: uuid.UUID | None) -> NotConnected:
    if workspace_id is None:
        return NotConnected(gettext_noop("No Linear workspace is connected to this account."))
    return NotConnected(gettext_noop("This Linear workspace is not connected to this account."))


def _in_order(hooks: QuerySet[Hook]) -> QuerySet[Hook]:
    account = Parameter("account", BigIntegerField())
    return hooks.filter(workspace__account=account).select_related("workspace").order_by("pk")


def _with_tokens() -> QuerySet[Hook]:
    return _in_order(Hook.objects.with_tokens().defer("refresh_token"))


_HOOKS = PreparedQuery(lambda: _in_order(Hook.objects.all()))
_HOOKS_WITH_TOKENS = PreparedQuery(_with_tokens)
_NAMED_HOOK_WITH_TOKENS = PreparedQuery(
    lambda: _with_tokens().filter(workspace__linear_id=Parameter("workspace", UUIDField()))
)
