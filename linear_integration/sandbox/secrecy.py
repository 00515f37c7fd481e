from __future__ import annotations

import hashlib
import hmac
from typing import Any

_SECRET_NAMES = frozenset(
    {
        *("access_token", "refresh_token", "token", "code", "code_verifier", "client_secret"),
        *("secret", "password", "apikey", "api_key", "authorization"),
    }
)
_TOKEN_STARTS = ("lin_api_", "lin_oauth_", "lin_refresh_", "lin_wh_")
_LONGEST_TEXT = 10_000


def digest(secret: str) -> str:
    """Hash a token or secret for keeping, so that no state or snapshot holds one in the clear."""
    return hashlib.sha256(secret.encode()).hexdigest()


def derive(key: str, *parts: str) -> str:
    """Derive a token from another, so that the same question gets the same answer unstored."""
    return hmac.new(key.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def scrub(value: Any) -> Any:
    """Copy a value for the request log: secrets blanked, endless texts shortened."""
    if isinstance(value, dict):
        return {
            name: "[scrubbed]" if str(name).lower() in _SECRET_NAMES else scrub(item)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [scrub(item) for item in value]
    if isinstance(value, str) and value.startswith(_TOKEN_STARTS):
        return "[scrubbed]"
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"{value[:_LONGEST_TEXT]}… ({len(value)} characters)"
    return value
