"""The OAuth application's own webhook: one for all workspaces that have installed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..settings import CLIENT_ID
from ..state.store import Row, Store
from .subscriptions import RESOURCE_TYPES, is_address, new_secret, unknown_types


class InvalidWebhook(ValueError):
    """A webhook can't be as it was given; the text says why."""


def set_application_webhook(
    store: Store,
    url: str | None,
    secret: str | None = None,
    resource_types: Sequence[str] = RESOURCE_TYPES,
) -> Row | None:
    """Set where the application is told of events, or with None that it is not; return it.

    A secret is made up if none is given. Raises InvalidWebhook.
    """
    webhook = None
    if url is not None:
        if not is_address(url):
            raise InvalidWebhook("url must be a web address")
        if unknown_types(resource_types):
            raise InvalidWebhook(f"resource_types must be some of: {', '.join(RESOURCE_TYPES)}")
        webhook = {
            "url": url,
            "secret": secret or new_secret(),
            "resourceTypes": list(resource_types),
            "enabled": True,
            "failuresInARow": 0,
        }
    store.update("OAuthApplication", CLIENT_ID, webhook=webhook)
    return webhook


def application_webhook(store: Store) -> Row | None:
    """Return the webhook of the OAuth application, if one is set."""
    webhook: Row | None = store.tables["OAuthApplication"][CLIENT_ID].get("webhook")
    return webhook


def change_application_webhook(store: Store, **changes: Any) -> None:
    """Change some values of the application's webhook, if one is set."""
    webhook = application_webhook(store)
    if webhook:
        store.update("OAuthApplication", CLIENT_ID, webhook={**webhook, **changes})
