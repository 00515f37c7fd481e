from __future__ import annotations

import hmac
import re
from typing import Any
from urllib.parse import urlencode

from ..clock import Clock
from ..secrecy import derive
from ..state.store import Row, Store

CACHE_CONTROL = "public, max-age=31536000"


def upload_url(public_url: str, store: Store, upload: Row) -> str:
    """Write the address to PUT a file at; it is its own permission, for as long as it lasts."""
    signature = derive(store.secret, "upload", upload["id"])
    return f"{public_url}/upload/{upload['id']}?{urlencode({'signature': signature})}"


def asset_url(public_url: str, upload: Row) -> str:
    """Write the lasting address of a file."""
    return f"{public_url}/uploads/{upload['organizationId']}/{upload['id']}"


def upload_headers(upload: Row) -> dict[str, str]:
    """Name the headers that must come with the file, besides Content-Type and Cache-Control."""
    size = upload["size"]
    return {
        "x-goog-content-length-range": f"{size},{size}",
        "Content-Disposition": f'attachment; filename="{_quoted(upload["filename"])}"',
    }


def may_upload(store: Store, upload_id: str, signature: str) -> bool:
    return _is_same(derive(store.secret, "upload", upload_id), signature)


def may_read(store: Store, clock: Clock, upload_id: str, expires: str, signature: str) -> bool:
    """Tell whether a signed address of a file is genuine and has not expired."""
    is_genuine = _is_same(derive(store.secret, "asset", upload_id, expires), signature)
    return is_genuine and clock.seconds() < int(expires)


def with_signed_assets(
    body: Any, *, public_url: str, store: Store, clock: Clock, lifetime_seconds: int
) -> Any:
    """Copy an answer with every address of a file made readable without credentials."""
    expires = str(int(clock.seconds()) + lifetime_seconds)

    def sign(found: re.Match[str]) -> str:
        signature = derive(store.secret, "asset", found["id"], expires)
        return f"{found[0]}?{urlencode({'expires': expires, 'signature': signature})}"

    asset = re.compile(re.escape(f"{public_url}/uploads/") + r"[0-9a-f-]{36}/(?P<id>[0-9a-f-]{36})")

    def copy(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: copy(item) for name, item in value.items()}
        if isinstance(value, list):
            return [copy(item) for item in value]
        return asset.sub(sign, value) if isinstance(value, str) else value

    return copy(body)


def _is_same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())


def _quoted(filename: str) -> str:
    """Write a file's name so that a header can hold it."""
    return re.sub(r'[^\x20-\x7e]|["\\]', "_", filename)
