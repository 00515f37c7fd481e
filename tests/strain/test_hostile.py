"""Bad deliveries are what they say, and what is demanded while they come."""

import uuid
from collections import Counter

import pytest
from django.test import Client
from pytest_django import Settings

from conversations.models import Account
from linear_integration.models import Hook, WebhookDelivery, Workspace

from ..bench.calls import deliveries
from ..bench.contenders import WEBHOOK_SECRET, ours
from ..bench.load import Call, Outcome
from ..bench.upstream import ORGANIZATION_ID
from .forged import ANSWERS, TAKEN, forged
from .hostile import Heard, bars
from .windows import Window


def _post(client: Client, call: Call) -> str:
    answer = client.post(
        call.url.removeprefix("http://bridge"),
        call.body,
        content_type=call.headers["Content-Type"],
        headers=dict(call.headers),
    )
    return str(answer.status_code)


@pytest.mark.django_db
def test_of_bad_deliveries_nothing_is_stored(
    acme_support: Account, client: Client, settings: Settings
) -> None:
    settings.LINEAR_WEBHOOK_SECRET = WEBHOOK_SECRET
    workspace = Workspace.objects.create(account=acme_support, linear_id=ORGANIZATION_ID)
    Hook.objects.create(
        workspace=workspace, token_kind=Hook.TokenKind.OAUTH, is_app=True, viewer_id=uuid.uuid4()
    )
    bridge = ours("", "")
    known = next(deliveries(bridge, "http://bridge"))
    assert _post(client, known) == TAKEN
    bad = forged(bridge, "http://bridge", known=known)
    for kind, calls in bad.items():
        assert _post(client, next(calls)) in ANSWERS[kind], kind
    assert WebhookDelivery.objects.count() == 1


def _window(*, answers: int, latency_ms: float = 10.0) -> Window:
    outcome = Outcome(1.0, [latency_ms] * answers, Counter())
    return Window(outcome, foreign_percent=0.0, answers=answers)


def _missed(
    *, beside: int = 40, stored: int = 300, said: str = "401", after_ms: float = 12
) -> set[str]:
    heard = Heard(
        quiet=[_window(answers=100)],
        strained=[_window(answers=beside)],
        before=[_window(answers=9)],
        after=[_window(answers=9, latency_ms=after_ms)],
        told={"no signature": Counter({said: 7})},
        answers=300,
    )
    return {bar.what for bar in bars(heard, stored=stored) if not bar.is_met}


def test_good_deliveries_keep_two_fifths_of_their_speed_beside_bad_ones() -> None:
    assert _missed() == set()
    assert _missed(beside=39) == {"deliveries beside as many bad ones: answers / baseline"}


@pytest.mark.parametrize("stored", [299, 301])
def test_each_good_delivery_is_a_row_and_no_other(stored: int) -> None:
    assert _missed(stored=stored) == {"rows less good deliveries"}


def test_a_bad_delivery_that_is_taken_is_one_too_many() -> None:
    assert _missed(said=TAKEN) == {"bad deliveries that were answered otherwise than they should"}


def test_bad_signatures_in_a_row_leave_the_next_deliveries_as_fast() -> None:
    assert _missed(after_ms=13) == {"a delivery after 1000 bad signatures in a row: p50 / before"}
