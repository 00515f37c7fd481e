"""What is taken at our webhook, and what is refused there and leaves nothing behind."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from linear_integration.linear.webhooks import sign
from linear_integration.metrics import REGISTRY
from linear_integration.models import Hook, WebhookDelivery

from .conftest import Post
from .events import SECRET, event, milliseconds, post, raw

pytestmark = pytest.mark.django_db(transaction=True)


def stored() -> int:
    return WebhookDelivery.objects.count()


def counted(outcome: str) -> float:
    return REGISTRY.get_sample_value("bridge_webhooks_received_total", {"outcome": outcome}) or 0


def test_a_signed_event_is_stored_as_it_came(acme: Hook, post_event: Post) -> None:
    entity = "11111111-2222-4333-8444-555555555555"
    body = event(acme, data={"id": entity, "name": "Zürich \x00"})
    assert post_event(body).status_code == 200
    delivery = WebhookDelivery.objects.get()
    assert delivery.workspace == acme.workspace
    assert delivery.body.encode() == raw(body)
    assert (delivery.event_type, delivery.action) == ("IssueLabel", "update")
    assert delivery.entity_id == entity
    assert delivery.status == "waiting"
    assert set(delivery.headers) == {"Content-Type", "Linear-Delivery"}


def test_the_same_body_is_stored_once_whatever_its_unsigned_headers_say(
    acme: Hook, post_event: Post
) -> None:
    body = event(acme)
    assert [post_event(body).status_code for _ in range(3)] == [200, 200, 200]
    assert stored() == 1


def test_of_twins_at_the_same_moment_one_is_stored(acme: Hook, post_event: Post) -> None:
    body = event(acme)

    def send(_: int) -> int:
        try:
            return int(post_event(body).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(send, range(8))) == {200}
    assert stored() == 1


@pytest.mark.parametrize("signature", ["", "0" * 64, "é", "SHA256"])
def test_it_rejects_a_wrong_signature(acme: Hook, post_event: Post, signature: str) -> None:
    before = counted("bad_signature")
    assert post_event(event(acme), signature=signature).status_code == 401
    assert (stored(), counted("bad_signature")) == (0, before + 1)


def test_it_rejects_a_strangers_secret(acme: Hook, post_event: Post) -> None:
    assert post_event(event(acme), secret="lin_wh_somebody_elses").status_code == 401
    assert stored() == 0


def test_it_rejects_a_body_that_was_changed_by_one_space(
    acme: Hook, client: Client, post_event: Post
) -> None:
    body = raw(event(acme))
    answer = client.post(
        "/linear/webhooks",
        body + b" ",
        content_type="application/json",
        headers={"Linear-Signature": _signature_of(body)},
    )
    assert (answer.status_code, stored()) == (401, 0)


def test_it_rejects_a_signature_in_upper_case(acme: Hook, post_event: Post) -> None:
    body = event(acme)
    assert post_event(body, signature=_signature_of(raw(body)).upper()).status_code == 401


def test_without_a_secret_nothing_is_taken(acme: Hook, client: Client, settings: Settings) -> None:
    settings.LINEAR_WEBHOOK_SECRET = ""
    assert post(client, event(acme), secret="").status_code == 401
    assert stored() == 0


@pytest.mark.parametrize(
    ("ago", "status"), [(59, 200), (-59, 200), (7.9 * 3600, 200), (8.1 * 3600, 401), (-62, 401)]
)
def test_what_is_too_old_or_from_the_future_is_refused(
    acme: Hook, post_event: Post, ago: float, status: int
) -> None:
    answer = post_event(event(acme, webhookTimestamp=milliseconds(ago=ago)))
    assert (answer.status_code, stored()) == (status, int(status == 200))


def test_a_late_retry_of_what_is_here_is_confirmed_and_not_stored_again(
    acme: Hook, post_event: Post
) -> None:
    body = event(acme, webhookTimestamp=milliseconds(ago=3700))
    assert [post_event(body).status_code for _ in range(2)] == [200, 200]
    assert stored() == 1


@pytest.mark.parametrize("timestamp", [None, "1700000000000", True, 1e300, -1, [1]], ids=repr)
def test_a_time_that_is_no_number_of_milliseconds_is_refused(
    acme: Hook, post_event: Post, timestamp: Any
) -> None:
    assert post_event(event(acme, webhookTimestamp=timestamp)).status_code == 400
    assert stored() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"[1, 2]",
        b'{"type": "Issue"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"webhookTimestamp": NaN}',
    ],
    ids=lambda body: body[:20].decode("latin-1"),
)
def test_what_is_no_event_is_refused_even_when_it_is_signed(post_event: Post, body: bytes) -> None:
    assert post_event(body).status_code == 400
    assert stored() == 0


@pytest.mark.parametrize("name", ["type", "action"])
@pytest.mark.parametrize("value", ["", "<script>", "x" * 65, "nul\x00", 7])
def test_a_name_that_linear_would_never_use_is_refused(
    acme: Hook, post_event: Post, name: str, value: Any
) -> None:
    assert post_event(event(acme, **{name: value})).status_code == 400
    assert stored() == 0


def test_a_body_of_five_mebibytes_is_taken_and_one_of_six_is_not(
    acme: Hook, post_event: Post
) -> None:
    large = event(acme, data={"id": "x", "text": "x" * (5 * 1024 * 1024 - 600)})
    larger = event(acme, data={"id": "x", "text": "x" * (6 * 1024 * 1024)})
    assert [post_event(large).status_code, post_event(larger).status_code] == [200, 413]
    assert stored() == 1


def test_a_body_that_is_announced_as_too_large_is_not_waited_for(
    acme: Hook, client: Client, settings: Settings
) -> None:
    settings.LINEAR_WEBHOOK_SECRET = SECRET
    before, body = counted("too_large"), raw(event(acme))
    answer = client.post(
        "/linear/webhooks",
        body,
        content_type="application/json",
        headers={"Linear-Signature": _signature_of(body)},
        CONTENT_LENGTH=str(6 * 1024 * 1024),
    )
    assert (answer.status_code, stored()) == (413, 0)
    assert counted("too_large") == before + 1


def test_an_event_of_a_workspace_that_nobody_connected_is_confirmed_and_forgotten(
    acme: Hook, post_event: Post
) -> None:
    body = event(acme, organizationId=str(uuid.uuid4()))
    assert (post_event(body).status_code, stored()) == (200, 0)


def test_the_applications_webhook_tells_nothing_to_a_hook_by_api_key(
    globex: Hook, acme: Hook, post_event: Post
) -> None:
    assert (post_event(event(globex)).status_code, stored()) == (200, 0)


def test_only_a_post_is_an_event(client: Client) -> None:
    assert client.get("/linear/webhooks").status_code == 405


def test_nothing_of_the_secret_or_the_signature_is_kept(acme: Hook, post_event: Post) -> None:
    body = event(acme)
    post_event(body)
    kept = json.dumps(list(WebhookDelivery.objects.values()), default=str)
    assert SECRET not in kept
    assert _signature_of(raw(body)) not in kept


def _signature_of(body: bytes) -> str:
    return sign(body, SECRET)
