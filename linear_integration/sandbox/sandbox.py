from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from .api.caller import Caller
from .api.context import Context
from .api.engine import Engine
from .clock import Clock
from .connections import Connections
from .faults import Faults
from .limits import Limits
from .request_log import RequestLog
from .seed import build_seed
from .settings import CLIENT_ID, DEFAULT_REDIRECT_URI, Switches
from .state.snapshot import read_snapshot
from .state.store import Store, Tables
from .uploads.files import Files
from .webhooks.application import change_application_webhook, set_application_webhook
from .webhooks.outbox import Outbox
from .webhooks.sender import Sender

# What stays when a reset keeps the connections that clients have made.
_ACCESS_TABLES = ("Grant", "Token", "Code")


@dataclass
class Options:
    """How the program was started; ``public_url`` is the base of the addresses it gives out."""

    public_url: str = "http://localhost:8001"
    snapshot: Path | None = None
    schema: Path | None = None
    redirect_uris: list[str] = field(default_factory=lambda: [DEFAULT_REDIRECT_URI])
    switches: Switches = field(default_factory=Switches)
    webhook_url: str | None = None
    webhook_secret: str | None = None


class Sandbox:
    """One running sandbox: its state and everything that acts on it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.seed = build_seed()
        self.store = self._load() or Store(self.seed.tables)
        self.clock = Clock()
        self.switches = replace(options.switches)
        self.limits = Limits(self.clock, self.switches)
        self.faults = Faults(self.clock)
        self.requests = RequestLog(self.clock)
        self.connections = Connections()
        self.files = Files()
        self.outbox = Outbox()
        self.sender = Sender(self.store, self.clock, self.switches, self.faults, self.outbox)
        self.engine = Engine(options.schema)
        self.set_redirect_uris(options.redirect_uris)
        if options.webhook_url:
            set_application_webhook(self.store, options.webhook_url, options.webhook_secret)

    def context(self, caller: Caller) -> Context:
        """Return what the resolvers may use when this caller asks."""
        return Context(
            schema=self.engine.schema,
            store=self.store,
            caller=caller,
            clock=self.clock,
            switches=self.switches,
            limits=self.limits,
            public_url=self.options.public_url,
            outbox=self.outbox,
        )

    def set_redirect_uris(self, uris: list[str]) -> None:
        """Replace the redirect URIs that the OAuth application has registered."""
        self.store.update("OAuthApplication", CLIENT_ID, redirectUris=list(uris))

    def reset(self, *, keep_tokens: bool = False) -> None:
        """Go back to the seed, but for what the application has registered, and tokens if asked."""
        application = self.store.tables["OAuthApplication"]
        tables: Tables = {**self.seed.tables, "OAuthApplication": application}
        if keep_tokens:
            tables |= {name: self.store.tables.get(name, {}) for name in _ACCESS_TABLES}
            apps = {user["id"]: user for user in self.store.rows("User") if user["app"]}
            tables["User"] = {**tables["User"], **apps}
        self.store.replace(tables)
        self.switches.change(
            {name: getattr(self.options.switches, name) for name in Switches.__slots__}
        )
        self.clock.reset()
        self.limits.clear()
        self.faults.clear()
        self.requests.clear()
        self.files.clear()
        self.outbox.clear()
        self.sender.clear()
        change_application_webhook(self.store, enabled=True, failuresInARow=0)

    def _load(self) -> Store | None:
        return read_snapshot(self.options.snapshot) if self.options.snapshot else None
