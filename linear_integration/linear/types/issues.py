"""Issues."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, StrictBool
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.storable import Storable
from linear_integration.linear.types.teams import (
    Assignee,
    IssueLabel,
    ProjectName,
    TeamName,
    WorkflowState,
)


def _nodes(value: object) -> object:
    return value["nodes"] if isinstance(value, Mapping) and "nodes" in value else value


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
class IssueNames:
    """What an issue shows of other things, which may change while its `updated_at` stays."""

    id: str
    label_ids: list[str]
    state: WorkflowState
    team: TeamName
    assignee: Assignee | None
    project: ProjectName | None


@dataclass(frozen=True)
class ExistingIssues:
    """Issues that are there, by their ids, and labels as they are now."""

    issues: Mapping[str, IssueNames]
    labels: Sequence[IssueLabel]


@dataclass(frozen=True)
class RelatedIssue:
    """An issue, and the id of the one that it is marked as a duplicate of."""

    issue: Issue
    duplicate_of: str | None


@dataclass(frozen=True)
class Completion:
    """An issue, and the state in which its team keeps what is completed, None if it has none."""

    issue: Issue
    state: WorkflowState | None
