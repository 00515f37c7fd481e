"""A server that receives webhooks, as an integrator's would, and remembers what it got."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WAIT_SECONDS = 20


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.raw)
        return content

    @property
    def title(self) -> str:
        """Name the issue or attachment that the event is about."""
        return str(self.body["data"]["title"])

    def is_signed_with(self, secret: str) -> bool:
        expected = hmac.new(secret.encode(), self.raw, hashlib.sha256).hexdigest()
        return self.headers.get("Linear-Signature") == expected


@dataclass
class Receiver:
    """What came in so far, and how to answer: with the next of ``answers``, else with 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    # Set unless requests are to hang.
    go_on: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str) -> list[Received]:
        return [request for request in self.received if request.path == path]

    def wait_for(self, count: int, path: str = "/") -> list[Received]:
        """Wait until so many requests came in at a path, and return them."""
        wait_until(lambda: len(self.at(path)) >= count, f"{count} requests at {path}")
        found = self.at(path)
        assert len(found) == count, [request.body for request in found]
        return found


def wait_until(is_met: Callable[[], object], what: str) -> None:
    """Wait for a condition, and fail when it takes too long."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_met():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.01)


class Server(ThreadingHTTPServer):
    """Takes the connections of a storm; with room for 5, as usual, some would wait for seconds."""

    request_queue_size = 128
    daemon_threads = True


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen on a port that the system chooses."""
    receiver = Receiver()
    receiver.go_on.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append(Received(self.path, dict(self.headers.items()), raw))
            if self.path.startswith("/hung"):
                receiver.go_on.wait(WAIT_SECONDS)
            status = receiver.answers.pop(0) if receiver.answers else 200
            text = b"taken" if status == 200 else b"not today " * 200
            with suppress(BrokenPipeError):  # the sandbox waits for 5 seconds only
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

        def log_message(self, *_arguments: object) -> None:
            """Keep the tests' output free of it."""

    server = Server(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
