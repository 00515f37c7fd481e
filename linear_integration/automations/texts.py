"""The words in which a happening is told. They are stored, and so English.

A note is plain text that is good Markdown, too: addresses stand bare, and quotes begin with `> `.
"""

import re

from conversations.models import Conversation

from ..models import Issue
from .happenings import Happening, Kind

# What is quoted of a comment, in characters; the rest is a link away.
LONGEST_QUOTE = 2_000
IMAGE = re.compile(r"!\[([^\]]*)\](?=[(\[])")
PAST = {Kind.COMPLETED: "completed", Kind.CANCELED: "canceled"}


def note(issue: Issue, happening: Happening) -> str:
    """Return the private note: who did what to which issue, then what is new, then the address."""
    headline = f"{_deed(issue.identifier, happening)}: {issue.title}"
    address = happening.url or issue.url
    if happening.kind == Kind.COMMENTED:
        return _joined("\n\n", headline, quoted(happening.comment), address)
    states = _joined(" → ", happening.state_before, happening.state)
    return _joined("\n", headline, states, address)


def notification(issue: Issue, happening: Happening) -> str:
    """Return the headline for the bell; what stands in the brackets is a link."""
    return f"{_deed(f'[{issue.identifier}]', happening)}: {issue.title}"


def reopening(issue: Issue, happening: Happening) -> str:
    """Return the activity line of a conversation that is reopened; the bracket is a link."""
    return f"Conversation was reopened: {_deed(f'[{issue.identifier}]', happening)}"


def suggestion(conversation: Conversation, issue: Issue) -> str:
    """Return the private note with a draft of what the customer might be told."""
    subject = f" about “{conversation.subject}”" if conversation.subject else ""
    paragraphs = [
        f"Hello {conversation.contact.name},",
        f"good news: what you wrote to us{subject} has been taken care of.",
        "Could you please check whether everything works for you now? If it doesn't, answer this "
        "message, and we will look into it again.",
    ]
    draft = "\n>\n".join(f"> {paragraph}" for paragraph in paragraphs)
    return f"Suggested reply, as {issue.identifier} was completed. Nothing was sent.\n\n{draft}"


def _deed(identifier: str, happening: Happening) -> str:
    if happening.kind == Kind.COMMENTED:
        return f"{happening.actor or 'Somebody'} commented on {identifier}"
    deed = PAST.get(happening.kind) or f"moved to {happening.state or 'another state'}"
    by = f" by {happening.actor}" if happening.actor else ""
    return f"{identifier} was {deed}{by}"


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def quoted(comment: str) -> str:
    """Return a comment's Markdown as a quote, of which a long one is cut."""
    shown, is_cut = _cut(_without_images(comment.strip()))
    lines = [f"> {line}".rstrip() for line in shown.splitlines()]
    return "\n".join([*lines, *(["> …"] if is_cut else [])])


def _without_images(markdown: str) -> str:
    """Make links of images: `![alt](address)` becomes `[alt](address)`."""
    return IMAGE.sub(lambda found: f"[{found[1] or 'image'}]", markdown)


def _cut(text: str) -> tuple[str, bool]:
    """Return the beginning of a long text, whole words of it, and whether there is more."""
    if len(text) <= LONGEST_QUOTE:
        return text, False
    beginning = text[:LONGEST_QUOTE]
    last_blank = max(beginning.rfind(blank) for blank in " \n")
    # A text without a blank near the end is cut where it is.
    return beginning[: last_blank if last_blank > LONGEST_QUOTE // 2 else None].rstrip(), True
