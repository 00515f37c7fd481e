"""What Linear's part of the callers sends."""

from itertools import islice

from linear_integration.linear.webhook_payloads import ISSUE
from linear_integration.linear.webhooks import read_event, verify_signature

from .calls import deliveries
from .contenders import WEBHOOK_SECRET, ours
from .load import Call
from .upstream import ISSUES, issue_id


def _bodies(number: int) -> list[bytes]:
    calls = deliveries(ours("", ""), "http://bridge")
    return [_signed(call) for call in islice(calls, number)]


def _signed(call: Call) -> bytes:
    assert call.url == "http://bridge/linear/webhooks"
    assert call.body is not None
    assert verify_signature(call.body, call.headers["Linear-Signature"], WEBHOOK_SECRET)
    return call.body


def test_each_delivery_is_signed_and_another() -> None:
    assert len(set(_bodies(50))) == 50


def test_a_delivery_tells_of_an_issue_that_is_linked() -> None:
    linked = {issue_id(number) for number in range(ISSUES)}
    told = {read_event(body).data(ISSUE).id for body in _bodies(50)}
    assert len(told) == 50
    assert told <= linked


def test_a_delivery_is_as_large_as_linears_are() -> None:
    assert all(1_700 < len(body) < 2_300 for body in _bodies(3))
