"""What conversations are told of links that people change in Linear. Stored, and so English."""

from ..linear import types
from ..models import Issue


def linked(issue: Issue, actor: str) -> str:
    """Return the activity line of a link that was made in Linear; the bracket is a link."""
    return f"Linear issue [{issue.identifier}] was linked in Linear{_by(actor)}"


def unlinked(issue: Issue, actor: str) -> str:
    """Return the activity line of a link that was removed in Linear."""
    return f"Linear issue [{issue.identifier}] was unlinked in Linear{_by(actor)}"


def moved(before: Issue, after: Issue) -> str:
    """Return the private note about a link that Linear has put on another issue."""
    return f"Linear moved the link from {before.identifier} to {after.identifier}.\n{after.url}"


def duplicate(before: Issue, after: Issue | types.Issue) -> str:
    """Return the private note about a link that follows what Linear says of its issue."""
    return (
        f"{before.identifier} was marked as a duplicate of {after.identifier}; the link moved.\n"
        f"{after.url}"
    )


def _by(actor: str) -> str:
    return f" by {actor}" if actor else ""
