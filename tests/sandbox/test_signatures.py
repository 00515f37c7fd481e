"""Python and Linear's own webhook client sign alike and believe each other, in any language."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from . import node

SECRET = "lin_wh_“geheim” 😀"
BODIES: dict[str, bytes] = {
    "plain": json.dumps({"type": "Issue", "data": {"title": "Broken"}}).encode(),
    "of many languages": json.dumps(
        {"data": {"title": "Größe 😀 日本語 עברית \u2028 e\u0301"}}, ensure_ascii=False
    ).encode(),
    "with escapes": json.dumps({"data": {"title": "Größe 😀"}}, ensure_ascii=True).encode(),
    "laid out": json.dumps({"data": {"title": "ä"}}, indent=2, ensure_ascii=False).encode(),
    "large": json.dumps({"data": {"title": "ä" * 500_000}}, ensure_ascii=False).encode(),
}


def _sign(secret: str, raw: bytes) -> str:
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """What the client makes of each body with Python's signature."""
    found = node.ask("vectors.js", [_vector(raw, _sign(SECRET, raw)) for raw in BODIES.values()])
    return dict(zip(BODIES, found, strict=True))


def _vector(raw: bytes, signature: str, secret: str = SECRET) -> dict[str, str]:
    return {"secret": secret, "raw": base64.b64encode(raw).decode(), "signature": signature}


@pytest.mark.needs_node
@pytest.mark.parametrize("name", BODIES)
def test_linears_client_believes_a_body_that_python_has_signed(
    answers: dict[str, dict[str, Any]], name: str
) -> None:
    assert answers[name]["payload"] == json.loads(BODIES[name])


@pytest.mark.needs_node
@pytest.mark.parametrize("name", BODIES)
def test_python_believes_a_body_that_was_signed_for_linears_client(
    answers: dict[str, dict[str, Any]], name: str
) -> None:
    assert hmac.compare_digest(_sign(SECRET, BODIES[name]), answers[name]["signature"])


@pytest.mark.needs_node
def test_linears_client_refuses_every_other_signature() -> None:
    raw = BODIES["of many languages"]
    signature = _sign(SECRET, raw)
    wrong = [
        _vector(raw + b" ", signature),
        _vector(raw, signature.upper()),
        _vector(raw, signature[:-1]),
        _vector(raw, ""),
        _vector(raw, _sign("another", raw)),
        _vector(raw, signature, secret="another"),
    ]
    payloads = [answer["payload"] for answer in node.ask("vectors.js", wrong)]
    assert payloads == [None] * len(wrong)
