from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from .api.endpoint import graphql
from .control import app_endpoints, endpoints, issue_actions, issue_page, pages, webhooks
from .control.exchange import refuse_body
from .json_input import UnreadableBody
from .oauth.authorize import decide, show_consent
from .oauth.revoke import metadata, revoke
from .oauth.token import token
from .sandbox import Sandbox
from .state.snapshot import write_snapshot
from .uploads import endpoints as uploads

logger = logging.getLogger("sandbox")
SNAPSHOT_SECONDS = 0.5
MAXIMUM_BODY_BYTES = 10_000_000


def create_app(sandbox: Sandbox) -> Starlette:
    """Make the ASGI program that serves one sandbox."""
    app = Starlette(
        routes=[*_linear_routes(), *_control_routes()],
        lifespan=_lifespan,
        exception_handlers={UnreadableBody: refuse_body},
        max_body_size=MAXIMUM_BODY_BYTES,
    )
    app.state.sandbox = sandbox
    return app


def _linear_routes() -> list[Route]:
    return [
        Route("/graphql", graphql, methods=["POST"]),
        Route("/oauth/authorize", show_consent, methods=["GET"]),
        Route("/oauth/authorize", decide, methods=["POST"]),
        Route("/oauth/token", token, methods=["POST"]),
        Route("/oauth/revoke", revoke, methods=["POST"]),
        Route("/.well-known/oauth-authorization-server", metadata),
        Route("/upload/{id}", uploads.put, methods=["PUT"]),
        Route("/uploads/{organization_id}/{id}", uploads.read),
    ]


def _control_routes() -> list[Route | Mount]:
    static = Path(__file__).parent / "control" / "static"
    return [
        Route("/_sandbox/health", endpoints.health),
        Route("/_sandbox/state", endpoints.state),
        Route("/_sandbox/requests", endpoints.requests, methods=["GET", "DELETE"]),
        Route("/_sandbox/reset", endpoints.reset, methods=["POST"]),
        Route("/_sandbox/clock", endpoints.clock, methods=["POST"]),
        Route("/_sandbox/expire_tokens", endpoints.expire_tokens, methods=["POST"]),
        Route("/_sandbox/redirect_uris", endpoints.redirect_uris, methods=["POST"]),
        Route("/_sandbox/settings", endpoints.settings, methods=["GET", "POST"]),
        Route("/_sandbox/faults", endpoints.faults, methods=["GET", "POST", "DELETE"]),
        Route("/_sandbox/prompt", app_endpoints.prompt, methods=["POST"]),
        Route("/_sandbox/notify", app_endpoints.notify, methods=["POST"]),
        Route("/_sandbox/revoke_app", app_endpoints.revoke_app, methods=["POST"]),
        Route("/_sandbox/team_access", app_endpoints.team_access, methods=["POST"]),
        Route("/_sandbox/faults_form", endpoints.faults_form, methods=["POST"]),
        Route("/_sandbox/issues/{id}/{action}", issue_actions.act, methods=["POST"]),
        Route("/_sandbox/deliveries", webhooks.deliveries, methods=["GET", "DELETE"]),
        Route("/_sandbox/deliveries/counts", webhooks.delivery_counts),
        Route("/_sandbox/deliveries/{id}/redeliver", webhooks.redeliver, methods=["POST"]),
        Route("/_sandbox/webhook_storm", webhooks.storm, methods=["POST"]),
        Route(
            "/_sandbox/application_webhook", webhooks.application_webhook, methods=["GET", "POST"]
        ),
        Mount("/_sandbox/static", StaticFiles(directory=static)),
        Route("/", pages.control),
        Route("/{workspace}/issue/{identifier}", issue_page.issue),
        Route("/{workspace}/issue/{identifier}/{slug}", issue_page.issue),
    ]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    sandbox: Sandbox = app.state.sandbox
    async with sandbox.sender.running(), _kept(sandbox):
        yield


@asynccontextmanager
async def _kept(sandbox: Sandbox) -> AsyncIterator[None]:
    """Keep the state in the snapshot's file, if there is to be one."""
    if sandbox.options.snapshot is None:
        yield
        return
    saving = asyncio.create_task(_save_on_change(sandbox, sandbox.options.snapshot))
    yield
    saving.cancel()
    write_snapshot(sandbox.options.snapshot, sandbox.store)


async def _save_on_change(sandbox: Sandbox, path: Path) -> None:
    """Write the snapshot soon after a change, once for a burst of them."""
    saved = -1
    while True:
        if sandbox.store.last_sync_id != saved:
            saved = sandbox.store.last_sync_id
            try:
                write_snapshot(path, sandbox.store)
            except OSError:
                logger.exception("the snapshot could not be written")
        await asyncio.sleep(SNAPSHOT_SECONDS)
