"""What the events tell that are meant for the app itself, of only the fields that we read.

They have no `data`: what they tell stands in the body. https://linear.app/developers/agents
"""

from dataclasses import field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE


@dataclass(frozen=True, config=CAMEL_CASE)
class Person:
    """Who did it."""

    id: str
    name: str


@dataclass(frozen=True, config=CAMEL_CASE)
class Subject:
    """An issue, project or document that something is about; texts are empty where it has none."""

    id: str
    identifier: str = ""
    title: str = ""
    name: str = ""
    url: str = ""


@dataclass(frozen=True, config=CAMEL_CASE)
class Remark:
    """A comment; `body` is Markdown."""

    id: str
    body: str


@dataclass(frozen=True, config=CAMEL_CASE)
class Notification:
    """What has happened to the app; `type` is one of Linear's `NotificationType`, or a new one."""

    id: UUID
    created_at: datetime
    actor_id: str | None = None
    actor: Person | None = None
    issue: Subject | None = None
    project: Subject | None = None
    document: Subject | None = None
    comment: Remark | None = None
    reaction_emoji: str | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class AppUserNotification:
    """`AppUserNotificationWebhookPayload`; its `action` is the notification's type."""

    app_user_id: str
    notification: Notification


@dataclass(frozen=True, config=CAMEL_CASE)
class AgentSession:
    """A talk between people and the app; `comment` is the one that began it, if one did."""

    id: UUID
    issue: Subject | None = None
    creator: Person | None = None
    comment: Remark | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class AgentActivity:
    """What somebody said in a session; `content` is {type, body} for a prompt.

    The `signal` is `stop` where they want no more of it.
    """

    id: UUID
    user: Person | None = None
    content: dict[str, Any] = field(default_factory=dict)
    signal: str | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class AgentSessionEvent:
    """`AgentSessionEventWebhookPayload`; `agent_activity` is there when the app is prompted."""

    app_user_id: str
    agent_session: AgentSession
    agent_activity: AgentActivity | None = None


APP_USER_NOTIFICATION: TypeAdapter[AppUserNotification] = TypeAdapter(AppUserNotification)
AGENT_SESSION_EVENT: TypeAdapter[AgentSessionEvent] = TypeAdapter(AgentSessionEvent)
