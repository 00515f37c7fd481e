"""Events of labels and projects: lists are asked for anew when somebody needs them, cards follow.

The cards are changed here and now: Linear tells nothing of an issue whose label gets another name,
and a card that webhooks keep is not asked for.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db.models import TextField
from django.db.models.functions import Cast

from ..entities import make_stale
from ..linear import types
from ..linear.types import IssueLabel, LabelGroup, ProjectName
from ..linear.workspace_payloads import ISSUE_LABEL, PROJECT, IssueLabelPayload, ProjectPayload
from ..models import Issue, Workspace
from .arrivals import Arrival, LocalHandler, Outcome, is_overtaken, was_removed


class LabelEvents(LocalHandler):
    """A label or a group was made, changed or removed."""

    def apply(self, arrival: Arrival, answer: None) -> Outcome:
        """Let its team ask for its labels, and cards show it as it is."""
        payload = arrival.event.data(ISSUE_LABEL)
        is_gone = was_removed(arrival, "IssueLabel", payload.id)
        # What it was moved from and to: the workspace's own labels are on offer in every team.
        teams = {payload.team_id, _before(arrival, "teamId", payload.team_id)}
        make_stale(arrival.workspace, None if None in teams else [str(team) for team in teams])
        return _followed(
            arrival, payload.updated_at, lambda card: _with_label(card, payload, is_gone=is_gone)
        )


class ProjectEvents(LocalHandler):
    """A project was made, changed or removed."""

    def apply(self, arrival: Arrival, answer: None) -> Outcome:
        """Let its teams ask for their projects, and cards show it as it is."""
        payload = arrival.event.data(PROJECT)
        is_gone = was_removed(arrival, "Project", payload.id)
        before = _before(arrival, "teamIds", [])
        earlier = before if isinstance(before, list) else []
        make_stale(arrival.workspace, [*payload.team_ids, *(str(each) for each in earlier)])
        return _followed(
            arrival, payload.updated_at, lambda card: _with_project(card, payload, is_gone=is_gone)
        )


def _before(arrival: Arrival, name: str, otherwise: object) -> object:
    return (arrival.event.envelope.updated_from or {}).get(name, otherwise)


def _followed(
    arrival: Arrival, updated_at: datetime, change: Callable[[types.Issue], types.Issue]
) -> Outcome:
    # Of two events at once the later one must see that the other is there.
    Workspace.objects.select_for_update(no_key=True).get(pk=arrival.workspace.pk)
    if is_overtaken(arrival, updated_at):
        return Outcome.NOT_NEWER
    for issue in _showing(arrival.workspace, arrival.event.entity_id):
        issue.card = change(types.Issue.from_json(issue.card)).to_json()
        issue.save(update_fields=["card"])
    return Outcome.UPDATED


def _showing(workspace: Workspace, entity_id: str) -> list[Issue]:
    """Return the issues on whose cards an id stands."""
    issues = Issue.objects.filter(workspace=workspace).annotate(text=Cast("card", TextField()))
    showing = issues.filter(text__contains=entity_id).values("pk")
    return list(Issue.objects.select_for_update().filter(pk__in=showing).order_by("pk"))


def _with_label(card: types.Issue, payload: IssueLabelPayload, *, is_gone: bool) -> types.Issue:
    labels = [_renamed(label, payload) for label in card.labels]
    if not is_gone:
        return replace(card, labels=labels)
    return replace(
        card,
        labels=[label for label in labels if label.id != payload.id],
        label_ids=[each for each in card.label_ids if each != payload.id],
    )


def _renamed(label: IssueLabel, payload: IssueLabelPayload) -> IssueLabel:
    if label.id == payload.id:
        return replace(label, name=payload.name, color=payload.color)
    if label.parent and label.parent.id == payload.id:
        return replace(label, parent=LabelGroup(payload.id, payload.name))
    return label


def _with_project(card: types.Issue, payload: ProjectPayload, *, is_gone: bool) -> types.Issue:
    if card.project is None or card.project.id != payload.id:
        return card
    return replace(card, project=None if is_gone else ProjectName(payload.id, payload.name))
