"""Webhooks of which nothing may be stored: other people's, repeated ones, and too large ones."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat

from ..bench.calls import deliveries, delivery
from ..bench.contenders import Contender
from ..bench.load import Call

LARGE = 6 * 1024 * 1024
TAKEN = "200"
# What the bridge says to each kind; a repeated one is confirmed, as Linear would try again.
ANSWERS = {
    "a stranger's secret": {"401"},
    "no signature": {"401"},
    # Whoever is still sending then may find the connection closed before the answer is read.
    "a body of 6 MiB": {"413", "ClientOSError", "ServerDisconnectedError"},
    "a replay": {TAKEN},
}


def forged(contender: Contender, url: str, *, known: Call) -> dict[str, Iterator[Call]]:
    """Return endless calls of each kind; `known` is a delivery that was taken before."""
    large = json.dumps({"type": "Issue", "data": {"text": "x" * LARGE}}).encode()
    return {
        "a stranger's secret": strangers(contender, url),
        "no signature": (_unsigned(call) for call in deliveries(contender, url)),
        "a body of 6 MiB": repeat(delivery(contender, url, large)),
        "a replay": repeat(known),
    }


def strangers(contender: Contender, url: str) -> Iterator[Call]:
    """Yield what Linear would send to somebody else, without end."""
    for call in deliveries(contender, url):
        yield delivery(contender, url, call.body or b"", secret="lin_wh_somebody_elses")


def _unsigned(call: Call) -> Call:
    headers = {name: each for name, each in call.headers.items() if name != "Linear-Signature"}
    return replace(call, headers=headers)
