"""Which account answers in an agent session, where several have connected the same workspace."""

import uuid

from .. import features
from ..models import Hook, IssueLink, Workspace
from .questions import Question


def is_elected(workspace: Workspace, hook: Hook, *, issue_id: str, question: Question) -> bool:
    """Return whether this account is to answer.

    It is the one whose conversation is named, else one with conversations linked to the issue, else
    any; of several the one that connected last, since Linear may keep one token for an app's user.
    """
    candidates = _candidates(workspace.linear_id, hook)
    named = question.to_link and question.to_link.account_id
    linked = _with_links(candidates, issue_id)
    preferred = [
        *(each for each in candidates if each.workspace.account_id == named),
        *(each for each in candidates if each.workspace_id in linked),
        *candidates,
    ]
    return bool(preferred) and preferred[0].workspace_id == workspace.pk


def _candidates(linear_id: uuid.UUID, hook: Hook) -> list[Hook]:
    hooks = Hook.objects.filter(
        workspace__linear_id=linear_id,
        viewer_id=hook.viewer_id,
        is_app=True,
        status=Hook.Status.ENABLED,
    )
    latest_first = hooks.select_related("workspace__account").order_by("-connected_at", "-pk")
    return [each for each in latest_first if features.is_enabled(each.workspace.account)]


def _with_links(candidates: list[Hook], issue_id: str) -> set[int]:
    """Return the keys of the candidates' workspaces in which the issue is linked."""
    if len(candidates) < 2:
        return set()
    workspaces = [each.workspace_id for each in candidates]
    links = IssueLink.objects.filter(issue__workspace__in=workspaces, issue__linear_id=issue_id)
    return set(links.values_list("issue__workspace", flat=True))
