"""What tests of an installed app share: what it was told of, and whether that is well formed."""

from typing import Any

from graphql import GraphQLSchema

from linear_integration.sandbox.seed import app_user_id, seed_id
from linear_integration.sandbox.webhooks.events import Event

from .conformity import problems
from .events import Eventful
from .process import AGENT_REFRESH_TOKEN, CLIENT, UPDATE

ACME = seed_id("organization", "acme")
APP = app_user_id(ACME, CLIENT["client_id"])
# What delivery adds to every event.
ENVELOPE = {
    "createdAt": "2026-01-01T00:00:00.000Z",
    "organizationId": ACME,
    "webhookId": "4b6f1c1e-5a0e-4c5e-9d3c-0b8f4d1f2a3b",
    "webhookTimestamp": 1,
}


def agent_key(eventful: Eventful) -> str:
    """Return an Authorization header of the app with the scopes of an agent."""
    form = {"grant_type": "refresh_token", "refresh_token": AGENT_REFRESH_TOKEN, **CLIENT}
    return f"Bearer {eventful.post('/oauth/token', data=form).json()['access_token']}"


def update(eventful: Eventful, issue_id: str, **changes: Any) -> list[Event]:
    """Change an issue, and return the events that are for the app."""
    eventful.data(UPDATE, {"id": issue_id, "input": changes})
    return of_app(eventful)


def of_app(eventful: Eventful) -> list[Event]:
    """Take out the queued events, and return those that are for the app."""
    return [event for event in eventful.events() if event.kind not in {"Issue", "Comment"}]


def told(events: list[Event]) -> list[str]:
    """Name events by their kind and action."""
    return [f"{event.kind} {event.action}" for event in events]


def comment_on(eventful: Eventful, issue_id: str, body: str, **more: Any) -> list[Event]:
    """Comment as Maya, and return the events that are for the app."""
    document = "mutation($i: CommentCreateInput!) { commentCreate(input: $i) { success } }"
    eventful.data(document, {"i": {"issueId": issue_id, "body": body, **more}})
    return of_app(eventful)


def check(schema: GraphQLSchema, event: Event) -> None:
    """Hold an event to the type that Linear\'s schema has for it."""
    payload = {**ENVELOPE, **event.body, "type": event.kind, "action": event.action}
    name = "AppUserTeamAccessChanged" if event.kind == "PermissionChange" else event.kind
    assert problems(schema, f"{name}WebhookPayload", payload) == []
