"""Comments on issues."""

from datetime import datetime

from pydantic import StrictBool
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.types.identified import Identified


@dataclass(frozen=True, config=CAMEL_CASE)
class Comment:
    """A comment on an issue. `url` leads to it, on the issue's page."""

    id: str
    url: str


@dataclass(frozen=True, config=CAMEL_CASE)
class Author:
    """The user who wrote a comment; `app` is true for an application's own."""

    id: str
    name: str
    app: StrictBool


@dataclass(frozen=True, config=CAMEL_CASE)
class BotActor:
    """A program that wrote something."""

    id: str | None


@dataclass(frozen=True, config=CAMEL_CASE)
class IssueComment(Comment):
    """A comment with what it says. `bot_actor` is whatever program wrote it, `body` Markdown."""

    body: str
    created_at: datetime
    issue: Identified | None
    user: Author | None
    bot_actor: BotActor | None
