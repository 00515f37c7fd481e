"""What the events are about, as frozen dataclasses of only the fields that we read.

Names are Linear's in snake case; what its `…WebhookPayload` types allow to be missing has a
default. https://linear.app/developers/webhooks
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.types.issues import Issue
from linear_integration.linear.types.teams import (
    Assignee,
    IssueLabel,
    LabelGroup,
    ProjectName,
    TeamEntities,
    TeamName,
    WorkflowState,
)


@dataclass(frozen=True, config=CAMEL_CASE)
class StatePayload:
    """A workflow state as events show it."""

    id: str
    name: str
    color: str
    type: str


@dataclass(frozen=True, config=CAMEL_CASE)
class UserPayload:
    """A person as events show them."""

    id: str
    name: str
    avatar_url: str | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class LabelPayload:
    """A label as events show it."""

    id: str
    name: str
    color: str
    parent_id: str | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class IssuePayload:
    """An issue as events show it: `IssueWebhookPayload`."""

    id: str
    identifier: str
    title: str
    url: str
    created_at: datetime
    updated_at: datetime
    team_id: str
    state_id: str
    priority: float
    priority_label: str
    label_ids: list[str]
    labels: list[LabelPayload]
    previous_identifiers: list[str]
    state: StatePayload | None = None
    team: TeamName | None = None
    assignee: UserPayload | None = None
    project: ProjectName | None = None
    description: str | None = None
    due_date: date | None = None
    estimate: float | None = None
    trashed: bool | None = None
    archived_at: datetime | None = None
    completed_at: datetime | None = None
    canceled_at: datetime | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class CommentPayload:
    """A comment as events show it: `CommentWebhookPayload`; without `issue_id`, not on an issue.

    `bot_actor` is set if an app or an integration wrote it.
    """

    id: UUID
    body: str
    created_at: datetime
    issue_id: UUID | None = None
    user_id: UUID | None = None
    user: UserPayload | None = None
    bot_actor: str | None = None


ISSUE: TypeAdapter[IssuePayload] = TypeAdapter(IssuePayload)
COMMENT: TypeAdapter[CommentPayload] = TypeAdapter(CommentPayload)


def updated_card(card: Issue, payload: IssuePayload, team: TeamEntities | None) -> Issue:
    """Return the card as an event has it; what events don't tell of stays as it was.

    `team` is what is known of the issue's team: events name people, states and labels in short.
    """
    return replace(
        card,
        **{name: getattr(payload, name) for name in _SAME},
        priority=int(payload.priority),
        state=_state(card, payload.state, team),
        team=payload.team or card.team,
        assignee=_assignee(card, payload.assignee, team),
        project=payload.project,
        labels=[_label(card, label, team) for label in payload.labels],
    )


def _state(card: Issue, payload: StatePayload | None, team: TeamEntities | None) -> WorkflowState:
    if payload is None:
        return card.state
    known = _known(payload.id, [card.state], team.states if team else [])
    return WorkflowState(position=known.position if known else 0, **vars(payload))


def _assignee(
    card: Issue, payload: UserPayload | None, team: TeamEntities | None
) -> Assignee | None:
    if payload is None:
        return None
    earlier = [card.assignee] if card.assignee else []
    known = _known(payload.id, earlier, team.users if team else [])
    return Assignee(display_name=known.display_name if known else payload.name, **vars(payload))


def _label(card: Issue, payload: LabelPayload, team: TeamEntities | None) -> IssueLabel:
    known = _known(payload.id, card.labels, team.labels if team else [])
    group = LabelGroup(payload.parent_id, "") if payload.parent_id else None
    if known and known.parent and known.parent.id == payload.parent_id:
        group = known.parent
    return IssueLabel(payload.id, payload.name, payload.color, group)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Known = TypeVar("Known", bound=_Identified)


def _known(id_: str, first: Sequence[Known], then: Sequence[Known]) -> Known | None:
    return next((each for each in (*first, *then) if each.id == id_), None)


_SAME = (
    *("identifier", "title", "url", "created_at", "updated_at", "priority_label", "label_ids"),
    *("previous_identifiers", "description", "due_date", "estimate", "trashed", "archived_at"),
    *("completed_at", "canceled_at"),
)
