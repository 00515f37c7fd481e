"""Connect, test and disconnect a workspace."""

import logging
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from conversations.models import Membership

from ..encryption import DecryptionError
from ..linear.client import LinearClient
from ..linear.deadline import time_limit
from ..linear.errors import InvalidInput, LinearError, NotConnected, Reauthorize
from ..linear.rate_limit import Budget
from ..linear.tokens import Tokens
from ..linear.transport import CALL_SECONDS
from ..linear.types import Organization, Viewer
from ..models import ConnectionHealth, EntityCache, Hook, Workspace
from .application import oauth_application
from .clients import client_for, header_of
from .database import leave_database
from .tokens import life_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Credentials:
    """What a hook stores of a token."""

    kind: str
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    refresh_at: datetime | None = None
    scopes: tuple[str, ...] = ()


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
        problem = gettext_noop(
            "Linear does not accept this API key. Copy it again from Linear's settings."
        )
        raise InvalidInput(problem, fields={"api_key": [problem]}) from error


@time_limit(CALL_SECONDS)
def check(hook: Hook) -> Hook:
    """Ask Linear who we are there, and store the answer: the connection test."""
    viewer = client_for(hook).viewer()
    if uuid.UUID(viewer.organization.id) != hook.workspace.linear_id:
        raise InvalidInput(
            gettext_noop("The token belongs to another Linear workspace. Please connect again.")
        )
    Workspace.objects.filter(pk=hook.workspace.pk).update(**_seen_of(viewer.organization))
    # Never made anew: it may have been disconnected meanwhile.
    if not Hook.objects.filter(pk=hook.pk).update(**_acting_as(viewer)):
        raise NotConnected(gettext_noop("The Linear workspace has just been disconnected."))
    return _loaded(hook.pk)


@time_limit(CALL_SECONDS)
def disconnect(hook: Hook) -> bool:
    """Remove the hook, and revoke its tokens at Linear as far as Linear lets us.

    Links, messages and operations stay. Returns whether Linear confirmed the revocation; when it
    did not, or for an API key, the token has to be revoked by hand in Linear.
    """
    revoked = _revoke_all(hook)
    with transaction.atomic():
        _forget_what_was_seen(hook.workspace)
        Hook.objects.filter(pk=hook.pk).delete()
    logger.info(
        "hook.disconnected", extra={"workspace": hook.workspace.linear_id, "revoked": revoked}
    )
    return revoked


@time_limit(CALL_SECONDS)
def _connect(member: Membership, credentials: Credentials) -> Hook:
    leave_database()
    viewer = LinearClient(
        api_url=settings.LINEAR_API_URL,
        authorization=header_of(credentials.access_token, credentials.kind),
        budget=Budget(),
    ).viewer()
    hook = _store(member, viewer, credentials)
    logger.info("hook.connected", extra={"workspace": hook.workspace.linear_id})
    return hook


@transaction.atomic
def _store(member: Membership, viewer: Viewer, credentials: Credentials) -> Hook:
    workspace, _ = Workspace.objects.update_or_create(
        account=member.account,
        linear_id=viewer.organization.id,
        defaults=_seen_of(viewer.organization),
    )
    _forget_what_was_seen(workspace)
    granted = {
        "status": Hook.Status.ENABLED,
        "token_kind": credentials.kind,
        "access_token": credentials.access_token,
        "refresh_token": credentials.refresh_token,
        "token_expires_at": credentials.expires_at,
        "token_refresh_at": credentials.refresh_at,
        "refresh_lease_until": None,
        "scopes": list(credentials.scopes),
        "connected_by": member.user,
        "connected_at": timezone.now(),
    }
    hook, _ = Hook.objects.update_or_create(
        workspace=workspace, defaults=_acting_as(viewer) | granted
    )
    return _loaded(hook.pk)


def _forget_what_was_seen(workspace: Workspace) -> None:
    # Another token may see other teams, and has limits of its own.
    EntityCache.objects.filter(workspace=workspace).delete()
    ConnectionHealth.objects.filter(workspace=workspace).delete()


def _seen_of(organization: Organization) -> dict[str, Any]:
    return {
        "name": organization.name,
        "url_key": organization.url_key,
        "logo_url": organization.logo_url or "",
    }


def _acting_as(viewer: Viewer) -> dict[str, Any]:
    return {"viewer_id": viewer.id, "viewer_name": viewer.display_name, "is_app": viewer.app}


def _loaded(pk: int) -> Hook:
    return Hook.objects.select_related("workspace__account", "connected_by").get(pk=pk)


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
