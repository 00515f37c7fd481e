"""The broker of demos, whose messages are files."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu.simple import SimpleQueue

from bridge.celery import app
from bridge.celery_settings import transport_options

URL = "filesystem://localhost//"


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[SimpleQueue]:
    """A queue whose messages lie in an empty folder; Kombu remembers names in a process."""
    options = transport_options(URL, tmp_path)
    with (
        app.connection_for_write(URL, transport_options=options) as connection,
        connection.SimpleQueue(f"jobs-{uuid.uuid4()}") as queue,
    ):
        yield queue


def test_messages_arrive_in_their_order(queue: SimpleQueue) -> None:
    for job in ("first", "second", "third"):
        queue.put(job)
    assert queue.qsize() == 3
    taken = [queue.get(timeout=10) for _ in range(3)]
    assert [message.payload for message in taken] == ["first", "second", "third"]
    for message in taken:
        message.ack()
    assert queue.qsize() == 0


def test_a_message_that_is_not_written_yet_is_not_found(queue: SimpleQueue) -> None:
    class Header:
        def __json__(self) -> str:
            # Asked for while the message is being written.
            with pytest.raises(queue.Empty):
                queue.get_nowait()
            return "whole"

    queue.put("job", headers={"state": Header()})
    message = queue.get(timeout=10)
    assert message.headers["state"] == "whole"
    message.ack()
