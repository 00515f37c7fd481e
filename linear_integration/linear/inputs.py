"""What we send to Linear to create or change something; None means "not given" and is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any

from pydantic.alias_generators import to_camel

AUTHOR = frozenset({"createAsUser", "displayIconUrl"})


@dataclass(frozen=True, kw_only=True)
class _Input:
    def to_variables(self) -> dict[str, Any]:
        """Return Linear's input object: camelCase names, dates as YYYY-MM-DD, no None."""
        return {
            name: _plain(value)
            for attribute, name in _names(type(self))  # type: ignore[arg-type]  # it is hashable
            if (value := getattr(self, attribute)) is not None
        }


@cache
def _names(of: "type[_Input]") -> tuple[tuple[str, str], ...]:
    """Return the name of each field here, and at Linear."""
    return tuple((each.name, to_camel(each.name)) for each in fields(of))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


def without_author(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mutation's variables without the name in which an app writes.

    Linear takes it from an app's token only.
    """
    return {
        name: {key: value for key, value in given.items() if key not in AUTHOR}
        if isinstance(given, dict)
        else given
        for name, given in variables.items()
    }


@dataclass(frozen=True, kw_only=True)
class IssueCreate(_Input):
    """An issue to be. `id` is a UUID v4 that we chose and stored before sending.

    `description` is Markdown; `priority` is 0 none, 1 urgent … 4 low. `create_as_user` and
    `display_icon_url` are only for tokens of an app (actor=app).
    https://linear.app/developers/graphql
    """

    id: str
    team_id: str
    title: str | None = None
    description: str | None = None
    assignee_id: str | None = None
    state_id: str | None = None
    priority: int | None = None
    label_ids: tuple[str, ...] | list[str] | None = None
    project_id: str | None = None
    due_date: date | None = None
    estimate: int | None = None
    template_id: str | None = None
    create_as_user: str | None = None
    display_icon_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class IssueUpdate(_Input):
    """What is to be different about an issue. https://linear.app/developers/graphql"""

    state_id: str


@dataclass(frozen=True, kw_only=True)
class AttachmentCreate(_Input):
    """A link to put on an issue; Linear keeps one attachment for an issue and url.

    `issue_id` is a UUID or `ENG-123`. `metadata` holds JSON values.
    https://linear.app/developers/attachments
    """

    id: str
    issue_id: str
    url: str
    title: str
    subtitle: str | None = None
    icon_url: str | None = None
    metadata: Mapping[str, Any] | None = field(default=None, hash=False)
    create_as_user: str | None = None
    display_icon_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class CommentCreate(_Input):
    """A comment to be. `id` is a UUID v4 that we chose and stored before sending.

    `issue_id` is a UUID or `ENG-123`, `body` is Markdown. https://linear.app/developers/graphql
    """

    id: str
    issue_id: str
    body: str
    create_as_user: str | None = None
    display_icon_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class WebhookCreate(_Input):
    """A webhook to be. `id` is a UUID v4 that we chose and stored before sending, as the secret is.

    `all_public_teams` leaves private teams out. https://linear.app/developers/webhooks
    """

    id: str
    url: str
    secret: str = field(repr=False)
    resource_types: tuple[str, ...]
    all_public_teams: bool
    label: str | None = None


@dataclass(frozen=True, kw_only=True)
class WebhookUpdate(_Input):
    """What is to be another at a webhook that is there."""

    url: str | None = None
    enabled: bool | None = None


@dataclass(frozen=True, kw_only=True)
class AgentActivityCreate(_Input):
    """What the app says in an agent session. `id` is a UUID v4 that we chose and stored before.

    `content` is {type, body}: a `response` ends the session, an `elicitation` asks for an answer,
    an `error` says what went wrong. https://linear.app/developers/agent-interaction
    """

    id: str
    agent_session_id: str
    content: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, kw_only=True)
class AgentSessionUpdate(_Input):
    """What an agent session is to show: links, each {label, url}, beside those that it has."""

    added_external_urls: tuple[Mapping[str, str], ...] = field(hash=False)
