"""The way back from Linear: the sandbox tells the product, over real HTTP, what happens in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from linear_integration.inbound.deliveries import work_off
from linear_integration.models import Hook, Issue, IssueLink, WebhookDelivery

from ...sandbox_process import Sandbox
from ..asking import in_linear
from ..conftest import LinearApi
from .events import SECRET, post

UPDATE = """
mutation ($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success }
}
"""
Post = Callable[..., Any]


@dataclass(frozen=True)
class Loop:
    """Acme's workspace, whose events come back to the product."""

    sandbox: Sandbox

    def change(self, issue_id: str, **values: Any) -> None:
        """Change an issue in Linear, as its administrator Maya."""
        in_linear(self.sandbox, UPDATE, id=issue_id, input=values)

    def settle(self) -> list[WebhookDelivery]:
        """Wait for what the sandbox has to tell, work it off, and return all deliveries."""
        self.sandbox.wait_for_deliveries()
        while work_off():
            pass
        return list(WebhookDelivery.objects.order_by("pk"))


@pytest.fixture
def loop(
    acme: Hook, sandbox: Sandbox, live_server: LiveServer, settings: Settings
) -> Iterator[Loop]:
    """Let the sandbox tell the product of everything that happens in Acme."""
    settings.LINEAR_WEBHOOK_SECRET = SECRET
    sandbox.tell_application(f"{live_server.url}/linear/webhooks", SECRET)
    yield Loop(sandbox)
    # It would tell the test after this one, too.
    sandbox.tell_application(None)


@pytest.fixture
def post_event(acme: Hook, settings: Settings, client: Client) -> Post:
    """Return what posts an event of Acme's, signed, as Linear does; see `events.post`."""
    settings.LINEAR_WEBHOOK_SECRET = SECRET
    return lambda *args, **kwargs: post(client, *args, **kwargs)


@pytest.fixture
def link(bobs: LinearApi, acme: Hook) -> IssueLink:
    """The issue ENG-1, linked to the conversation."""
    answer = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    assert answer.status_code == 200, answer.json()
    return IssueLink.objects.select_related("issue").get()


@pytest.fixture
def issue(link: IssueLink) -> Issue:
    """The issue that is linked."""
    return link.issue
