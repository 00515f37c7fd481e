"""Every call of the Linear API, for everybody who must not make it.

The table is held against the URL configuration: a call without a row fails the first test.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from conversations.models import Account, Conversation, User
from linear_integration.models import Hook, Workspace

from ..sandbox_process import Sandbox
from .conftest import LinearFactory

pytestmark = pytest.mark.django_db

UUID = "11111111-1111-4111-8111-111111111111"
PREFIX = "integrations/linear"


@dataclass(frozen=True)
class Call:
    """One call: its method and path, an input that is right, and who may make it."""

    method: str
    path: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    administrators_only: bool = False
    # Answers 200 while nothing is connected, to say so.
    needs_no_connection: bool = False

    @property
    def names_a_conversation(self) -> bool:
        """Whether the input names a conversation."""
        return "conversation_id" in self.body | self.query

    def __str__(self) -> str:
        return f"{self.method} {self.path or '/'}"


CALLS = [
    Call("get", needs_no_connection=True),
    Call("delete", administrators_only=True),
    Call(
        "post",
        "api_key",
        {"api_key": "lin_api_wrong"},
        administrators_only=True,
        needs_no_connection=True,
    ),
    Call("post", "check", administrators_only=True),
    Call("get", "teams"),
    Call("get", "team_entities", query={"team_id": UUID}),
    Call("post", "create_issue", {"conversation_id": 1, "title": "x", "team_id": UUID}),
    Call("post", "link_issue", {"conversation_id": 1, "issue_id": "ENG-1"}),
    Call("post", "unlink_issue", {"conversation_id": 1, "link_id": UUID}),
    Call("get", "search_issue", query={"q": "export"}),
    Call("get", "linked_issues", query={"conversation_id": "1"}),
    Call("get", f"operations/{UUID}"),
]
EVERY_CALL = pytest.mark.parametrize("call", CALLS, ids=str)


@pytest.fixture
def connected(acme_support: Account, globex_care: Account) -> None:
    """Connect both accounts, each to a workspace of its own."""
    for account in (acme_support, globex_care):
        workspace = Workspace.objects.create(account=account, linear_id=uuid.uuid4(), name="W")
        Hook.objects.create(
            workspace=workspace,
            token_kind="api_key",
            access_token="lin_api_demo_acme",
            viewer_id=uuid.uuid4(),
            is_app=False,
        )


def send(linear: LinearFactory, user: User | None, account: Account, call: Call) -> tuple[int, str]:
    """Make the call; return the status and the error's code."""
    api = linear(user, account)
    path = f"{api.base}/{call.path}" if call.path else api.base
    if call.method == "get":
        answer = api.client.get(path, call.query)
    else:
        answer = getattr(api.client, call.method)(path, call.body, format="json")
    return answer.status_code, answer.json().get("error", {}).get("code", "")


def routes() -> Iterator[tuple[str, str]]:
    """Yield method and path of every call of the Linear API, from the URL configuration."""
    for include in get_resolver().url_patterns:
        for pattern in getattr(include, "url_patterns", []):
            route = str(getattr(pattern, "pattern", ""))
            if isinstance(pattern, URLPattern) and route.startswith(PREFIX):
                path = route.removeprefix(PREFIX).strip("/").replace("<uuid:operation_id>", UUID)
                view = pattern.callback.view_class  # type: ignore[attr-defined]
                yield from (
                    (method, path) for method in view.http_method_names if hasattr(view, method)
                )


def test_the_table_has_every_call() -> None:
    expected = {(m, p) for m, p in routes() if m not in ("options", "head")}
    assert {(call.method, call.path) for call in CALLS} == expected
    assert len(expected) > 10


@EVERY_CALL
def test_without_a_token_it_is_401(
    linear: LinearFactory, sandbox: Sandbox, acme_support: Account, call: Call
) -> None:
    assert send(linear, None, acme_support, call) == (401, "not_authenticated")
    assert sandbox.requests() == []


@EVERY_CALL
@pytest.mark.parametrize("stranger", ["carol", "dan"])
def test_for_strangers_the_account_does_not_exist(
    linear: LinearFactory,
    sandbox: Sandbox,
    acme_support: Account,
    request: pytest.FixtureRequest,
    call: Call,
    stranger: str,
) -> None:
    user = request.getfixturevalue(stranger)
    assert send(linear, user, acme_support, call) == (404, "not_found")
    assert sandbox.requests() == []


@pytest.mark.parametrize("call", [c for c in CALLS if c.names_a_conversation], ids=str)
def test_a_conversation_outside_bobs_inboxes_does_not_exist_for_him(
    linear: LinearFactory,
    connected: None,
    sandbox: Sandbox,
    bob: User,
    acme_support: Account,
    other_inbox_conversation: Conversation,
    call: Call,
) -> None:
    hidden = {"conversation_id": other_inbox_conversation.display_id}
    moved = Call(call.method, call.path, call.body | hidden, call.query | {"conversation_id": "2"})
    before = len(sandbox.requests())
    assert send(linear, bob, acme_support, moved) == (404, "not_found")
    assert len(sandbox.requests()) == before


@pytest.mark.parametrize("call", [c for c in CALLS if c.administrators_only], ids=str)
def test_an_agent_may_not_make_administrators_calls(
    linear: LinearFactory,
    connected: None,
    sandbox: Sandbox,
    bob: User,
    acme_support: Account,
    call: Call,
) -> None:
    before = len(sandbox.requests())
    assert send(linear, bob, acme_support, call) == (403, "forbidden")
    assert len(sandbox.requests()) == before


@EVERY_CALL
def test_while_the_feature_is_off_it_is_403(
    linear: LinearFactory,
    connected: None,
    sandbox: Sandbox,
    alice: User,
    acme_support: Account,
    call: Call,
) -> None:
    acme_support.features = []
    acme_support.save()
    before = len(sandbox.requests())
    assert send(linear, alice, acme_support, call) == (403, "feature_disabled")
    assert len(sandbox.requests()) == before


@pytest.mark.parametrize("call", [c for c in CALLS if not c.needs_no_connection], ids=str)
def test_while_nothing_is_connected_it_is_404(
    linear: LinearFactory,
    sandbox: Sandbox,
    alice: User,
    acme_support: Account,
    conversation: Conversation,
    call: Call,
) -> None:
    status, code = send(linear, alice, acme_support, call)
    unknown = call.path.startswith("operations/") or call.path == "unlink_issue"
    assert (status, code) == (404, "not_found" if unknown else "not_connected")
    assert sandbox.requests() == []
