"""A sandbox in this process, whose queued events can be read."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from graphql import GraphQLObjectType, GraphQLSchema

from linear_integration.sandbox.api.caller import Caller, authenticate
from linear_integration.sandbox.app import create_app
from linear_integration.sandbox.clock import Clock
from linear_integration.sandbox.sandbox import Options, Sandbox
from linear_integration.sandbox.seed import seed_id
from linear_integration.sandbox.state.store import Store
from linear_integration.sandbox.webhooks.changes import post_changes
from linear_integration.sandbox.webhooks.deliveries import DeliveryLog
from linear_integration.sandbox.webhooks.events import Event
from linear_integration.sandbox.webhooks.receivers import Receiver

from .conformity import problems
from .process import ACME, CREATE

ENG = seed_id("team", "acme", "ENG")


class Eventful:
    """Asks the sandbox, and returns the events that came of it.

    The application's lifespan does not run, so nobody takes the events away.
    """

    def __init__(self) -> None:
        self.sandbox = Sandbox(Options(public_url="http://linear.example"))
        self._transport = httpx.ASGITransport(create_app(self.sandbox))

    def ask(
        self, document: str, variables: dict[str, Any] | None = None, *, key: str = ACME
    ) -> dict[str, Any]:
        """Send a document and return the whole answer."""
        body = {"query": document, "variables": variables or {}}
        answer: dict[str, Any] = self.post(
            "/graphql", json=body, headers={"authorization": key}
        ).json()
        return answer

    def post(self, path: str, **request: Any) -> httpx.Response:
        """Post to any address of the sandbox."""
        return self._send("POST", path, **request)

    def get(self, path: str) -> httpx.Response:
        """Read any address of the sandbox."""
        return self._send("GET", path)

    def _send(self, method: str, path: str, **request: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            url = "http://linear.example"
            async with httpx.AsyncClient(transport=self._transport, base_url=url) as client:
                return await client.request(method, path, **request)

        return asyncio.run(send())

    def data(self, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a document that is answered, and return its data."""
        answer = self.ask(document, variables)
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    def change(self, act: Callable[[Store], object]) -> list[Event]:
        """Change the state as a mutation of Acme's administrator would; return the events."""
        caller = authenticate(ACME, self.sandbox.store, self.sandbox.clock)
        assert isinstance(caller, Caller)
        context = self.sandbox.context(caller)
        with context.store.transaction() as changes:
            act(context.store)
        post_changes(context, changes)
        return self.events()

    def create(self, **given: Any) -> str:
        """Create an issue in ENG, forget its events, and return its id."""
        values = {"teamId": ENG, "title": "Broken", **given}
        issue_id = str(self.data(CREATE, {"input": values})["issueCreate"]["issue"]["id"])
        self.events()
        return issue_id

    def events(self) -> list[Event]:
        """Take the queued events out, the oldest first."""
        return list(iter(self.sandbox.outbox.take, None))

    def event(self) -> Event:
        """Take out the one event that is queued."""
        (event,) = self.events()
        return event


def told(schema: GraphQLSchema, events: list[Event]) -> list[str]:
    """Hold every payload to Linear's types, and say what was told."""
    for event in events:
        receiver = Receiver("webhook id", "http://a.example", "secret")
        body = {**DeliveryLog(Clock()).open(event, receiver).body, "webhookTimestamp": 1}
        assert problems(schema, "EntityWebhookPayload", body) == []
        assert problems(schema, f"{event.kind}WebhookPayload", body["data"]) == []
        assert event.kind == "IssueLabel" or body["url"].startswith("http://")
        kind = schema.type_map[f"{event.kind}WebhookPayload"]
        assert isinstance(kind, GraphQLObjectType)
        assert body.get("updatedFrom", {}).keys() <= kind.fields.keys()
    return [f"{event.kind} {event.action}" for event in events]
