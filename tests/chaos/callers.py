"""Callers of the REST API: Bob's, over HTTP, with an Idempotency-Key and honest repeats."""

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

import httpx

Result = TypeVar("Result")

# Longer than the product may take, so that what takes too long is seen and not cut off.
PATIENCE_SECONDS = 40.0
LONGEST_CALL_SECONDS = 10.5
LONGEST_PAUSE_SECONDS = 3.0
BOB = "demo-token-bob"
# The API says of these that the same request may be sent again; so may one without an answer.
REPEATABLE = {409, 429, 502, 503, 504}

# Made once: nothing here speaks TLS, but each client would load the certificates anew.
_CONTEXT = httpx.create_ssl_context()


@dataclass(frozen=True)
class Answer:
    """What came of one call; status 0 is no answer at all."""

    status: int
    seconds: float
    body: dict[str, Any] = field(default_factory=dict)
    flaw: str | None = None
    retry_after: float = 0.0

    @property
    def is_done(self) -> bool:
        """Whether it succeeded."""
        return self.status == 200

    @property
    def data(self) -> dict[str, Any]:
        """Return the result of a call that succeeded."""
        data: dict[str, Any] = self.body["data"]
        return data

    @property
    def code(self) -> str:
        """Return the error's code, an empty text without one."""
        return str(self.body.get("error", {}).get("code", ""))

    @property
    def may_be_repeated(self) -> bool:
        """Whether an honest caller sends it again."""
        return self.status == 0 or self.status in REPEATABLE


@dataclass(frozen=True)
class Call:
    """A write: its name in the API, its body, and the key that makes its repeats one."""

    name: str
    body: dict[str, Any]
    key: str


class Callers:
    """Sends calls in the name of Bob, from any number of threads, and keeps every answer.

    `must_answer` says whether a call without an answer is a flaw: not where servers are killed.
    """

    def __init__(self, url: str, random: Random, *, must_answer: bool) -> None:
        self._must_answer = must_answer
        self._base = f"{url}/api/v1/accounts/1/"
        self._random = random
        self._idle: queue.LifoQueue[httpx.Client] = queue.LifoQueue()
        self.answers: list[tuple[Call, Answer]] = []

    @property
    def repeats(self) -> int:
        """How many of the calls were repeats of an earlier one."""
        return len(self.answers) - len({call.key for call, _ in self.answers})

    def get(self, path: str, **query: Any) -> Any:
        """Return the data of a read; raises httpx's error for anything but success."""
        with self._client() as client:
            response = client.get(path, params=query).raise_for_status()
        return response.json()["data"]

    def send(self, call: Call) -> Answer:
        """Send a call once."""
        started = time.monotonic()
        path, headers = f"integrations/linear/{call.name}", {"Idempotency-Key": call.key}
        try:
            with self._client() as client:
                response = client.post(path, json=call.body, headers=headers)
        except httpx.TransportError:
            answer = Answer(0, time.monotonic() - started)
        else:
            answer = _read(response, time.monotonic() - started)
        self.answers.append((call, answer))
        return answer

    def insist(self, call: Call, *, seconds: float = 90.0) -> Answer:
        """Send a call, and again after what its answer asks for, until it is settled."""
        give_up_at = time.monotonic() + seconds
        while True:
            answer = self.send(call)
            if not answer.may_be_repeated or time.monotonic() > give_up_at:
                return answer
            asked = min(answer.retry_after, LONGEST_PAUSE_SECONDS)
            time.sleep(asked + self._random.uniform(0.05, 0.3))

    def flaws(self) -> list[str]:
        """Return what is wrong with answers: their shape, or how long they took."""
        found = []
        for call, answer in self.answers:
            if answer.flaw:
                found.append(f"{call.name} {call.key}: {answer.flaw}")
            if self._must_answer and answer.status == 0:
                found.append(f"{call.name} {call.key}: no answer after {answer.seconds:.1f} s")
            if answer.seconds > LONGEST_CALL_SECONDS:
                found.append(
                    f"{call.name} {call.key}: {answer.status} came after {answer.seconds:.1f} s"
                )
        return found

    def close(self) -> None:
        """Give the connections back."""
        while not self._idle.empty():
            self._idle.get().close()

    @contextmanager
    def _client(self) -> Iterator[httpx.Client]:
        """Lend one of the clients, so that as many connections are kept as there are callers."""
        try:
            client = self._idle.get_nowait()
        except queue.Empty:
            client = httpx.Client(
                base_url=self._base,
                headers={"Authorization": f"Bearer {BOB}"},
                timeout=PATIENCE_SECONDS,
                trust_env=False,
                verify=_CONTEXT,
            )
        try:
            yield client
        finally:
            self._idle.put(client)


def at_once(work: Sequence[Callable[[], Result]], *, callers: int | None = None) -> list[Result]:
    """Do all of it in threads, so many at a time (None: all), and return the results in order."""
    with ThreadPoolExecutor(callers or max(1, len(work))) as pool:
        return list(pool.map(lambda each: each(), work))


def is_error(body: Any) -> bool:
    """Whether an answer's JSON is one of the API's errors."""
    error = body.get("error") if isinstance(body, dict) else None
    return isinstance(error, dict) and {"code", "message", "request_id"} <= set(error)


def _read(response: httpx.Response, seconds: float) -> Answer:
    try:
        body = response.json()
    except ValueError:
        return Answer(response.status_code, seconds, flaw=f"no JSON: {response.text[:200]!r}")
    flaw = _flaw(response, body)
    after = float(response.headers.get("Retry-After", 0))
    shaped = body if isinstance(body, dict) else {}
    return Answer(response.status_code, seconds, shaped, flaw, after)


def _flaw(response: httpx.Response, body: Any) -> str | None:
    """Say what is wrong with an answer; None: it is one of the API's well-formed ones."""
    if response.status_code == 500:
        return f"an unforeseen failure: {response.text[:200]}"
    if "Traceback" in response.text or 'File "' in response.text:
        return f"a stack trace: {response.text[:200]}"
    if response.status_code == 200:
        is_sound = isinstance(body, dict) and set(body) == {"data"}
    else:
        is_sound = is_error(body)
    return None if is_sound else f"not the API's body: {response.text[:200]}"
