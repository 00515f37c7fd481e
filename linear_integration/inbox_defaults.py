"""What an administrator sets for an inbox: what new issues of its conversations begin with.

The API and the settings page call the same functions. Who may see or change an inbox is decided
before, by conversations/access.py.
"""

import uuid
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conversations.access import inboxes_of
from conversations.models import Inbox, Membership

from . import connection, entities
from .linear.errors import InvalidInput, NotFound
from .linear.types import TeamEntities
from .models import Hook, InboxDefaults

# Where a team's entities hold what a field may name.
CHOICES = {"project_id": "projects", "assignee_id": "users", "template_id": "templates"}


@dataclass(frozen=True, kw_only=True)
class IssueDefaults:
    """The values that a new issue begins with; ids are Linear's, as text, `priority` is 0 to 4.

    `source` is "inbox" or "agent", whoever they come from, or None: then every value is empty.
    """

    workspace_id: uuid.UUID | None = None
    team_id: str | None = None
    project_id: str | None = None
    assignee_id: str | None = None
    priority: int | None = None
    label_ids: tuple[str, ...] = ()
    template_id: str | None = None
    source: str | None = None


def inbox_defaults(inbox_id: int) -> IssueDefaults:
    """Return what is set for the inbox, as it was set; `source` is None where nothing is."""
    row = InboxDefaults.objects.filter(inbox=inbox_id).select_related("workspace").first()
    return IssueDefaults() if row is None else _read(row)


def inboxes_with_defaults(member: Membership) -> list[tuple[Inbox, IssueDefaults]]:
    """Return the inboxes that the member sees, by name, each with what is set for it."""
    inboxes = inboxes_of(member).order_by("name", "pk")
    rows = InboxDefaults.objects.filter(inbox__in=inboxes).select_related("workspace")
    known = {row.inbox_id: _read(row) for row in rows}
    return [(inbox, known.get(inbox.pk, IssueDefaults())) for inbox in inboxes]


def set_inbox_defaults(inbox: Inbox, wanted: IssueDefaults) -> IssueDefaults:
    """Set what new issues of the inbox begin with, and return it; what was set before is gone.

    With one workspace connected `wanted.workspace_id` may be None; its `source` is not looked at.
    Raises InvalidInput, with its `fields`, for what the team doesn't offer, and LinearError when
    Linear has to be asked and can't answer.
    """
    hook = connection.hook_for(inbox.account, wanted.workspace_id)
    _require_offered(hook, wanted)
    row, _is_new = InboxDefaults.objects.update_or_create(
        inbox=inbox,
        defaults={
            "workspace": hook.workspace,
            "team_id": str(wanted.team_id),
            "priority": wanted.priority,
            "label_ids": list(wanted.label_ids),
            **{name: getattr(wanted, name) for name in CHOICES},
        },
    )
    return _read(row)


def clear_inbox_defaults(inbox: Inbox) -> None:
    """Forget what is set for the inbox; it may be nothing."""
    InboxDefaults.objects.filter(inbox=inbox).delete()


def not_offered(wanted: IssueDefaults, team: TeamEntities) -> list[str]:
    """Return the names of the single choices, such as `project_id`, that the team doesn't offer."""
    return [
        name
        for name, kind in CHOICES.items()
        if getattr(wanted, name) not in {None, *(each.id for each in getattr(team, kind))}
    ]


def _require_offered(hook: Hook, wanted: IssueDefaults) -> None:
    if problems := _problems(hook, wanted):
        first = next(f"{name}: {texts[0]}" for name, texts in problems.items())
        raise InvalidInput(first, fields=problems)


def _problems(hook: Hook, wanted: IssueDefaults) -> dict[str, list[str]]:
    try:
        team = entities.entities_of(hook, str(wanted.team_id))
    except NotFound:
        text = _("There is no such team in the workspace %(name)s.")
        return {"team_id": [text % {"name": hook.workspace.name}]}
    problems = {name: [_("The team doesn't have this.")] for name in not_offered(wanted, team)}
    labels = _problems_with_labels(wanted, team)
    return problems | ({"label_ids": labels} if labels else {})


def _problems_with_labels(wanted: IssueDefaults, team: TeamEntities) -> list[str]:
    offered = {label.id: label for label in team.labels}
    if not offered.keys() >= set(wanted.label_ids):
        return [_("The team doesn't have one of these labels.")]
    chosen = [offered[each] for each in wanted.label_ids]
    groups = Counter(label.parent.name for label in chosen if label.parent)
    text = _("An issue carries one label of the group %(name)s at most.")
    return [text % {"name": name} for name, count in groups.items() if count > 1]


def _read(row: InboxDefaults) -> IssueDefaults:
    return IssueDefaults(
        workspace_id=row.workspace.linear_id,
        team_id=str(row.team_id),
        priority=row.priority,
        label_ids=tuple(row.label_ids),
        source="inbox",
        **{name: _text(getattr(row, name)) for name in CHOICES},
    )


def _text(value: uuid.UUID | str | None) -> str | None:
    return None if value is None else str(value)
