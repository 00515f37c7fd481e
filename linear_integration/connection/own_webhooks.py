"""Webhooks that we make ourselves, for hooks whose token may: an administrator's API key.

An app may not: hooks by OAuth are told of events by the webhook of our OAuth application, which
tells hooks by API key nothing. https://linear.app/developers/webhooks
"""

import logging
import secrets

from django.utils import timezone

from ..encryption import DecryptionError
from ..linear.errors import IdConflict, LinearError, NotFound
from ..linear.inputs import WebhookCreate
from ..models import Hook, Webhook
from .application import webhook_address
from .clients import client_for

logger = logging.getLogger(__name__)

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


def set_up_webhook(hook: Hook) -> None:
    """Have Linear make the webhook that is planned, unless it has said already that it is there.

    A failure is noted for the settings page and raises nothing: the hook is good without, and what
    Linear did not confirm is asked for again.
    """
    webhook = Webhook.objects.filter(hook=hook, confirmed_at=None).first()
    if webhook is None:
        return
    row = Webhook.objects.filter(pk=webhook.pk)
    try:
        client_for(hook).create_webhook(_wanted(webhook))
    except IdConflict:  # an earlier attempt got through
        pass
    except LinearError as error:
        row.update(error={"code": error.code, "message": str(error)})
        _log("webhook.not_made", hook, code=error.code)
        return
    row.update(confirmed_at=timezone.now(), error=None)
    _log("webhook.made", hook)


def take_down_webhook(hook: Hook) -> bool:
    """Forget the hook's webhook, and delete it in Linear; return whether it is gone there, too."""
    webhook = Webhook.objects.defer("secret").filter(hook=hook).first()
    if webhook is None:
        return True
    is_gone = _delete(hook, webhook)
    # What Linear goes on to send is refused from now on.
    Webhook.objects.filter(pk=webhook.pk).delete()
    return is_gone


def _wanted(webhook: Webhook) -> WebhookCreate:
    return WebhookCreate(
        id=str(webhook.linear_id),
        url=f"{webhook_address()}/{webhook.key}",
        secret=str(webhook.secret),
        resource_types=RESOURCE_TYPES,
        all_public_teams=True,
        label=LABEL,
    )


def _delete(hook: Hook, webhook: Webhook) -> bool:
    try:
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
