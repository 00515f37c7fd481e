"""Accounts that are connected to the sandbox's workspaces, and the calls of the Linear API."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from conversations.models import Account, Membership, User
from linear_integration.connection.application import oauth_application
from linear_integration.connection.connecting import connect_with_api_key, connect_with_tokens
from linear_integration.linear.client import LinearClient
from linear_integration.linear.types import Viewer
from linear_integration.models import Hook

from ..conftest import ApiFactory
from ..sandbox_process import Sandbox

REFRESH_TOKEN = "lin_refresh_demo_acme"
GLOBEX_KEY = "lin_api_demo_globex"


@dataclass(frozen=True)
class LinearApi:
    """The Linear API of one account, as one person calls it."""

    client: APIClient
    base: str

    def get(self, name: str = "", **query: Any) -> Any:
        """GET one of the calls."""
        return self.client.get(self._path(name), query)

    def post(self, name: str, body: Any = None, *, key: str | None = None) -> Any:
        """POST one of the calls, with an Idempotency-Key if one is given."""
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.client.post(self._path(name), body or {}, format="json", headers=headers)

    def put(self, name: str, body: Any) -> Any:
        """PUT one of the calls."""
        return self.client.put(self._path(name), body, format="json")

    def delete(self, name: str = "") -> Any:
        """DELETE the integration, or one of the calls."""
        return self.client.delete(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self.base}/{name}" if name else self.base


LinearFactory = Callable[[User | None, Account], LinearApi]


@pytest.fixture
def linear(api: ApiFactory) -> LinearFactory:
    """Return the Linear API as a person calls it: `linear(bob, acme_support)`."""

    def call_as(user: User | None, account: Account) -> LinearApi:
        return LinearApi(api(user), f"/api/v1/accounts/{account.pk}/integrations/linear")

    return call_as


@pytest.fixture
def acme(sandbox: Sandbox, alice: User, acme_support: Account) -> Hook:
    """Acme Support's hook to the workspace Acme, by OAuth as an app."""
    member = Membership.objects.get(user=alice, account=acme_support)
    hook = connect_with_tokens(member, tokens=oauth_application().refresh(REFRESH_TOKEN))
    return _with_tokens(hook)


@pytest.fixture
def globex(sandbox: Sandbox, carol: User, globex_care: Account) -> Hook:
    """Globex Care's hook to the workspace Globex, by API key."""
    member = Membership.objects.get(user=carol, account=globex_care)
    return _with_tokens(connect_with_api_key(member, api_key=GLOBEX_KEY))


@pytest.fixture
def bobs(linear: LinearFactory, acme: Hook, bob: User, acme_support: Account) -> LinearApi:
    """The Linear API as Bob calls it, connected to Acme."""
    return linear(bob, acme_support)


@pytest.fixture
def alices(linear: LinearFactory, acme: Hook, alice: User, acme_support: Account) -> LinearApi:
    """The Linear API as Alice calls it, connected to Acme."""
    return linear(alice, acme_support)


@pytest.fixture
def team(bobs: LinearApi) -> str:
    """The id of Acme's team ENG."""
    teams = bobs.get("teams").json()["data"]
    return str(next(team["id"] for team in teams if team["key"] == "ENG"))


@pytest.fixture
def no_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the key belong to somebody who administers nothing in Linear."""
    viewer = LinearClient.viewer

    def plain(self: LinearClient) -> Viewer:
        return dataclasses.replace(viewer(self), admin=False)

    monkeypatch.setattr(LinearClient, "viewer", plain)


def _with_tokens(hook: Hook) -> Hook:
    """Return the hook with the tokens that it has now."""
    hooks = Hook.objects.with_tokens().select_related("workspace__account", "connected_by")
    return hooks.get(pk=hook.pk)
