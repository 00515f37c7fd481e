from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from urllib.parse import unquote_plus

from ..secrecy import digest
from ..state.store import Row, Store


def read_client(
    store: Store, authorization: str | None, form: Mapping[str, str]
) -> tuple[Row | None, bool]:
    """Return the application that is asking, and whether it proved its secret.

    Credentials come as Basic authentication or in the body. A wrong secret gives no application
    at all; a missing one is for the caller to judge, since PKCE can stand in for it.
    """
    client_id, secret = _basic(authorization) or (form.get("client_id"), form.get("client_secret"))
    application = store.find("OAuthApplication", client_id)
    if application is None:
        return None, False
    if not secret:
        return application, False
    if not hmac.compare_digest(digest(secret), application["secretHash"]):
        return None, False
    return application, True


def _basic(authorization: str | None) -> tuple[str, str] | None:
    word, _, encoded = (authorization or "").partition(" ")
    if word.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)
