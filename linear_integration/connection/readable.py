"""Whether ENCRYPTION_KEYS read the tokens that are stored."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_noop

from ..encryption import DecryptionError
from ..linear.errors import Reauthorize
from ..models import Grant, Hook, PersonalConnection, Webhook

logger = logging.getLogger(__name__)

UNREADABLE = gettext_noop(
    "The stored token can't be read, since ENCRYPTION_KEYS has changed: put the old key back, or "
    "connect again."
)


@contextmanager
def readable_tokens() -> Iterator[None]:
    """Raise Reauthorize, with what to do, when a token that is loaded inside can't be read."""
    try:
        yield
    except DecryptionError as error:
        # Not noted on the grant: with the right key back, all is well again.
        logger.error("token.unreadable")
        raise Reauthorize(UNREADABLE) from error


def are_readable() -> bool:
    """Return whether ENCRYPTION_KEYS read what was stored last; with nothing stored they do."""
    try:
        Hook.objects.with_tokens().order_by("-connected_at").first()
    except DecryptionError:
        return False
    return True


def give_up_unreadable() -> int:
    """Let people connect again where no key reads a token; return how many connections that is.

    The tokens are lost for good: this is for when their key is.
    """
    _forget_unreadable_webhooks()
    return sum(_give_up_unreadable_of(model) for model in (Hook, PersonalConnection))


def _give_up_unreadable_of(model: type[Grant]) -> int:
    given_up = 0
    for grant in model.objects.all():
        try:
            model.objects.with_tokens().filter(pk=grant.pk).first()
        except DecryptionError:
            # Not one that somebody has connected again meanwhile.
            same = model.objects.filter(pk=grant.pk, connected_at=grant.connected_at)
            given_up += same.update(
                status=Grant.Status.REAUTHORIZE, access_token="", refresh_token=None
            )
    return given_up


def _forget_unreadable_webhooks() -> None:
    for key in list(Webhook.objects.values_list("pk", flat=True)):
        row = Webhook.objects.filter(pk=key)
        try:
            row.first()
        except DecryptionError:
            row.delete()
