from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from ..api.caller import Caller, authenticate
from ..delivery import deliver
from ..faults import Rule
from ..sandbox import Sandbox
from ..state.store import Row
from .addresses import CACHE_CONTROL, may_read, may_upload, upload_headers

UPLOAD_PATH, ASSET_PATH = "/upload", "/uploads"


async def put(request: Request) -> Response:
    """Take a file: 200, 400 if its size is wrong, 403 without the headers that were asked for."""
    sandbox: Sandbox = request.app.state.sandbox
    upload_id = request.path_params["id"]
    signature = request.query_params.get("signature", "")
    content = await request.body()
    entry = sandbox.requests.open(UPLOAD_PATH, variables={"id": upload_id, "bytes": len(content)})
    rule = sandbox.faults.take(path=UPLOAD_PATH, operation=None, fields=[])

    def work(_rule: Rule | None) -> Response:
        upload = sandbox.store.find("Upload", upload_id)
        if upload is None or not may_upload(sandbox.store, upload_id, signature):
            return _error(403, "SignatureDoesNotMatch", "The address was not signed for this.")
        return _take(sandbox, upload, request.headers, content)

    return await deliver(work, _refuse, rule, entry, sandbox.connections)


def _take(sandbox: Sandbox, upload: Row, given: Mapping[str, str], content: bytes) -> Response:
    if upload["expiresAt"] <= sandbox.clock.stamp():
        return _error(403, "ExpiredToken", "The address has expired.")
    wanted = {
        **upload_headers(upload),
        "Content-Type": upload["contentType"],
        "Cache-Control": CACHE_CONTROL,
    }
    wrong = [name for name, value in wanted.items() if given.get(name) != value]
    if wrong:
        return _error(403, "SignatureDoesNotMatch", f"Missing or wrong: {', '.join(wrong)}.")
    if len(content) != upload["size"]:
        return _error(400, "WrongSize", f"{len(content)} bytes came, {upload['size']} were named.")
    sandbox.files.put(upload["id"], content)
    return Response(status_code=200)


async def read(request: Request) -> Response:
    """Give a file to whoever may see its workspace or has a signed address; 401 to others."""
    sandbox: Sandbox = request.app.state.sandbox
    entry = sandbox.requests.open(ASSET_PATH, variables=dict(request.path_params))
    rule = sandbox.faults.take(path=ASSET_PATH, operation=None, fields=[])

    def work(_rule: Rule | None) -> Response:
        return _give(sandbox, request)

    return await deliver(work, _refuse, rule, entry, sandbox.connections)


def _give(sandbox: Sandbox, request: Request) -> Response:
    upload = sandbox.store.find("Upload", request.path_params["id"])
    if not _is_open(sandbox, request, upload):
        caller = authenticate(request.headers.get("authorization"), sandbox.store, sandbox.clock)
        if not isinstance(caller, Caller):
            return _error(401, "Unauthorized", "Send the Authorization header of the API.")
        if upload and caller.organization_id != upload["organizationId"]:
            upload = None
    content = sandbox.files.get(upload["id"]) if upload else None
    if upload is None or content is None:
        return _error(404, "NotFound", "There is no such file.")
    return Response(content, media_type=upload["contentType"], headers=_SAFE)


# A file that someone uploaded must not act as a page of the sandbox.
_SAFE = {"content-security-policy": "sandbox", "x-content-type-options": "nosniff"}


def _is_open(sandbox: Sandbox, request: Request, upload: Row | None) -> bool:
    if upload is None:
        return False
    query = request.query_params
    expires, signature = query.get("expires", ""), query.get("signature", "")
    is_signed = may_read(sandbox.store, sandbox.clock, upload["id"], expires, signature)
    return bool(upload["isPublic"]) or is_signed


def _refuse(rule: Rule) -> Response:
    status = {"unauthorized": 401, "rate_limited": 429}.get(rule.action, 500)
    return _error(rule.status or status, "InternalError", "The sandbox was asked to fail.")


def _error(status: int, code: str, message: str) -> Response:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return Response(body, status, media_type="application/xml")
