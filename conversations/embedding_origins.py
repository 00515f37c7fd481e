"""Which pages may frame an account's sidebar: the origins that its administrators allow.

Each is stored as browsers write it, `https://host` or `https://host:port`, so that it can stand in
a Content-Security-Policy and be compared as text. Nothing is allowed by default.
"""

import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .models import Account

MOST_ORIGINS = 10
LONGEST_ORIGIN = 255
DEFAULT_PORTS = {"https": 443, "http": 80}
LOCAL_HOSTS = {"localhost", "127.0.0.1"}
# What CSP takes for a host, without its wildcards.
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


@transaction.atomic
def allow_origin(account: Account, text: str) -> str:
    """Let pages of the origin frame the sidebar; return it as it is stored.

    What is no origin, is there already or is one too many raises `ValidationError`.
    """
    origin = parse_origin(text)
    stored = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if origin in stored.embedding_origins:
        raise ValidationError(_("%(origin)s is allowed already.") % {"origin": origin})
    if len(stored.embedding_origins) >= MOST_ORIGINS:
        problem = _("At most %(count)s addresses can be allowed. Remove one first.")
        raise ValidationError(problem % {"count": MOST_ORIGINS})
    _store(account, [*stored.embedding_origins, origin])
    return origin


@transaction.atomic
def remove_origin(account: Account, origin: str) -> None:
    """Let pages of the origin frame nothing any more; what they show already ends, too."""
    stored = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    _store(account, [each for each in stored.embedding_origins if each != origin])


def parse_origin(text: str) -> str:
    """Return the origin that a person wrote; `ValidationError` says what is wrong with it."""
    parts, port = _split(text.strip())
    scheme, host = parts.scheme, parts.hostname or ""
    if scheme not in DEFAULT_PORTS:
        raise ValidationError(_("Begin with https://, as in https://desk.example.com."))
    if not HOST.fullmatch(host) or parts.username is not None:
        problem = _("Name one host in plain ASCII, without wildcards, as in desk.example.com.")
        raise ValidationError(problem)
    origin = f"{scheme}://{host}" + (
        f":{port}" if port not in (None, DEFAULT_PORTS[scheme]) else ""
    )
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        problem = _("Leave out what comes after the host: %(origin)s")
        raise ValidationError(problem % {"origin": origin})
    if scheme == "http" and not (host in LOCAL_HOSTS and (settings.DEBUG or settings.DEMO)):
        raise ValidationError(_("Use https://: only a demo takes http://, and only of localhost."))
    return origin


def _split(text: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(text)
        return parts, parts.port
    except ValueError as error:
        raise ValidationError(_("This is no address of a web page.")) from error


def _store(account: Account, origins: list[str]) -> None:
    account.embedding_origins = origins
    account.save(update_fields=["embedding_origins"])
