"""Webhooks that we make ourselves, for hooks whose token may: an administrator's API key.

An app may not: hooks by OAuth are told of events by the webhook of our OAuth application, which
tells hooks by API key nothing. https://linear.app/developers/webhooks
"""

import logging
import secrets
import uuid
from contextlib import suppress
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from conversations.models import User

from ..encryption import DecryptionError
from ..linear.client import LinearClient
from ..linear.errors import IdConflict, LinearError, NotConnected, NotFound
from ..linear.inputs import WebhookCreate, WebhookUpdate
from ..linear.types import Webhook as InLinear
from ..models import Hook, Operation, Webhook
from ..webhook_records import WebhookWrite, note_found_done, recorded
from .application import webhook_address
from .clients import client_for

logger = logging.getLogger(__name__)
Kind = Operation.Kind

# What there are handlers for; the other kinds that we know only an app is told of.
RESOURCE_TYPES = ("Attachment", "Comment", "Issue", "IssueLabel", "Project")
LABEL = "Helpdesk"


def is_wanted(hook: Hook, *, is_administrator: bool) -> bool:
    """Return whether the hook is to have a webhook of its own."""
    return is_administrator and hook.token_kind == Hook.TokenKind.API_KEY


def plan_webhook(hook: Hook) -> None:
    """Choose address, id and secret of a hook's webhook; what it has already, it keeps."""
    try:
        known = Webhook.objects.filter(hook=hook).first()
    except DecryptionError:
        logger.warning("webhook.secret_unreadable", extra={"workspace": hook.workspace.linear_id})
        Webhook.objects.filter(hook=hook).delete()
        known = None
    if known is None:
        secret = f"lin_wh_{secrets.token_urlsafe(32)}"
        Webhook.objects.get_or_create(hook=hook, defaults={"secret": secret})


def set_up_webhook(hook: Hook, *, by: User | None) -> None:
    """Have Linear's webhook be as it is planned: there, and with the address of today.

    One that is disabled there stays so, which is noted for the settings page. So is a failure,
    which raises nothing: the hook is good without, and it is tried again. `by` is who wants it
    now, None the bridge itself.
    """
    webhook = Webhook.objects.filter(hook=hook).first()
    if webhook is None:
        return
    try:
        _set_up(hook, webhook, by=by)
    except LinearError as error:
        _note(webhook, error={"code": error.code, "message": str(error)})
        _log("webhook.not_set_up", hook, code=error.code)


def enable_webhook(hook: Hook, *, by: User) -> None:
    """Have Linear send events again by a webhook that is disabled there."""
    webhook = Webhook.objects.defer("secret").filter(hook=hook).first()
    if webhook is None:
        raise NotConnected(gettext_noop("The connection has no webhook of its own."))
    linear_id = str(webhook.linear_id)
    about = {"id": linear_id, "enabled": True}
    with recorded(WebhookWrite(hook, Kind.UPDATE_WEBHOOK, about, by)):
        client_for(hook).update_webhook(linear_id, WebhookUpdate(enabled=True))
    _note(webhook, is_enabled=True)


def take_down_webhook(hook: Hook, *, by: User | None) -> bool:
    """Forget the hook's webhook, and delete it in Linear; return whether it is gone there, too."""
    webhook = Webhook.objects.defer("secret").filter(hook=hook).first()
    if webhook is None:
        return True
    is_gone = _delete(hook, webhook, by=by)
    # What Linear goes on to send is refused from now on.
    Webhook.objects.filter(pk=webhook.pk).delete()
    return is_gone


def own_address(webhook: Webhook) -> str:
    """Return where Linear is to send the webhook's events."""
    return f"{webhook_address()}/{webhook.key}"


def right_webhooks() -> QuerySet[Webhook]:
    """Return the webhooks that are as they should be, as far as Linear said."""
    address = f"{webhook_address()}/"
    return Webhook.objects.filter(
        confirmed_at__isnull=False, address__startswith=address, is_enabled=True
    )


def _set_up(hook: Hook, webhook: Webhook, *, by: User | None) -> None:
    client, address = client_for(hook), own_address(webhook)
    there = _found_or_made(client, hook, webhook, by=by)
    if there is None:
        return
    _note(webhook, address=there.url or "", is_enabled=there.enabled, confirmed_at=timezone.now())
    move = WebhookWrite(hook, Kind.UPDATE_WEBHOOK, _named(webhook), by)
    if there.url != address:
        with recorded(move):
            client.update_webhook(str(webhook.linear_id), WebhookUpdate(url=address))
        _note(webhook, address=address)
    elif webhook.error:
        note_found_done(move)
    _note(webhook, error=None)


def _found_or_made(
    client: LinearClient, hook: Hook, webhook: Webhook, *, by: User | None
) -> InLinear | None:
    """Return the webhook as it is in Linear now; None if another process makes it anew."""
    if webhook.confirmed_at is None:
        # Where it is taken, an earlier attempt got through.
        with suppress(IdConflict):
            return _make(client, hook, webhook, by=by)
    try:
        return client.webhook(str(webhook.linear_id))
    except NotFound:
        if not _plan_anew(webhook):
            return None
    _log("webhook.gone", hook)
    return _make(client, hook, webhook, by=by)


def _make(client: LinearClient, hook: Hook, webhook: Webhook, *, by: User | None) -> InLinear:
    wanted = _wanted(webhook)
    with recorded(WebhookWrite(hook, Kind.CREATE_WEBHOOK, _named(webhook), by)):
        client.create_webhook(wanted)
    return InLinear(enabled=True, url=wanted.url)


def _plan_anew(webhook: Webhook) -> bool:
    """Choose another id; false if somebody else has, or the workspace was disconnected."""
    known = Webhook.objects.filter(pk=webhook.pk, linear_id=webhook.linear_id)
    webhook.linear_id = uuid.uuid4()
    return bool(
        known.update(linear_id=webhook.linear_id, confirmed_at=None, address="", is_enabled=True)
    )


def _note(webhook: Webhook, **seen: Any) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(**seen)


def _named(webhook: Webhook) -> dict[str, Any]:
    """Return what the log of operations says of the webhook."""
    return {"id": str(webhook.linear_id), "url": own_address(webhook)}


def _wanted(webhook: Webhook) -> WebhookCreate:
    return WebhookCreate(
        id=str(webhook.linear_id),
        url=own_address(webhook),
        secret=str(webhook.secret),
        resource_types=RESOURCE_TYPES,
        all_public_teams=True,
        label=LABEL,
    )


def _delete(hook: Hook, webhook: Webhook, *, by: User | None) -> bool:
    write = WebhookWrite(hook, Kind.DELETE_WEBHOOK, _named(webhook), by)
    try:
        with recorded(write):
            client_for(hook).delete_webhook(str(webhook.linear_id))
    except NotFound:
        return True
    except LinearError as error:
        _log("webhook.not_deleted", hook, code=error.code)
        return False
    return True


def _log(event: str, hook: Hook, **about: str) -> None:
    level = logging.WARNING if about else logging.INFO
    logger.log(level, event, extra={"workspace": hook.workspace.linear_id, **about})
