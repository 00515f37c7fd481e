"""Connect and test a workspace."""

import logging
import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from conversations.models import Membership, User

from ..linear.deadline import time_limit
from ..linear.errors import InvalidInput, LinearError, NotConnected, Reauthorize
from ..linear.tokens import Tokens
from ..linear.transport import CALL_SECONDS
from ..linear.types import Organization, Viewer
from ..models import ConnectionHealth, EntityCache, Hook, Workspace
from .clients import client_for
from .credentials import Credentials, credentials_of, granted, owner_of
from .own_webhooks import (
    is_wanted,
    plan_webhook,
    right_webhooks,
    set_up_webhook,
    take_down_webhook,
)

logger = logging.getLogger(__name__)

# Shorter than a task may take.
ROUND_SECONDS = 45.0
WEBHOOK_SEEN_EVERY = timedelta(hours=1)


def connect_with_tokens(member: Membership, *, tokens: Tokens) -> Hook:
    """Connect the workspace that the tokens of an OAuth exchange belong to."""
    return _connect(member, credentials_of(tokens))


@time_limit(CALL_SECONDS)
def connect_with_api_key(member: Membership, *, api_key: str) -> Hook:
    """Connect the workspace of a personal API key; an administrator's brings a webhook."""
    try:
        hook = _connect(member, Credentials(kind=Hook.TokenKind.API_KEY, access_token=api_key))
    except Reauthorize as error:
        problem = gettext_noop(
            "Linear does not accept this API key. Copy it again from Linear's settings."
        )
        raise InvalidInput(problem, fields={"api_key": [problem]}) from error
    set_up_webhook(hook, by=member.user)
    return hook


@time_limit(CALL_SECONDS)
def check(hook: Hook, *, by: User | None = None) -> Hook:
    """Ask Linear who we are there, and store the answer: the connection test.

    `by` is the administrator who wants it, None the bridge itself.
    """
    viewer = client_for(hook).viewer()
    if uuid.UUID(viewer.organization.id) != hook.workspace.linear_id:
        raise InvalidInput(
            gettext_noop("The token belongs to another Linear workspace. Please connect again.")
        )
    Workspace.objects.filter(pk=hook.workspace.pk).update(**_seen_of(viewer.organization))
    _note_viewer(hook, viewer)
    # Also for whoever is no administrator any more: what Linear says to that is noted.
    set_up_webhook(hook, by=by)
    return _loaded(hook.pk)


@time_limit(ROUND_SECONDS)
def check_webhooks() -> int:
    """Test the connections whose webhook is not as it should be, which sets it up.

    The others are looked at now and then: somebody may have changed them in Linear. Returns how
    many are right now.
    """
    since = timezone.now() - WEBHOOK_SEEN_EVERY
    by_key = Hook.objects.filter(status=Hook.Status.ENABLED, token_kind=Hook.TokenKind.API_KEY)
    due = by_key.exclude(webhook__in=right_webhooks().filter(confirmed_at__gte=since))
    return sum(_has_right_webhook_now(hook) for hook in due.select_related("workspace"))


@time_limit(CALL_SECONDS)
def _connect(member: Membership, credentials: Credentials) -> Hook:
    viewer = owner_of(credentials)
    if credentials.kind == Hook.TokenKind.OAUTH:
        _leave_to_application(member, viewer.organization)
    hook = _store(member, viewer, credentials)
    logger.info("hook.connected", extra={"workspace": hook.workspace.linear_id})
    return hook


@transaction.atomic
def _note_viewer(hook: Hook, viewer: Viewer) -> None:
    # Never made anew: it may have been disconnected meanwhile.
    if not Hook.objects.filter(pk=hook.pk).update(**_acting_as(viewer)):
        raise NotConnected(gettext_noop("The Linear workspace has just been disconnected."))
    if is_wanted(hook, is_administrator=viewer.admin):
        plan_webhook(hook)


@transaction.atomic
def _store(member: Membership, viewer: Viewer, credentials: Credentials) -> Hook:
    workspace, _ = Workspace.objects.update_or_create(
        account=member.account,
        linear_id=viewer.organization.id,
        defaults=_seen_of(viewer.organization),
    )
    forget_what_was_seen(workspace)
    hook, _ = Hook.objects.update_or_create(
        workspace=workspace,
        defaults={
            **_acting_as(viewer),
            **granted(credentials),
            "token_kind": credentials.kind,
            "connected_by": member.user,
        },
    )
    if is_wanted(hook, is_administrator=viewer.admin):
        plan_webhook(hook)
    return _loaded(hook.pk)


def _leave_to_application(member: Membership, organization: Organization) -> None:
    """Take down the webhook of an earlier API key, or every event would come twice."""
    hooks = Hook.objects.select_related("workspace").filter(
        workspace__account=member.account, workspace__linear_id=organization.id
    )
    for hook in hooks:
        take_down_webhook(hook, by=member.user)


def _has_right_webhook_now(hook: Hook) -> bool:
    try:
        check(hook)
    except LinearError as error:
        logger.warning("webhook.not_asked_for", extra={"code": error.code})
    return right_webhooks().filter(hook=hook).exists()


def forget_what_was_seen(workspace: Workspace) -> None:
    """Forget what the token of a workspace showed us, when it goes or another one comes."""
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
