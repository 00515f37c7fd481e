"""Connect, test and disconnect a workspace; find the hook that a call means."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conversations.models import Account, Membership

from ..linear.client import LinearClient
from ..linear.errors import InvalidInput, LinearError, NotConnected, Reauthorize
from ..linear.tokens import Tokens
from ..linear.types import Viewer
from ..models import EntityCache, Hook, Workspace
from .application import oauth_application
from .clients import budget_for, client_for, header_of
from .database import leave_database
from .tokens import life_of

logger = logging.getLogger(__name__)

NOTHING_CONNECTED = "No Linear workspace is connected to this account."


@dataclass(frozen=True)
class Credentials:
    """What a hook stores of a token."""

    kind: str
    access_token: str
    refresh_token: str | None = None
    expires_at: datetime | None = None
    refresh_at: datetime | None = None
    scopes: tuple[str, ...] = ()


def hooks_of(account: Account) -> list[Hook]:
    """Return the account's hooks, the oldest first."""
    hooks = Hook.objects.filter(workspace__account=account).order_by("pk")
    return list(hooks.select_related("workspace", "connected_by"))


def hook_for(account: Account, workspace_id: uuid.UUID | None = None) -> Hook:
    """Return the hook to the named workspace; with only one hook, nothing needs to be named."""
    hooks = hooks_of(account)
    if not hooks:
        raise NotConnected(NOTHING_CONNECTED)
    if workspace_id is None and len(hooks) > 1:
        text = "Several Linear workspaces are connected: say which one with workspace_id."
        raise InvalidInput(text, fields={"workspace_id": [text]})
    for hook in hooks:
        if workspace_id in (None, hook.workspace.linear_id):
            return hook
    raise NotConnected("This Linear workspace is not connected to this account.")


def hooks_for(account: Account, workspace_id: uuid.UUID | None = None) -> list[Hook]:
    """Return the hook to the named workspace, or every hook of the account; at least one."""
    if workspace_id is not None:
        return [hook_for(account, workspace_id)]
    hooks = hooks_of(account)
    if not hooks:
        raise NotConnected(NOTHING_CONNECTED)
    return hooks


def connect_with_tokens(member: Membership, *, tokens: Tokens) -> Hook:
    """Connect the workspace that the tokens of an OAuth exchange belong to."""
    expires_at, refresh_at = life_of(tokens)
    credentials = Credentials(
        kind=Hook.TokenKind.OAUTH,
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_at=expires_at,
        refresh_at=refresh_at,
        scopes=tokens.scopes,
    )
    return _connect(member, credentials)


def connect_with_api_key(member: Membership, *, api_key: str) -> Hook:
    """Connect the workspace that a personal API key belongs to."""
    try:
        return _connect(member, Credentials(kind=Hook.TokenKind.API_KEY, access_token=api_key))
    except Reauthorize as error:
        problem = "Linear does not accept this API key. Copy it again from Linear's settings."
        raise InvalidInput(problem, fields={"api_key": [problem]}) from error


def check(hook: Hook) -> Hook:
    """Ask Linear who we are there, and store the answer: the connection test."""
    viewer = client_for(hook).viewer()
    if uuid.UUID(viewer.organization.id) != hook.workspace.linear_id:
        raise InvalidInput("The token belongs to another Linear workspace. Please connect again.")
    return _store(hook.workspace.account, viewer, status=Hook.Status.ENABLED)


def disconnect(hook: Hook) -> bool:
    """Remove the hook, and revoke its tokens at Linear as far as Linear lets us.

    Links, messages and operations stay. Returns whether Linear confirmed the revocation; when it
    did not, or for an API key, the token has to be revoked by hand in Linear.
    """
    revoked = _revoke(hook)
    with transaction.atomic():
        EntityCache.objects.filter(workspace=hook.workspace).delete()
        hook.delete()
    logger.info(
        "hook.disconnected", extra={"workspace": hook.workspace.linear_id, "revoked": revoked}
    )
    return revoked


def _connect(member: Membership, credentials: Credentials) -> Hook:
    leave_database()
    viewer = LinearClient(
        api_url=settings.LINEAR_API_URL,
        authorization=header_of(credentials.access_token, credentials.kind),
        budget=budget_for(None),
    ).viewer()
    hook = _store(
        member.account,
        viewer,
        status=Hook.Status.ENABLED,
        token_kind=credentials.kind,
        access_token=credentials.access_token,
        refresh_token=credentials.refresh_token,
        token_expires_at=credentials.expires_at,
        token_refresh_at=credentials.refresh_at,
        refresh_lease_until=None,
        scopes=list(credentials.scopes),
        connected_by=member.user,
        connected_at=timezone.now(),
    )
    logger.info("hook.connected", extra={"workspace": hook.workspace.linear_id})
    return hook


@transaction.atomic
def _store(account: Account, viewer: Viewer, **fields: object) -> Hook:
    organization = viewer.organization
    workspace, _ = Workspace.objects.update_or_create(
        account=account,
        linear_id=organization.id,
        defaults={
            "name": organization.name,
            "url_key": organization.url_key,
            "logo_url": organization.logo_url or "",
        },
    )
    seen = {"viewer_id": viewer.id, "viewer_name": viewer.display_name, "is_app": viewer.app}
    hook, _ = Hook.objects.update_or_create(workspace=workspace, defaults=seen | fields)
    return hook_by_id(hook.pk)


def hook_by_id(pk: int) -> Hook:
    """Return a hook as the database has it now, its ids as UUIDs."""
    return Hook.objects.select_related("workspace__account", "connected_by").get(pk=pk)


def _revoke(hook: Hook) -> bool:
    if hook.token_kind == Hook.TokenKind.API_KEY:
        return False
    leave_database()
    application = oauth_application()
    try:
        if hook.refresh_token:
            application.revoke(hook.refresh_token, "refresh_token")
        application.revoke(str(hook.access_token), "access_token")
    except LinearError as error:
        logger.warning("hook.revocation_failed", extra={"code": error.code, "reason": str(error)})
        return False
    return True
