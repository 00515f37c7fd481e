"""What the sandbox tells a webhook, captured: `python -m tests.sandbox.captured` writes it anew.

Times and ids that are made up come out the same in every run.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from linear_integration.sandbox.clock import Clock
from linear_integration.sandbox.webhooks.deliveries import DeliveryLog
from linear_integration.sandbox.webhooks.events import Event
from linear_integration.sandbox.webhooks.receivers import receivers_of

from ..webhook_fixtures import FOLDER
from .events import Eventful
from .scenes import scenes

BEGINNING = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SLUG = re.compile(r"(?<=#agent-session-)[0-9a-f]{12}")
Payload = dict[str, Any]


def capture() -> dict[str, Payload]:
    """Play every scene, and return the body of the delivery that each is about, by its name."""
    with time_machine.travel(BEGINNING, tick=False) as traveller:
        eventful = Eventful()
        post = eventful.post("/_sandbox/application_webhook", json={"url": "https://a.example"})
        post.raise_for_status()
        known = set(_UUID.findall(json.dumps(eventful.sandbox.store.tables)))
        taken = {}
        for scene in scenes(eventful):
            traveller.shift(timedelta(minutes=1))
            eventful.events()
            scene.play()
            found = [event for event in eventful.events() if _is(event, scene.what)]
            assert len(found) == 1, (scene.name, found)
            taken[scene.name] = _body(eventful, found[0])
    return _with_made_up_ids_in_order(taken, known)


def text_of(payload: Payload) -> str:
    """Write a payload as it stands in its file."""
    return json.dumps(payload, ensure_ascii=False, indent=2) + "\n"


def _is(event: Event, what: str) -> bool:
    return f"{event.kind} {event.action}" == what


def _body(eventful: Eventful, event: Event) -> Payload:
    """Return the body as it would be delivered to the application now."""
    (receiver,) = receivers_of(eventful.sandbox.store, event)
    opened = DeliveryLog(Clock()).open(event, receiver)
    return {**opened.body, "webhookTimestamp": int(datetime.now(UTC).timestamp() * 1000)}


def _with_made_up_ids_in_order(payloads: dict[str, Payload], known: set[str]) -> dict[str, Payload]:
    """Replace the ids that this run has made up by others that are the same in each run."""
    text = json.dumps(payloads)
    for pattern, numbered in ((_UUID, _uuid), (_SLUG, _slug)):
        made_up = [found for found in dict.fromkeys(pattern.findall(text)) if found not in known]
        for old, new in zip(made_up, numbered(), strict=False):
            # A comment's address holds the beginning of its id.
            text = text.replace(old, new).replace(f"#comment-{old[:8]}", f"#comment-{new[:8]}")
    replaced: dict[str, Payload] = json.loads(text)
    return replaced


def _uuid() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{number:08x}-0000-4000-8000-{number:012x}"


def _slug() -> Iterator[str]:
    return (each[-12:] for each in _uuid())


def _write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for name, payload in capture().items():
        (FOLDER / f"{name}.json").write_text(text_of(payload))


if __name__ == "__main__":
    _write()
