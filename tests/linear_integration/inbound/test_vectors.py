"""Linear's own webhook client and the bridge believe the same signatures, in both directions.

Node makes the requests, as Linear does, and says what the client thinks of each.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from linear_integration.linear.webhooks import sign, verify_signature
from linear_integration.models import Hook, WebhookDelivery, Workspace
from linear_integration.sandbox.webhooks.post import sign as sign_in_the_sandbox

from ...sandbox import node
from ...webhook_fixtures import NAMES, payload, raw

SECRET = "lin_wh_“geheim” 😀"
pytestmark = [
    pytest.mark.needs_node,
    pytest.mark.skipif(bool(node.why_left_out()), reason=str(node.why_left_out())),
]
# What the view answers; the client takes the first four, and 88.3.0 also a time that is a text,
# or none, which newer ones refuse.
ANSWERS = {
    "fresh": 200,
    "nonAscii": 200,
    "laidOut": 200,
    "almostStale": 200,
    # A retry may carry the time of the first attempt, which the client would refuse.
    "stale": 200,
    "hoursOld": 401,
    "future": 401,
    "timestampIsText": 400,
    "timestampIsMissing": 400,
    "tamperedByASpace": 401,
    "tamperedInATitle": 401,
    "wrongSecret": 401,
    "upperCase": 401,
    "cutShort": 401,
    "unsigned": 401,
}
STRICTER_THAN_88 = {"timestampIsText", "timestampIsMissing"}


@dataclass(frozen=True)
class Vector:
    """A request that Node has made, and what Linear's client thinks of it."""

    raw: bytes
    signature: str
    is_signed: bool
    is_taken: bool


def _vectors(content: dict[str, Any]) -> dict[str, Vector]:
    answers = node.ask("requests.js", {"secret": SECRET, "payload": content})
    return {
        name: Vector(
            base64.b64decode(answer["raw"]),
            answer["signature"],
            answer["isSigned"],
            answer["isTaken"],
        )
        for name, answer in answers.items()
    }


@pytest.fixture(scope="module")
def vectors() -> dict[str, Vector]:
    """Requests with an event of nobody's workspace."""
    return _vectors(payload("issue_completed"))


def test_node_has_made_each_of_them(vectors: dict[str, Vector]) -> None:
    assert vectors.keys() == ANSWERS.keys()
    taken = {name for name, vector in vectors.items() if vector.is_taken}
    assert taken == {"fresh", "nonAscii", "laidOut", "almostStale"} | STRICTER_THAN_88


@pytest.mark.parametrize("name", ANSWERS)
def test_the_bridge_believes_a_signature_exactly_when_linears_client_does(
    vectors: dict[str, Vector], name: str
) -> None:
    vector = vectors[name]
    assert verify_signature(vector.raw, vector.signature, SECRET) is vector.is_signed


@pytest.mark.django_db(transaction=True)
def test_the_view_answers_each_as_it_should_and_stores_what_it_takes(
    acme: Hook, client: Client, settings: Settings
) -> None:
    settings.LINEAR_WEBHOOK_SECRET = SECRET
    organization = str(Workspace.objects.get(hook=acme).linear_id)
    vectors = _vectors({**payload("issue_completed"), "organizationId": organization})
    assert {name: _post(client, vector) for name, vector in vectors.items()} == ANSWERS
    stored = set(WebhookDelivery.objects.values_list("body", flat=True))
    taken = {name for name, status in ANSWERS.items() if status == 200}
    assert stored == {vectors[name].raw.decode() for name in taken}
    # A retry is confirmed, and not stored again.
    assert _post(client, vectors["stale"]) == 200
    assert WebhookDelivery.objects.count() == len(taken)


def test_linears_client_reads_what_the_bridge_and_the_sandbox_have_signed() -> None:
    bodies = [raw(payload(name)) for name in NAMES]
    signatures = [sign(body, SECRET) for body in bodies]
    assert signatures == [sign_in_the_sandbox(SECRET, body) for body in bodies]
    asked = [
        {"secret": SECRET, "raw": base64.b64encode(body).decode(), "signature": signature}
        for body, signature in zip(bodies, signatures, strict=True)
    ]
    answers = node.ask("vectors.js", asked)
    assert [answer["payload"] for answer in answers] == [json.loads(body) for body in bodies]
    assert [answer["signature"] for answer in answers] == signatures


def _post(client: Client, vector: Vector) -> int:
    headers = {"Linear-Signature": vector.signature} if vector.signature else {}
    answer = client.post(
        "/linear/webhooks", vector.raw, content_type="application/json", headers=headers
    )
    return int(answer.status_code)
