"""Threads as text: a head of `name: value` lines, then messages, each under its `@@` line.

    @@ customer
    @@ Bob, 12 minutes later
    @@ Alice notes, 5 minutes later

The last is a private note. Files come in the order of their names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

FOLDER = Path(__file__).parent / "threads"
CUSTOMER = "customer"
MESSAGE_LINE = re.compile(
    r"^@@ (?P<who>\w+)(?P<note> notes)?(, (?P<minutes>\d+) minutes later)?$", re.MULTILINE
)
CONTACT = re.compile(r"(?P<name>.+) <(?P<email>.+)>")
AGE = re.compile(r"(?P<number>\d+) (?P<unit>hours|days) ago")


@dataclass(frozen=True)
class Entry:
    """A message; `who` is "customer" or a person of the demo."""

    who: str
    private: bool
    minutes_later: int
    content: str


@dataclass(frozen=True)
class Thread:
    """A conversation, as its file tells it."""

    subject: str
    contact_name: str
    contact_email: str
    inbox: str
    status: str
    assignee: str | None
    age: timedelta
    entries: tuple[Entry, ...]


def threads_in(folder: str) -> list[Thread]:
    """Return the threads of one account in order."""
    return [
        parse_thread(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / folder).glob("*.md"))
    ]


def parse_thread(text: str) -> Thread:
    """Return the thread that a file's text describes; a part that is missing raises."""
    head_text, _, body = text.partition("\n\n")
    head = dict(line.split(": ", 1) for line in head_text.splitlines())
    contact, age = CONTACT.fullmatch(head["contact"]), AGE.fullmatch(head["began"])
    if contact is None or age is None:
        raise ValueError(f"The head of {head['subject']!r} can't be read.")
    return Thread(
        subject=head["subject"],
        contact_name=contact["name"],
        contact_email=contact["email"],
        inbox=head["inbox"],
        status=head["status"],
        assignee=head.get("assignee"),
        age=timedelta(**{age["unit"]: int(age["number"])}),
        entries=tuple(_entries(body)),
    )


def _entries(body: str) -> Iterator[Entry]:
    lines = list(MESSAGE_LINE.finditer(body))
    ends = [line.start() for line in lines[1:]] + [len(body)]
    for line, end in zip(lines, ends, strict=True):
        yield Entry(
            who=line["who"],
            private=line["note"] is not None,
            minutes_later=int(line["minutes"] or 0),
            content=body[line.end() : end].strip(),
        )
