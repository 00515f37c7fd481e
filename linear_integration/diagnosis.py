"""Why doesn't it work: every precondition of the integration, checked, with what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from conversations.models import Account, Membership

from . import connection, features
from .linear.errors import LinearError, RateLimited, Reauthorize
from .models import Hook, Webhook


@dataclass(frozen=True)
class Finding:
    """One precondition; `advice` says what to do where it is not met."""

    is_met: bool
    text: str
    advice: str = ""


def examine_installation() -> Iterator[Finding]:
    """Check what all accounts share."""
    yield Finding(
        connection.is_configured(),
        "LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET are set",
        "Create an OAuth application in Linear (Settings > API) and set both variables; "
        "an API key connects without them.",
    )
    address = urlsplit(settings.FRONTEND_URL)
    yield Finding(
        connection.has_address(),
        f"FRONTEND_URL is {settings.FRONTEND_URL}",
        "Set FRONTEND_URL to the address that people open, such as https://help.example.com: "
        "scheme and host, without a path.",
    )
    yield Finding(
        address.scheme == "https" or address.hostname in ("localhost", "127.0.0.1"),
        f"The redirect URI to register in Linear is {connection.redirect_uri()}",
        "Serve the bridge by https; Linear then has to know exactly this address as callback URL.",
    )
    if connection.is_configured():
        yield Finding(
            bool(settings.LINEAR_WEBHOOK_SECRET),
            f"LINEAR_WEBHOOK_SECRET is set; events go to {connection.webhook_address()}",
            "In Linear, switch the OAuth application's webhook on, with exactly this address, and "
            "set its signing secret.",
        )


def examine_account(account: Account) -> Iterator[Finding]:
    """Check one account, down to a call to Linear for each of its workspaces."""
    yield Finding(
        features.is_enabled(account),
        f"The feature {features.FEATURE} is on",
        f"Run: manage.py feature enable {features.FEATURE} --account {account.pk}",
    )
    administrators = account.memberships.filter(role=Membership.Role.ADMINISTRATOR)
    yield Finding(
        administrators.exists(),
        "The account has an administrator",
        "Only an administrator can connect Linear: give a member that role in the Django admin.",
    )
    hooks = connection.hooks_of(account)
    yield Finding(
        bool(hooks),
        "A Linear workspace is connected",
        "An administrator connects one under Settings > Integrations > Linear.",
    )
    for hook in hooks:
        yield from _examine_hook(hook)


def _examine_hook(hook: Hook) -> Iterator[Finding]:
    name = hook.workspace.name
    try:
        connection.check(hook)
    except Reauthorize as error:
        advice = f"{error} An administrator does that under Settings > Integrations > Linear."
        yield Finding(False, f"{name}: Linear accepts the token", advice)
        return
    except RateLimited as error:
        yield Finding(False, f"{name}: Linear takes calls", f"Linear said: {error} Wait an hour.")
        return
    except LinearError as error:
        advice = "Look at Linear's status, and whether this machine reaches that address."
        text = f"{name}: Linear answers at {settings.LINEAR_API_URL}"
        yield Finding(False, text, f"{error} {advice}")
        return
    yield Finding(True, f"{name}: Linear accepts the token")
    yield Finding(
        hook.token_kind == Hook.TokenKind.API_KEY or "write" in hook.scopes,
        f"{name}: the token may write",
        "Connect again and leave the permission to write switched on.",
    )
    yield _examine_teams(hook)
    # One that was missing has just been asked for, and an old address has been changed.
    webhook = Webhook.objects.defer("secret").filter(hook=hook).first()
    if webhook is not None:
        yield from _examine_webhook(name, webhook)


def _examine_webhook(name: str, webhook: Webhook) -> Iterator[Finding]:
    is_there = webhook.confirmed_at is not None
    reason = (webhook.error or {}).get("message", "")
    advice = f"Linear said: {reason} It sends webhooks to public https addresses only."
    yield Finding(is_there, f"{name}: Linear has our webhook", advice)
    if is_there:
        address = connection.own_address(webhook)
        text = f"{name}: Linear sends its events to {address}"
        yield Finding(webhook.address == address, text, f"Not to {webhook.address}. {advice}")
        yield Finding(
            webhook.is_enabled,
            f"{name}: our webhook is enabled in Linear",
            "Somebody in Linear has disabled it, or Linear itself after many failures. Enable it "
            "there, or under Settings > Integrations > Linear.",
        )


def _examine_teams(hook: Hook) -> Finding:
    advice = "In Linear, give the application access to the teams that support works with."
    try:
        count = len(connection.client_for(hook).teams())
    except LinearError as error:
        return Finding(False, f"{hook.workspace.name}: teams are visible", f"Linear said: {error}")
    return Finding(count > 0, f"{hook.workspace.name}: {count} teams are visible", advice)
