"""What the figures are made of."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, repeat

import pytest

from .load import Call, Outcome, load, slow_headers


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(503 if self.path == "/broken" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """A server that answers /broken with 503 and all else with 200."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


async def _outcome(calls: Iterator[Call], callers: int) -> Outcome:
    async with load(calls, callers=callers) as journal:
        return await journal.window(0.3)


def test_a_failed_request_counts_as_a_failure_and_has_no_latency(
    server: ThreadingHTTPServer,
) -> None:
    url = f"http://127.0.0.1:{server.server_port}"
    calls = cycle([Call("GET", url), Call("GET", f"{url}/broken")])
    outcome = asyncio.run(_outcome(calls, callers=1))
    assert abs(len(outcome.latencies_ms) - outcome.failures["503"]) <= 1
    assert outcome.failures.keys() == {"503"}


def test_answers_count_before_a_window_and_after_it_too(server: ThreadingHTTPServer) -> None:
    sent = 0

    def calls() -> Iterator[Call]:
        nonlocal sent
        while True:
            sent += 1
            yield Call("GET", f"http://127.0.0.1:{server.server_port}")

    async def answers() -> int:
        async with load(calls(), callers=3) as journal:
            await asyncio.sleep(0.1)
            await journal.window(0.1)
        return journal.answers

    assert asyncio.run(answers()) == sent


def test_a_server_that_is_gone_is_a_failure() -> None:
    outcome = asyncio.run(_outcome(repeat(Call("GET", "http://127.0.0.1:9")), callers=2))
    assert outcome.latencies_ms == []
    assert outcome.failures.keys() == {"ClientConnectorError"}


def test_a_client_with_slow_headers_holds_its_connection(server: ThreadingHTTPServer) -> None:
    async def is_held() -> bool:
        before = threading.active_count()
        async with slow_headers("127.0.0.1", server.server_port, clients=3, seconds_a_byte=0.01):
            while threading.active_count() < before + 3:  # the server has a thread a connection
                await asyncio.sleep(0.01)
            return True

    assert asyncio.run(asyncio.wait_for(is_held(), timeout=10))
