"""A token that is good for a call now: refreshed early, by one caller at a time.

Linear's access tokens live 24 hours and each refresh spends the refresh token, so two refreshers
would fight. The row carries a lease: whoever gets it refreshes, outside of any transaction; the
others go on with the token while it is good, and wait for the new one when it isn't. A lease left
by a dead process ends by itself, and repeating the same refresh is harmless: for 30 minutes Linear
answers it with the same pair. https://linear.app/developers/oauth-2-0-authentication
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NoReturn

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from ..encryption import DecryptionError
from ..linear.errors import LinearError, NotConnected, Reauthorize, Timeout
from ..linear.tokens import Tokens
from ..models import Hook
from .application import oauth_application
from .database import leave_database

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
WAIT_SECONDS = 9.0
POLL_SECONDS = 0.05
UNREADABLE = gettext_noop(
    "The stored token can't be read, since ENCRYPTION_KEYS has changed: put the old key back, or "
    "connect again."
)
# Refreshed when this share of its life is over.
EARLY_SHARE = 0.8


def access_token(hook: Hook, *, refused: str | None = None) -> str:
    """Return a token for a call now; `refused` is one that Linear has just answered 401 to.

    Raises Reauthorize when a person has to connect again.
    """
    give_up_at = time.monotonic() + WAIT_SECONDS
    # One that was loaded with its token was loaded for this call.
    current = _current(hook) if refused or _is_without_token(hook) else _usable(hook)
    while True:
        if not current.is_expired and current.access_token != refused:
            return str(current.access_token)
        if current.refresh_token is None:
            _require_person(current)
        if _take_lease(current):
            return _refresh(current)
        if time.monotonic() > give_up_at:
            raise Timeout(
                gettext_noop("Linear did not renew our access in time. Please try again.")
            )
        leave_database()
        time.sleep(POLL_SECONDS)
        current = _current(hook)


@contextmanager
def readable_tokens() -> Iterator[None]:
    """Raise Reauthorize, with what to do, when a token that is loaded inside can't be read."""
    try:
        yield
    except DecryptionError as error:
        # Not noted on the hook: with the right key back, all is well again.
        logger.error("hook.tokens_unreadable")
        raise Reauthorize(UNREADABLE) from error


def refresh_due() -> int:
    """Refresh every token whose time has come, so that no call has to wait for it.

    Returns how many were refreshed; those that failed are tried again at the next round.
    """
    refreshed = 0
    due = Hook.objects.filter(status=Hook.Status.ENABLED, refresh_token__isnull=False)
    for hook in due.filter(token_refresh_at__lte=timezone.now()).select_related("workspace"):
        try:
            current = _current(hook)
            if _take_lease(current):
                _refresh(current)
                refreshed += 1
        except LinearError as error:
            logger.warning("token.refresh_failed", extra={"code": error.code})
    return refreshed


def are_readable() -> bool:
    """Return whether ENCRYPTION_KEYS read what was stored last; with nothing stored they do."""
    try:
        Hook.objects.with_tokens().order_by("-connected_at").first()
    except DecryptionError:
        return False
    return True


def give_up_unreadable() -> int:
    """Let an administrator connect again where no key reads a token; return how many hooks that is.

    The tokens are lost for good: this is for when their key is.
    """
    given_up = 0
    for hook in Hook.objects.all():
        try:
            Hook.objects.with_tokens().filter(pk=hook.pk).first()
        except DecryptionError:
            # Not one that an administrator has connected again meanwhile.
            same = Hook.objects.filter(pk=hook.pk, connected_at=hook.connected_at)
            given_up += same.update(
                status=Hook.Status.REAUTHORIZE, access_token="", refresh_token=None
            )
    return given_up


def life_of(tokens: Tokens) -> tuple[datetime | None, datetime | None]:
    """Return when the access token ends, and when it should be refreshed; None for never."""
    if tokens.expires_in_seconds is None:
        return None, None
    life = timedelta(seconds=tokens.expires_in_seconds)
    return timezone.now() + life, timezone.now() + life * EARLY_SHARE


def _current(hook: Hook) -> Hook:
    hooks = Hook.objects.with_tokens().select_related("workspace")
    with readable_tokens():
        current = hooks.filter(pk=hook.pk).first()
    if current is None:
        raise NotConnected(gettext_noop("The Linear workspace has just been disconnected."))
    return _usable(current)


def _usable(hook: Hook) -> Hook:
    if hook.status == Hook.Status.REAUTHORIZE:
        raise Reauthorize(
            gettext_noop("Linear no longer accepts our access. Please connect again.")
        )
    return hook


def _is_without_token(hook: Hook) -> bool:
    return "access_token" in hook.get_deferred_fields()


def _take_lease(hook: Hook) -> bool:
    now = timezone.now()
    # A refresh finished since we looked has freed the lease, too, and moved the token's end: it
    # must not be followed by a second one.
    return bool(
        _of_these_credentials(hook)
        .filter(Q(refresh_lease_until=None) | Q(refresh_lease_until__lt=now))
        .update(refresh_lease_until=now + LEASE)
    )


def _refresh(hook: Hook) -> str:
    leave_database()
    try:
        tokens = oauth_application().refresh(str(hook.refresh_token))
    except Reauthorize:
        _require_person(hook)
    except BaseException:
        # Whatever went wrong, the next caller repeats this very refresh.
        Hook.objects.filter(pk=hook.pk).update(refresh_lease_until=None)
        raise
    expires_at, refresh_at = life_of(tokens)
    stored = _of_these_credentials(hook).update(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token or hook.refresh_token,
        token_expires_at=expires_at,
        token_refresh_at=refresh_at,
        refresh_lease_until=None,
    )
    if not stored:
        _discard(tokens, hook)
        return access_token(hook)
    logger.info("token.refreshed", extra={"workspace": hook.workspace.linear_id})
    return tokens.access_token


def _discard(tokens: Tokens, hook: Hook) -> None:
    """Revoke a pair that came after the hook was disconnected; it belongs to nobody."""
    if tokens.refresh_token and not Hook.objects.filter(pk=hook.pk).exists():
        leave_database()
        oauth_application().revoke(tokens.refresh_token, "refresh_token")


def _of_these_credentials(hook: Hook) -> QuerySet[Hook]:
    """Return the hook's row, as long as nobody has refreshed it or connected again."""
    return Hook.objects.filter(
        pk=hook.pk, token_expires_at=hook.token_expires_at, connected_at=hook.connected_at
    )


def _require_person(hook: Hook) -> NoReturn:
    _of_these_credentials(hook).update(status=Hook.Status.REAUTHORIZE, refresh_lease_until=None)
    logger.warning("hook.reauthorization_required", extra={"workspace": hook.workspace.linear_id})
    raise Reauthorize(gettext_noop("Linear no longer accepts our access. Please connect again."))
