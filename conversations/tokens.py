"""API tokens: given out once, kept as a digest, remembered for some seconds."""

import copy
import hashlib
import secrets
from datetime import timedelta
from threading import Lock
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import APIToken, User

# Looking the token up took a third of a local read's time.
REMEMBERED_SECONDS = 15
REMEMBERED_TOKENS = 10_000
# That a token was used is written down no more often than this.
USE_NOTED_EVERY = timedelta(hours=1)

_remembered: dict[str, tuple[float, User]] = {}
_lock = Lock()


@transaction.atomic
def create_token(user: User, *, name: str) -> str:
    """Return a new token of the user; a name that a live one has raises `ValidationError`.

    So a form that is sent twice makes no second token.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if live_tokens_of(user).filter(name=name).exists():
        raise ValidationError({"name": _("You have a token of this name already.")})
    return issue_token(user, name)


def live_tokens_of(user: User) -> QuerySet[APIToken]:
    """Return the user's tokens that were not revoked, the latest first."""
    return APIToken.objects.filter(user=user, revoked_at=None).order_by("-id")


def issue_token(user: User, name: str) -> str:
    """Return a new token of the user; it is shown this once and can't be read again."""
    raw = secrets.token_urlsafe(32)
    store_token(user, name, raw)
    return raw


def store_token(user: User, name: str, raw: str) -> APIToken:
    """Keep the digest of a token whose text was chosen elsewhere."""
    return APIToken.objects.create(user=user, name=name, digest=digest_of(raw))


def revoke_token(token: APIToken) -> None:
    """Refuse the token from now on: here at once, in other processes within 15 seconds."""
    token.revoked_at = token.revoked_at or timezone.now()
    token.save(update_fields=["revoked_at"])
    with _lock:
        _remembered.pop(token.digest, None)


def user_for_token(raw: str) -> User | None:
    """Return the active user for whom the token stands, or None."""
    digest = digest_of(raw)
    expires_at, user = _remembered.get(digest, (0.0, None))
    if user is not None and monotonic() < expires_at:
        # A copy: requests of other threads hold the same user.
        return copy.copy(user)
    tokens = APIToken.objects.select_related("user")
    token = tokens.filter(digest=digest, revoked_at=None, user__is_active=True).first()
    if token is None:
        return None
    _note_use(token)
    _remember(digest, copy.copy(token.user))
    return token.user


def forget_tokens() -> None:
    """Ask the database again for every token."""
    with _lock:
        _remembered.clear()


def digest_of(raw: str) -> str:
    """Return what is kept of a secret whose text is given out once."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


def _note_use(token: APIToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - USE_NOTED_EVERY:
        APIToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _remember(digest: str, user: User) -> None:
    with _lock:
        if len(_remembered) >= REMEMBERED_TOKENS:
            _remembered.clear()
        _remembered[digest] = (monotonic() + REMEMBERED_SECONDS, user)
