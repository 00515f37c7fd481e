"""Forgers: they know everything but the secret, and post events that never happened."""

import hashlib
import hmac
import json
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

import httpx

from ..webhook_fixtures import payload, raw
from .report import Result

FORGED = "FORGED-8c1f"
SECRETS = ("", "lin_wh_another", "lin_wh_demo ")


class Forger:
    """One who posts to a web server what is not Linear's; counts what was taken."""

    def __init__(self, url: str, organization_id: str, issue_ids: Sequence[str]) -> None:
        self._url = url
        self._organization_id = organization_id
        self._issue_ids = issue_ids
        self.sent = self.taken = 0

    def forge(self, client: httpx.Client, random: Random) -> None:
        """Post an event for one of the issues, under a signature that is not of its body."""
        name = random.choice(("issue_title_changed", "issue_completed", "issue_removed"))
        body = payload(name)
        now = int(time.time() * 1000)
        body |= {"organizationId": self._organization_id, "webhookTimestamp": now}
        title, updated = f"{FORGED} {self.sent}", "2099-01-01T00:00:00.000Z"
        issue_id = random.choice(self._issue_ids)
        body["data"] |= {"id": issue_id, "title": title, "updatedAt": updated}
        content = raw(body)
        headers = {"Content-Type": "application/json", "Linear-Event": "Issue"}
        signature = self._signature(content, random)
        if signature is not None:
            headers["Linear-Signature"] = signature
        place = random.choice(("", f"/{uuid.uuid4()}"))
        try:
            answer = client.post(
                f"{self._url}/linear/webhooks{place}", content=content, headers=headers
            )
        except httpx.TransportError:
            return
        self.sent += 1
        self.taken += answer.status_code == 200

    @staticmethod
    def _signature(content: bytes, random: Random) -> str | None:
        kind = random.randrange(4)
        if kind == 0:
            return None
        if kind == 1:
            return random.choice(("", "0" * 64, "sha256=" + "0" * 64))
        signed = content if kind == 2 else json.dumps({"type": "Issue"}).encode()
        return hmac.new(random.choice(SECRETS).encode(), signed, hashlib.sha256).hexdigest()


@contextmanager
def forging(forger: Forger, random: Random, result: Result, *, per_second: float) -> Iterator[None]:
    """Forge events all the time; that one is taken is a failure."""
    ended = threading.Event()

    def forge() -> None:
        with httpx.Client(timeout=10, trust_env=False) as client:
            while not ended.wait(1 / per_second):
                forger.forge(client, random)

    thread = threading.Thread(target=forge, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        result.faults["forged event"] += forger.sent
        if forger.taken or not forger.sent:
            result.failures.append(f"of {forger.sent} forged events {forger.taken} were taken")
