"""Tokens end, are refreshed by one caller at a time, and only Linear's word disconnects."""

import time
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from conversations.models import Conversation
from linear_integration import tasks
from linear_integration.connection import client_for
from linear_integration.linear.errors import Reauthorize
from linear_integration.models import Hook

from ..sandbox_process import Sandbox
from ..threads import in_parallel
from .asking import token_requests
from .conftest import LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

OAUTH_TOKEN = {"path": "/oauth/token"}


@pytest.fixture
def expired(acme: Hook, sandbox: Sandbox) -> Hook:
    """A hook whose access token has ended, here and in Linear."""
    sandbox.expire_tokens()
    Hook.objects.update(token_expires_at=timezone.now(), token_refresh_at=timezone.now())
    acme.refresh_from_db()
    return acme


def test_twenty_parallel_calls_on_an_expired_token_make_one_refresh(
    bobs: LinearApi, expired: Hook, sandbox: Sandbox
) -> None:
    before = len(token_requests(sandbox))
    answers = in_parallel(20, lambda _: bobs.get("teams", refresh="true"))
    assert [answer.status_code for answer in answers] == [200] * 20
    assert len(token_requests(sandbox)) == before + 1


def test_a_refresh_stores_both_new_tokens_and_their_times(
    bobs: LinearApi, expired: Hook, sandbox: Sandbox
) -> None:
    bobs.get("teams", refresh="true")
    hook = Hook.objects.get()
    assert hook.access_token != expired.access_token
    assert hook.refresh_token not in (None, expired.refresh_token)
    assert hook.token_expires_at is not None
    assert hook.token_refresh_at is not None
    assert timezone.now() < hook.token_refresh_at < hook.token_expires_at
    assert hook.refresh_lease_until is None


def test_a_token_that_linear_refuses_in_mid_flight_is_renewed_and_the_call_repeated(
    bobs: LinearApi, acme: Hook, sandbox: Sandbox
) -> None:
    sandbox.expire_tokens()
    before = len(token_requests(sandbox))
    assert bobs.get("teams", refresh="true").status_code == 200
    assert len(token_requests(sandbox)) == before + 1


def test_a_lost_answer_to_a_refresh_is_repeated_with_the_same_token(
    bobs: LinearApi, expired: Hook, sandbox: Sandbox
) -> None:
    sandbox.add_fault(match=OAUTH_TOKEN, action="commit_then_drop", times=1)
    failed = bobs.get("teams", refresh="true")
    assert failed.status_code in (502, 504)
    assert Hook.objects.get().status == "enabled"
    assert bobs.get("teams", refresh="true").status_code == 200


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_of_linears_does_not_disconnect(
    bobs: LinearApi, expired: Hook, sandbox: Sandbox, status: int
) -> None:
    sandbox.add_fault(match=OAUTH_TOKEN, action="http_error", status=status, times=1)
    assert bobs.get("teams", refresh="true").status_code == 502
    assert Hook.objects.get().status == "enabled"
    assert bobs.get("teams", refresh="true").status_code == 200


def test_invalid_grant_asks_for_a_person_and_nothing_more_is_sent(
    bobs: LinearApi, expired: Hook, sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match=OAUTH_TOKEN, action="invalid_grant", times=None)
    answer = bobs.get("teams", refresh="true")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "reauthorization_required"
    assert Hook.objects.get().status == "reauthorize"
    before = len(sandbox.requests())
    assert bobs.get("search_issue", q="export").status_code == 409
    assert len(sandbox.requests()) == before


def test_a_dead_refreshers_lease_ends_by_itself(
    bobs: LinearApi, expired: Hook, sandbox: Sandbox
) -> None:
    Hook.objects.update(refresh_lease_until=timezone.now() + timedelta(seconds=1))
    assert bobs.get("teams", refresh="true").status_code == 200


def test_tokens_are_refreshed_before_they_end(acme: Hook, sandbox: Sandbox) -> None:
    assert tasks.refresh_tokens() == 0
    Hook.objects.update(token_refresh_at=timezone.now())
    assert tasks.refresh_tokens() == 1
    assert Hook.objects.get().access_token != acme.access_token


def test_a_failing_refresh_ahead_of_time_leaves_a_good_token_in_use(
    bobs: LinearApi, acme: Hook, sandbox: Sandbox
) -> None:
    Hook.objects.update(token_refresh_at=timezone.now())
    sandbox.add_fault(match=OAUTH_TOKEN, action="http_error", status=500, times=None)
    assert tasks.refresh_tokens() == 0
    assert bobs.get("teams", refresh="true").status_code == 200


def test_an_api_key_that_linear_no_longer_accepts_asks_for_a_person(
    globex: Hook, sandbox: Sandbox
) -> None:
    Hook.objects.filter(pk=globex.pk).update(access_token="lin_api_gone")
    with pytest.raises(Reauthorize):
        client_for(Hook.objects.get(pk=globex.pk)).viewer()
    assert Hook.objects.get(pk=globex.pk).status == "reauthorize"


def test_connecting_again_during_a_refresh_keeps_the_new_credentials(
    alices: LinearApi, expired: Hook, sandbox: Sandbox
) -> None:
    sandbox.add_fault(match=OAUTH_TOKEN, action="latency", seconds=1.5, times=1)

    def act(number: int) -> None:
        if number == 0:
            tasks.refresh_tokens()
        else:
            time.sleep(0.5)
            assert alices.post("api_key", {"api_key": "lin_api_demo_acme"}).status_code == 200

    in_parallel(2, act)
    hook = Hook.objects.get()
    assert (hook.token_kind, hook.access_token) == ("api_key", "lin_api_demo_acme")
    assert hook.refresh_token is None


def test_a_hook_that_cannot_be_decrypted_disturbs_no_other(
    acme: Hook, globex: Hook, sandbox: Sandbox
) -> None:
    now = timezone.now()
    Hook.objects.update(token_refresh_at=now, refresh_token=acme.refresh_token)
    ciphertext = Fernet(Fernet.generate_key()).encrypt(b"x").decode()
    with connection.cursor() as cursor:
        sql = "UPDATE linear_integration_hook SET access_token = %s WHERE id = %s"
        cursor.execute(sql, [ciphertext, globex.pk])
    assert tasks.refresh_tokens() == 1
    assert Hook.objects.get(pk=acme.pk).access_token != acme.access_token
    assert Hook.objects.get(pk=globex.pk).token_refresh_at == now


def test_a_wrong_key_does_no_harm_that_the_right_one_does_not_mend(
    alices: LinearApi, settings: Settings
) -> None:
    right = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert "ENCRYPTION_KEYS" in alices.post("check").json()["error"]["message"]
    settings.ENCRYPTION_KEYS = right
    assert alices.post("check").status_code == 200


def test_a_lost_key_asks_for_a_person_and_connecting_again_heals_it(
    alices: LinearApi, acme: Hook, settings: Settings
) -> None:
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert alices.get().status_code == 200
    assert alices.get("teams", refresh="true").status_code == 409
    assert alices.post("api_key", {"api_key": "lin_api_demo_acme"}).status_code == 200
    assert alices.get("teams").status_code == 200
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert alices.delete().json() == {"data": {"revoked": False, "webhook_deleted": False}}
