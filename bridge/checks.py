"""System checks of the settings: `manage.py check`, and with `--deploy` what production needs."""

from collections.abc import Iterable
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from linear_integration.connection.application import has_address, webhook_address

from . import environment as env

MADE_HERE = ("SECRET_KEY", "ENCRYPTION_KEYS")


@register(Tags.security)
def encryption_keys(**_: Any) -> Iterable[CheckMessage]:
    """Each of ENCRYPTION_KEYS has to be a Fernet key."""
    for position, key in enumerate(settings.ENCRYPTION_KEYS, start=1):
        try:
            Fernet(key)
        except ValueError:
            yield Error(
                f"Number {position} of ENCRYPTION_KEYS is not a Fernet key.",
                hint="Make one with: python -c 'from cryptography.fernet import Fernet; "
                "print(Fernet.generate_key().decode())'",
                id="bridge.E001",
            )


@register(Tags.urls)
def frontend_url(**_: Any) -> Iterable[CheckMessage]:
    """FRONTEND_URL has to be scheme and host: links and the OAuth callback build on it."""
    if not has_address():
        yield Error(
            f"FRONTEND_URL is {settings.FRONTEND_URL!r}, which is not an address.",
            hint="Set it to what people open, without a path: https://help.example.com",
            id="bridge.E002",
        )


@register(Tags.security)
def linear_credentials(**_: Any) -> Iterable[CheckMessage]:
    """LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET go together."""
    if bool(settings.LINEAR_CLIENT_ID) != bool(settings.LINEAR_CLIENT_SECRET):
        yield Warning(
            "Only one of LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET is set.",
            hint="Both come from the OAuth application in Linear: Settings > API.",
            id="bridge.W003",
        )


@register(Tags.security)
def linear_webhook_secret(**_: Any) -> Iterable[CheckMessage]:
    """The OAuth application's webhook has a secret, without which no event is taken."""
    if settings.LINEAR_CLIENT_ID and not settings.LINEAR_WEBHOOK_SECRET:
        yield Warning(
            "LINEAR_CLIENT_ID is set, and LINEAR_WEBHOOK_SECRET is not: no event of Linear's is "
            "taken.",
            hint="In Linear, switch the OAuth application's webhook on, with the address "
            f"{webhook_address()}, and set its signing secret.",
            id="bridge.W006",
        )


@register(Tags.security, deploy=True)
def secrets_made_here(**_: Any) -> Iterable[CheckMessage]:
    """Production must not depend on a file that only this machine has."""
    for name in MADE_HERE:
        if not env.text(name):
            yield Warning(
                f"{name} is not set: the value made on this machine is used.",
                hint=f"Set {name} or {name}_FILE, the same for every process.",
                id="bridge.W004",
            )


@register(Tags.database, deploy=True)
def embedded_defaults(**_: Any) -> Iterable[CheckMessage]:
    """What is kept in files serves one machine, and a container not even across its processes."""
    for name, kind in (("DATABASE_URL", "sqlite:"), ("CELERY_BROKER_URL", "filesystem:")):
        if getattr(settings, name).startswith(kind):
            yield Warning(
                f"{name} is not set: files under VAR_DIR are used, which other machines don't see.",
                hint="Set it to PostgreSQL, and the broker to Redis or RabbitMQ.",
                id="bridge.W005",
            )
