"""What Linear answers, as frozen dataclasses of only the fields that we read.

Names are Linear's in snake case, and None stands where Linear's schema allows null. What is
`Storable` is read again by later releases, so a field that is added needs a default.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, StrictBool
from pydantic.alias_generators import to_camel
from pydantic.dataclasses import dataclass

from linear_integration.linear.inputs import AttachmentCreate as AttachmentCreate
from linear_integration.linear.inputs import CommentCreate as CommentCreate
from linear_integration.linear.inputs import IssueCreate as IssueCreate
from linear_integration.linear.storable import Storable

CAMEL_CASE = ConfigDict(
    alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="ignore"
)


def _nodes(value: object) -> object:
    return value["nodes"] if isinstance(value, Mapping) and "nodes" in value else value


@dataclass(frozen=True, config=CAMEL_CASE)
class Organization(Storable):
    """A workspace. `url_key` is the first part of its issues' addresses."""

    id: str
    name: str
    url_key: str
    logo_url: str | None


@dataclass(frozen=True, config=CAMEL_CASE)
class Viewer(Storable):
    """Whoever the token acts as; for an app's token the app's own user (`app` is true)."""

    id: str
    name: str
    display_name: str
    email: str
    app: StrictBool
    admin: StrictBool
    organization: Organization


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


@dataclass(frozen=True, config=CAMEL_CASE)
class IssueSummary(Storable):
    """An issue as a search lists it."""

    id: str
    identifier: str
    title: str
    url: str
    state: WorkflowState
    team: TeamName
    assignee: Assignee | None


@dataclass(frozen=True, config=CAMEL_CASE)
class Issue(IssueSummary):
    """An issue's card. `priority` is 0 none, 1 urgent … 4 low; `labels` are the first twenty."""

    previous_identifiers: list[str]
    description: str | None
    priority: int
    priority_label: str
    due_date: date | None
    estimate: float | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    completed_at: datetime | None
    canceled_at: datetime | None
    trashed: StrictBool | None
    customer_ticket_count: int
    project: ProjectName | None
    label_ids: list[str]
    labels: Annotated[list[IssueLabel], BeforeValidator(_nodes)]


@dataclass(frozen=True, config=CAMEL_CASE)
class Attachment(Storable):
    """A link on an issue. `url` is what it points to, `id` is what we call link_id."""

    id: str
    url: str
    title: str
    issue: Issue


@dataclass(frozen=True, config=CAMEL_CASE)
class Comment:
    """A comment on an issue. `url` leads to it, on the issue's page."""

    id: str
    url: str


@dataclass(frozen=True, config=CAMEL_CASE)
class Identified:
    """Something of which only the id is read."""

    id: str


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


@dataclass(frozen=True)
class RelatedIssue:
    """An issue, and the id of the one that it is marked as a duplicate of."""

    issue: Issue
    duplicate_of: str | None


@dataclass(frozen=True)
class Reconciled:
    """What exists in Linear of a write whose answer was lost; None is what doesn't."""

    issue: Issue | None
    attachment: Attachment | None
