"""The audit of notes: each thing that people are told of is one note in each conversation."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from .ledger import Audit, Row, query
from .people import DUPLICATE, Subject
from .stack import Stack

NOTES = """
SELECT content, display_id FROM conversations_message message
JOIN conversations_conversation conversation ON conversation.id = message.conversation_id
WHERE private AND account_id = 1
"""
_END = re.compile(rf"(\S+) was (completed|canceled|{DUPLICATE})\b")
# Where Linear moves the links of a duplicate itself, this may be what people are told.
_MOVE = re.compile(r"Linear moved the link from (\S+) to ")

# An issue's id, what became of it, and the number of a conversation.
Note = tuple[str, str, int]


def compare_notes(
    audit: Audit,
    stack: Stack,
    subjects: Sequence[Subject],
    issues: Mapping[str, Row],
    prefix: str,
) -> None:
    """Compare the private notes with what happened; conversations' addresses begin with prefix."""
    wanted = Counter(
        (subject.id, end, int(url.removeprefix(prefix)))
        for subject in subjects
        for end, _moment in subject.ends
        for url in subject.links
    )
    found = _found(query(stack, NOTES), issues)
    names = {subject.id: subject.title for subject in subjects}
    for note in wanted | found:
        issue_id, end, conversation = note
        what = f"notes that {names[issue_id]} was {end} in conversation {conversation}"
        audit.expect(what, found[note], wanted[note])


def _found(rows: Iterable[Row], issues: Mapping[str, Row]) -> Counter[Note]:
    """Count the notes about these issues, whatever identifier they had when it was written."""
    ids = {
        identifier: issue["id"]
        for issue in issues.values()
        for identifier in (issue["identifier"], *issue["previousIdentifiers"])
    }
    found: Counter[Note] = Counter()
    for row in rows:
        end, move = _END.match(row["content"]), _MOVE.match(row["content"])
        if end and end[1] in ids:
            found[ids[end[1]], end[2], row["display_id"]] += 1
        elif move and move[1] in ids:
            found[ids[move[1]], DUPLICATE, row["display_id"]] += 1
    return found
