from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import invalid_argument
from ..api.registry import mutation
from ..state.store import Row
from ..uploads.addresses import asset_url, upload_headers, upload_url
from ..uploads.files import LARGEST_FILE_BYTES

UPLOAD_SECONDS = 15 * 60
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:; ?[\w-]+=[\w.-]+)*", re.ASCII)


@mutation("fileUpload", "write")
def file_upload(
    context: Context,
    contentType: str,
    filename: str,
    size: int,
    makePublic: bool | None = None,
    metaData: Any = None,
) -> Row:
    """Prepare an upload: say where its bytes go, with which headers, and where they will be."""
    if not 1 <= size <= LARGEST_FILE_BYTES:
        raise invalid_argument("size", "max", f"size must be from 1 to {LARGEST_FILE_BYTES}")
    if not _MEDIA_TYPE.fullmatch(contentType):
        raise invalid_argument("contentType", "isMimeType", "contentType must be a MIME type")
    if not filename.strip():
        raise invalid_argument("filename", "isNotEmpty", "filename should not be empty")
    row = {
        "id": str(uuid4()),
        "organizationId": context.caller.organization_id,
        "contentType": contentType,
        "filename": filename,
        "size": size,
        "metaData": metaData,
        "isPublic": bool(makePublic),
        "expiresAt": context.clock.stamp(seconds_from_now=UPLOAD_SECONDS),
    }
    upload = context.store.insert("Upload", row)
    return {"uploadFile": {**upload, **_addresses(context, upload)}}


def _addresses(context: Context, upload: Row) -> dict[str, Any]:
    headers = upload_headers(upload).items()
    return {
        "uploadUrl": upload_url(context.public_url, context.store, upload),
        "assetUrl": asset_url(context.public_url, upload),
        "headers": [{"key": key, "value": value} for key, value in headers],
    }
