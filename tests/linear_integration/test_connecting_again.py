"""A second consent replaces the connection's tokens, and the old ones die without harm."""

import threading
from typing import Any

import pytest

from conversations.models import Conversation, Membership, User
from linear_integration import connection
from linear_integration.connection import tokens
from linear_integration.linear.oauth import OAuthApplication
from linear_integration.models import Hook

from ..consent import decide
from ..sandbox_process import Sandbox
from ..threads import in_parallel
from .asking import issues_titled
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

CALLERS = 8


@pytest.fixture
def strict(sandbox: Sandbox) -> Sandbox:
    """Linear as it was when apps were new: one token for an app's user, the last one."""
    sandbox.change_settings(one_app_token=True)
    return sandbox


class Consent:
    """Alice, who connects Acme once more."""

    def __init__(self, alice: User, hook: Hook) -> None:
        self.member = Membership.objects.get(user=alice, account=hook.workspace.account_id)
        self.session: dict[str, Any] = {}

    def give(self, workspace: str = "Acme") -> Hook:
        """Go to Linear and come back."""
        address = connection.start_authorization(self.session, member=self.member)
        back = decide(address, workspace=workspace)
        hook = connection.finish_authorization(self.session, user=self.member.user, parameters=back)
        assert isinstance(hook, Hook)
        return hook


@pytest.fixture
def consent(alice: User, acme: Hook) -> Consent:
    """Alice, before Linear's consent page."""
    return Consent(alice, acme)


def token_of(hook: Hook) -> str:
    """Return the access token that is stored now."""
    return str(Hook.objects.get(pk=hook.pk).access_token)


def test_connecting_again_replaces_the_tokens_in_the_same_row(
    strict: Sandbox, acme: Hook, consent: Consent
) -> None:
    hook = consent.give()
    assert Hook.objects.get().pk == hook.pk == acme.pk
    assert token_of(acme) != acme.access_token
    assert connection.client_for(hook).viewer().organization.name == "Acme"


def test_calls_that_are_made_meanwhile_do_not_fail(
    strict: Sandbox,
    acme: Hook,
    consent: Consent,
    bobs: LinearApi,
    team: str,
    conversation: Conversation,
) -> None:
    consented = threading.Event()
    statuses: list[int] = []
    body = {"conversation_id": conversation.display_id, "team_id": team, "title": "Meanwhile"}

    def act(number: int) -> None:
        if number == CALLERS:
            for _ in range(3):
                consent.give()
            consented.set()
            return
        while not consented.is_set():
            statuses.append(bobs.post("create_issue", body).status_code)
            statuses.append(bobs.get("teams", refresh="true").status_code)

    in_parallel(CALLERS + 1, act)
    assert set(statuses) == {200}
    assert len(issues_titled(strict, "Meanwhile")) == len(statuses) / 2
    hook = Hook.objects.get()
    assert (hook.status, hook.refresh_lease_until) == ("enabled", None)


def test_who_is_refused_before_the_new_token_is_stored_waits_for_it(
    strict: Sandbox,
    acme: Hook,
    consent: Consent,
    bobs: LinearApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exchange = OAuthApplication.exchange
    answers: list[int] = []

    def ask_in_between(self: OAuthApplication, **given: Any) -> Any:
        granted = exchange(self, **given)  # from here on, the old token is dead
        caller.start()
        caller.join(0.5)
        assert answers == [], "it waits"
        return granted

    def ask() -> None:
        answers.extend(in_parallel(1, lambda _: bobs.get("teams", refresh="true").status_code))

    caller = threading.Thread(target=ask)
    monkeypatch.setattr(OAuthApplication, "exchange", ask_in_between)
    consent.give()
    caller.join(10)
    assert answers == [200]
    assert Hook.objects.get().status == "enabled"


def test_a_refresh_that_comes_too_late_asks_nobody_to_connect_again(
    strict: Sandbox,
    acme: Hook,
    consent: Consent,
    bobs: LinearApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refresh = OAuthApplication.refresh
    Hook.objects.update(token_expires_at=acme.connected_at)

    def replaced_meanwhile(self: OAuthApplication, refresh_token: str) -> Any:
        monkeypatch.setattr(tokens, "REPLACE_WAIT_SECONDS", 0)
        consent.give()
        return refresh(self, refresh_token)

    monkeypatch.setattr(OAuthApplication, "refresh", replaced_meanwhile)
    assert bobs.get("teams", refresh="true").status_code == 200
    assert Hook.objects.get().status == "enabled"


def test_a_consent_for_another_workspace_leaves_the_first_as_it_was(
    sandbox: Sandbox, acme: Hook, consent: Consent
) -> None:
    consent.give("Globex")
    assert Hook.objects.count() == 2
    assert token_of(acme) == acme.access_token
    assert Hook.objects.get(pk=acme.pk).refresh_lease_until is None
    sandbox.expire_tokens()
    assert connection.client_for(acme).viewer().organization.name == "Acme"
