"""What can happen to a linked issue in Linear."""

from dataclasses import dataclass
from datetime import datetime

from ..models import LinkEvent

Kind = LinkEvent.Kind


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happened to a linked issue in Linear, as people are told of it.

    `key` is the same for every telling of it, such as `completed:<issue's id>:<completedAt>`.
    `actor` is a person's name in Linear, empty where nobody is named; `state` and `state_before`
    are names; `comment` is Markdown; `url` is the comment's, and empty for the issue's own.
    """

    kind: Kind
    key: str
    at: datetime
    actor: str = ""
    state: str = ""
    state_before: str = ""
    comment: str = ""
    url: str = ""
