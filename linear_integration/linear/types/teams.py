"""A team and what an issue of it may carry, with what an issue shows of each."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StrictBool
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.storable import Storable


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamName(Storable):
    """A team as an issue shows it. `key` is the `ENG` of `ENG-123`."""

    id: str
    key: str
    name: str


@dataclass(frozen=True, config=CAMEL_CASE)
class Team(TeamName):
    """A team with its settings. `issue_estimation_type` is `notUsed`, `linear`, `tShirt` …"""

    display_name: str
    visibility: str
    triage_enabled: StrictBool
    issue_estimation_type: str
    retired_at: datetime | None
    issue_estimation_allow_zero: StrictBool = False
    issue_estimation_extended: StrictBool = False


@dataclass(frozen=True, config=CAMEL_CASE)
class WorkflowState:
    """A status of a team. `type` is an open set: show an unknown one as it is."""

    id: str
    name: str
    type: str
    color: str
    position: float


@dataclass(frozen=True, config=CAMEL_CASE)
class LabelGroup:
    """A group of labels, of which an issue carries one at most."""

    id: str
    name: str


@dataclass(frozen=True, config=CAMEL_CASE)
class IssueLabel:
    """A label as an issue shows it."""

    id: str
    name: str
    color: str
    parent: LabelGroup | None


@dataclass(frozen=True, config=CAMEL_CASE)
class Label(IssueLabel):
    """A label on offer. `team` is None for the workspace's own labels."""

    team: TeamName | None
    retired_at: datetime | None


@dataclass(frozen=True, config=CAMEL_CASE)
class ProjectStatus:
    """A project's status; `type` is `backlog`, `planned`, `started`, `completed` …"""

    id: str
    name: str
    type: str


@dataclass(frozen=True, config=CAMEL_CASE)
class ProjectName:
    """A project as an issue shows it."""

    id: str
    name: str


@dataclass(frozen=True, config=CAMEL_CASE)
class Project(ProjectName):
    """A project of a team."""

    color: str
    status: ProjectStatus


@dataclass(frozen=True, config=CAMEL_CASE)
class Assignee:
    """A person as an issue shows them."""

    id: str
    name: str
    display_name: str
    avatar_url: str | None


@dataclass(frozen=True, config=CAMEL_CASE)
class User(Assignee):
    """A member of a team."""

    email: str
    active: StrictBool
    app: StrictBool
    is_assignable: StrictBool


@dataclass(frozen=True, config=CAMEL_CASE)
class Template:
    """An issue template of a team or of the whole workspace."""

    id: str
    name: str


@dataclass(frozen=True, config=CAMEL_CASE)
class Cycle:
    """A team's cycle that isn't over."""

    id: str
    number: Annotated[int, Field(ge=0)]
    name: str | None
    starts_at: datetime
    ends_at: datetime
    is_active: StrictBool


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamEntities(Storable):
    """What a new issue of `team` may carry, each list complete, states in their order.

    `default_template` is what Linear begins with when a member of the team creates an issue.
    """

    team: Team
    users: list[User]
    projects: list[Project]
    states: list[WorkflowState]
    labels: list[Label]
    cycles: list[Cycle]
    templates: list[Template]
    default_template: Template | None = None
