"""A token that is good for a call now: refreshed early, by one caller at a time.

Linear's access tokens live 24 hours and each refresh spends the refresh token, so two refreshers
would fight. The row carries a lease: whoever gets it refreshes, outside of any transaction; the
others go on with the token while it is good, and wait for the new one when it isn't. A lease left
by a dead process ends by itself, and repeating the same refresh is harmless: for 30 minutes Linear
answers it with the same pair. https://linear.app/developers/oauth-2-0-authentication
"""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from ..linear.errors import LinearError, NotConnected, Reauthorize, Timeout
from ..linear.tokens import Tokens
from ..models import Grant, Hook, PersonalConnection
from .application import oauth_application
from .database import leave_database
from .readable import readable_tokens

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Grant)

LEASE = timedelta(seconds=15)
WAIT_SECONDS = 9.0
POLL_SECONDS = 0.05
REPLACE_WAIT_SECONDS = 2.0
REMOVED = gettext_noop("An administrator of Linear has removed the app. Please connect again.")
REFUSED = gettext_noop("Linear no longer accepts our access. Please connect again.")
# Refreshed when this share of its life is over.
EARLY_SHARE = 0.8
KINDS: tuple[type[Grant], ...] = (Hook, PersonalConnection)


def usable(grant: Row, *, refused: str | None = None) -> Row:
    """Return the grant with a token for a call now; `refused` is one that Linear answered 401 to.

    Raises Reauthorize when a person has to connect again.
    """
    give_up_at = time.monotonic() + WAIT_SECONDS
    # One that was loaded with its token was loaded for this call.
    current = _current(grant) if refused or _is_without_token(grant) else _enabled(grant)
    while current.is_expired or current.access_token == refused:
        if time.monotonic() > give_up_at:
            raise Timeout(
                gettext_noop("Linear did not renew our access in time. Please try again.")
            )
        if current.refresh_token is None:
            _require_person(current)
        elif _take_lease(current):
            _refresh(current)
        else:
            _pause()
        current = _current(grant)
    return current


@contextmanager
def replacing(hooks: Iterable[Hook]) -> Iterator[None]:
    """Let nobody refresh these hooks' tokens while new ones come for one of them.

    Linear may keep one token for an app's user: a new one ends the one before it, for which a
    refresh would then say that a person has to connect again. Whoever is refused meanwhile waits
    for the new one, as for a refresh.
    """
    held = [hook for hook in map(_leased_soon, hooks) if hook is not None]
    try:
        yield
    finally:
        for hook in held:
            _of_these_credentials(hook).update(refresh_lease_until=None)


def refresh_due() -> int:
    """Refresh every token whose time has come, so that no call has to wait for it.

    Returns how many were refreshed; those that failed are tried again at the next round.
    """
    return sum(_refresh_due_of(model) for model in KINDS)


def life_of(tokens: Tokens) -> tuple[datetime | None, datetime | None]:
    """Return when the access token ends, and when it should be refreshed; None for never."""
    if tokens.expires_in_seconds is None:
        return None, None
    life = timedelta(seconds=tokens.expires_in_seconds)
    return timezone.now() + life, timezone.now() + life * EARLY_SHARE


def _refresh_due_of(model: type[Grant]) -> int:
    refreshed = 0
    due = model.objects.filter(status=Grant.Status.ENABLED, refresh_token__isnull=False)
    for grant in due.filter(token_refresh_at__lte=timezone.now()):
        try:
            current = _current(grant)
            if _take_lease(current):
                refreshed += _refresh(current)
        except LinearError as error:
            logger.warning("token.refresh_failed", extra={"code": error.code})
    return refreshed


def _current(grant: Row) -> Row:
    rows = type(grant).objects.with_tokens().select_related("workspace")
    with readable_tokens():
        current: Row | None = rows.filter(pk=grant.pk).first()
    if current is None:
        raise NotConnected(gettext_noop("The Linear workspace has just been disconnected."))
    return _enabled(current)


def _enabled(grant: Row) -> Row:
    if grant.status == Grant.Status.REMOVED:
        raise Reauthorize(REMOVED)
    if grant.status == Grant.Status.REAUTHORIZE:
        raise Reauthorize(REFUSED)
    return grant


def _is_without_token(grant: Row) -> bool:
    return "access_token" in grant.get_deferred_fields()


def _pause() -> None:
    leave_database()
    time.sleep(POLL_SECONDS)


def _take_lease(grant: Row) -> bool:
    now = timezone.now()
    # A refresh finished since we looked has freed the lease, too, and moved the token's end: it
    # must not be followed by a second one.
    return bool(
        _of_these_credentials(grant)
        .filter(Q(refresh_lease_until=None) | Q(refresh_lease_until__lt=now))
        .update(refresh_lease_until=now + LEASE)
    )


def _leased_soon(hook: Hook) -> Hook | None:
    """Take the lease once a refresh that is under way has ended; None if that takes too long."""
    give_up_at = time.monotonic() + REPLACE_WAIT_SECONDS
    current: Hook | None = hook
    while current is not None and not _take_lease(current):
        if time.monotonic() > give_up_at:
            return None
        _pause()
        current = Hook.objects.filter(pk=hook.pk).first()
    return current


def _refresh(grant: Row) -> bool:
    """Refresh the grant, whose lease the caller holds; False where it was replaced meanwhile."""
    leave_database()
    try:
        tokens = oauth_application().refresh(str(grant.refresh_token))
    except Reauthorize:
        _require_person(grant)
        return False
    except BaseException:
        # Whatever went wrong, the next caller repeats this very refresh.
        type(grant).objects.filter(pk=grant.pk).update(refresh_lease_until=None)
        raise
    expires_at, refresh_at = life_of(tokens)
    stored = _of_these_credentials(grant).update(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token or grant.refresh_token,
        token_expires_at=expires_at,
        token_refresh_at=refresh_at,
        refresh_lease_until=None,
    )
    if stored:
        _log(logging.INFO, "token.refreshed", grant)
    else:
        _discard(tokens, grant)
    return bool(stored)


def _discard(tokens: Tokens, grant: Row) -> None:
    """Revoke a pair that came after its grant was given up; it belongs to nobody."""
    if tokens.refresh_token and not type(grant).objects.filter(pk=grant.pk).exists():
        leave_database()
        oauth_application().revoke(tokens.refresh_token, "refresh_token")


def _of_these_credentials(grant: Row) -> QuerySet[Row]:
    """Return the grant's row, as long as nobody has refreshed it or connected again."""
    return type(grant).objects.filter(
        pk=grant.pk, token_expires_at=grant.token_expires_at, connected_at=grant.connected_at
    )


def _require_person(grant: Row) -> None:
    """Raise Reauthorize, and note it; not if somebody has connected again meanwhile."""
    mine = _of_these_credentials(grant)
    if mine.update(status=Grant.Status.REAUTHORIZE, refresh_lease_until=None):
        _log(logging.WARNING, f"{grant.log_name}.reauthorization_required", grant)
        raise Reauthorize(REFUSED)


def _log(level: int, event: str, grant: Grant) -> None:
    logger.log(level, event, extra={"workspace": grant.workspace.linear_id})
