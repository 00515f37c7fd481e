"""The form of what new issues of an inbox begin with, in steps: workspace, team, the rest."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.models import Account

from .. import connection, entities
from ..inbox_defaults import IssueDefaults
from ..linear.types import Label, Team, TeamEntities
from ..models import Hook

Choices = list[tuple[str, str | Promise]]

NOT_SET = ("", _("Not set"))
PRIORITIES: Choices = [
    ("0", _("No priority")),
    ("1", _("Urgent")),
    ("2", _("High")),
    ("3", _("Medium")),
    ("4", _("Low")),
]


@dataclass(frozen=True)
class Chosen:
    """How far the steps have come; `hook` and `team` are None until they are chosen."""

    hooks: list[Hook]
    hook: Hook | None = None
    teams: list[Team] = field(default_factory=list)
    team: TeamEntities | None = None


def choose(account: Account, current: IssueDefaults, asked: Mapping[str, str]) -> Chosen:
    """Return what is chosen by the address, else what is set, else what is the only one.

    Raises Http404 for a workspace that isn't connected, and LinearError.
    """
    hooks = connection.hooks_of(account)
    hook = _hook(hooks, current, asked.get("workspace_id", ""))
    if hook is None:
        return Chosen(hooks)
    teams = entities.teams_of(hook)
    team_id = asked.get("team_id") or current.team_id
    if team_id not in {team.id for team in teams}:
        return Chosen(hooks, hook, teams)
    return Chosen(hooks, hook, teams, entities.entities_of(hook, team_id))


def _hook(hooks: list[Hook], current: IssueDefaults, asked: str) -> Hook | None:
    by_id = {hook.workspace.linear_id: hook for hook in hooks}
    if asked:
        try:
            return by_id[uuid.UUID(asked)]
        except (KeyError, ValueError):
            raise Http404 from None
    only = hooks[0] if len(hooks) == 1 else None
    return by_id.get(current.workspace_id, only) if current.workspace_id else only


class DefaultsForm(forms.Form):
    """What an issue of one team may begin with; nothing of it has to be set."""

    project_id = forms.ChoiceField(label=_("Project"), required=False)
    assignee_id = forms.ChoiceField(label=_("Assignee"), required=False)
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=[NOT_SET, *PRIORITIES]
    )
    template_id = forms.ChoiceField(label=_("Template"), required=False)
    label_ids = forms.MultipleChoiceField(
        label=_("Labels"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, team: TeamEntities, current: IssueDefaults) -> None:
        super().__init__(data, initial=_initial(current), label_suffix="")
        self._offer("project_id", ((each.id, each.name) for each in team.projects))
        self._offer("assignee_id", ((each.id, each.name) for each in team.users))
        self._offer("template_id", ((each.id, each.name) for each in team.templates))
        labels: Any = self.fields["label_ids"]
        labels.choices = [(label.id, _label_name(label)) for label in team.labels]

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [NOT_SET, *choices]

    def wanted(self, hook: Hook, team_id: str) -> IssueDefaults:
        """Return what was chosen, once the form is valid."""
        given = self.cleaned_data
        return IssueDefaults(
            workspace_id=hook.workspace.linear_id,
            team_id=team_id,
            project_id=given["project_id"] or None,
            assignee_id=given["assignee_id"] or None,
            priority=int(given["priority"]) if given["priority"] else None,
            template_id=given["template_id"] or None,
            label_ids=tuple(given["label_ids"]),
        )

    def add_problems(self, problems: Mapping[str, Iterable[str]]) -> None:
        """Show what the use case found wrong, each at its field."""
        for name, texts in problems.items():
            self.add_error(name if name in self.fields else None, list(texts))


def _initial(current: IssueDefaults) -> dict[str, Any]:
    priority = "" if current.priority is None else str(current.priority)
    return vars(current) | {"priority": priority, "label_ids": list(current.label_ids)}


def _label_name(label: Label) -> str:
    return f"{label.parent.name}: {label.name}" if label.parent else label.name
