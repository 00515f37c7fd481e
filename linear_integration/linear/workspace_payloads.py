"""What belongs to a workspace or a team, and who may see it, as events tell of it."""

from datetime import datetime

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE


@dataclass(frozen=True, config=CAMEL_CASE)
class IssueLabelPayload:
    """A label, or a group of them: `IssueLabelWebhookPayload`; the workspace's own has no team."""

    id: str
    name: str
    color: str
    updated_at: datetime
    team_id: str | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class ProjectPayload:
    """A project of some teams: `ProjectWebhookPayload`."""

    id: str
    name: str
    updated_at: datetime
    team_ids: list[str] = Field(default_factory=list)


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamAccess:
    """The whole body of a PermissionChange: what our app's user sees that it didn't, and not."""

    added_team_ids: list[str] = Field(default_factory=list)
    removed_team_ids: list[str] = Field(default_factory=list)


ISSUE_LABEL: TypeAdapter[IssueLabelPayload] = TypeAdapter(IssueLabelPayload)
PROJECT: TypeAdapter[ProjectPayload] = TypeAdapter(ProjectPayload)
TEAM_ACCESS: TypeAdapter[TeamAccess] = TypeAdapter(TeamAccess)
