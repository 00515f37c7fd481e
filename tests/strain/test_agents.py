"""Agents do as they are told, and an answer that tells them nothing is a flaw."""

import asyncio
from collections.abc import Callable
from itertools import count

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from ..bench.load import Call
from . import agents as module
from .agents import Answer, agents

ERROR = {"error": {"code": "linear_unavailable", "message": "Later.", "request_id": "1"}}


async def _told(
    answer: Callable[[], web.Response], *, answers: int
) -> tuple[list[Answer], list[str]]:
    """Return what one agent is told in so many answers, and the keys that it sent."""
    keys: list[str] = []
    enough = asyncio.Event()

    async def handle(request: web.Request) -> web.Response:
        keys.append(request.headers["Idempotency-Key"])
        if len(keys) > answers:
            enough.set()
        return answer()

    application = web.Application()
    application.router.add_post("/", handle)
    async with TestServer(application) as server:
        url = str(server.make_url("/"))
        calls = (Call("POST", url, {"Idempotency-Key": str(each)}, b"{}") for each in count())
        async with agents(calls, count=1) as told:
            await asyncio.wait_for(enough.wait(), timeout=10)
    return told[:answers], keys[:answers]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the agents wait, in seconds; it is over at once."""
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(module, "sleep", note)
    return waited


def test_a_refused_agent_waits_as_told_and_sends_the_same_key_again(pauses: list[float]) -> None:
    def refuse() -> web.Response:
        return web.json_response(ERROR, status=502, headers={"Retry-After": "5"})

    told, keys = asyncio.run(_told(refuse, answers=2))
    assert pauses[:2] == [5, 5]
    assert keys == ["0", "0"]
    assert [(each.status, each.flaw) for each in told] == [(502, None)] * 2


def test_an_agent_who_was_served_asks_for_the_next_at_once(pauses: list[float]) -> None:
    told, keys = asyncio.run(_told(lambda: web.json_response({"data": {}}), answers=2))
    assert pauses == []
    assert keys == ["0", "1"]
    assert [each.flaw for each in told] == [None, None]


@pytest.mark.parametrize(
    "answer",
    [
        lambda: web.json_response(ERROR, status=502),
        lambda: web.json_response(ERROR, status=502, headers={"Retry-After": "0"}),
        lambda: web.json_response({}, status=502, headers={"Retry-After": "1"}),
        lambda: web.Response(text="<h1>Oh", status=502, headers={"Retry-After": "1"}),
    ],
    ids=["no Retry-After", "Retry-After of nothing", "another body", "no JSON"],
)
def test_a_refusal_that_does_not_tell_enough_is_a_flaw(
    answer: Callable[[], web.Response], pauses: list[float]
) -> None:
    told, _ = asyncio.run(_told(answer, answers=1))
    assert told[0].flaw is not None
