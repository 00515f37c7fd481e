"""The endpoints under ``/_sandbox/`` that are about webhooks."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ..webhooks.application import InvalidWebhook, set_application_webhook
from ..webhooks.application import application_webhook as current
from ..webhooks.line import MAXIMUM_WAITING
from ..webhooks.storm import change_issues
from .acting import administrators_context, find_workspace
from .exchange import is_form, read_object, sandbox_of, wrong


async def deliveries(request: Request) -> Response:
    log = sandbox_of(request).sender.log
    if request.method == "DELETE":
        log.clear()
    return JSONResponse(log.as_list())


async def delivery_counts(request: Request) -> Response:
    return JSONResponse(sandbox_of(request).sender.log.counts())


async def redeliver(request: Request) -> Response:
    """Attempt a delivery again: 202, or 404 when it is not among the last."""
    delivery = sandbox_of(request).sender.redeliver(request.path_params["id"])
    if delivery is None:
        return JSONResponse({"error": "There is no such delivery (any more)"}, 404)
    if is_form(request):
        return RedirectResponse("/#deliveries", 303)
    return JSONResponse(delivery.as_dict(), 202)


async def storm(request: Request) -> Response:
    """Change issues so many times, each told of: ``{"workspace", "count"}``."""
    values = await read_object(request)
    count = values.get("count")
    if type(count) is not int or not 0 < count <= MAXIMUM_WAITING:
        return wrong(f"count must be a number from 1 to {MAXIMUM_WAITING}")
    sandbox = sandbox_of(request)
    try:
        organization = find_workspace(sandbox, values)
    except ValueError as error:
        return wrong(str(error))
    change_issues(administrators_context(sandbox, organization["id"]), count)
    return JSONResponse({"changed": count})


async def application_webhook(request: Request) -> Response:
    """Show or set the OAuth application's webhook; a url of null takes it away."""
    store = sandbox_of(request).store
    if request.method == "GET":
        return JSONResponse(current(store))
    try:
        values = await _read_webhook(request)
        webhook = set_application_webhook(store, **values)
    except InvalidWebhook as error:
        return wrong(str(error))
    return RedirectResponse("/#webhooks", 303) if is_form(request) else JSONResponse(webhook)


async def _read_webhook(request: Request) -> dict[str, Any]:
    if is_form(request):
        form = await request.form()
        names = ("url", "secret")
        values: dict[str, Any] = {name: str(form.get(name) or "").strip() or None for name in names}
        webhook = current(sandbox_of(request).store)
        return {**values, "resource_types": webhook["resourceTypes"]} if webhook else values
    values = await read_object(request)
    if "url" not in values or not set(values) <= {"url", "secret", "resource_types"}:
        raise InvalidWebhook("url must be given, with secret and resource_types if you like")
    for name in ("url", "secret"):
        if not isinstance(values.get(name), str | None):
            raise InvalidWebhook(f"{name} must be a text")
    kinds = values.get("resource_types", [])
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise InvalidWebhook("resource_types must be a list of texts")
    return values
