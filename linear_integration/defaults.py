"""What a new issue begins with: what is set for its inbox, else what the agent chose last."""

from dataclasses import replace

from conversations.models import Account, Conversation, User

from . import connection, entities
from .inbox_defaults import IssueDefaults, inbox_defaults, not_offered
from .linear.errors import LinearError, NotConnected, NotFound
from .models import Operation


def issue_defaults(conversation: Conversation, *, agent: User) -> IssueDefaults:
    """Return what a new issue of the conversation begins with, without what Linear has no more.

    Linear is asked once at most for each source: when the team's entities are not known or old.
    """
    for find in (_set_for_inbox, _chosen_last):
        found = find(conversation, agent)
        if found.source and (usable := _without_what_is_gone(conversation.account, found)):
            return usable
    return IssueDefaults()


def _set_for_inbox(conversation: Conversation, agent: User) -> IssueDefaults:
    return inbox_defaults(conversation.inbox_id)


def _chosen_last(conversation: Conversation, agent: User) -> IssueDefaults:
    """Return team and project of the agent's last create; the operations remember them."""
    created = Operation.objects.filter(
        requested_by=agent,
        account=conversation.account,
        kind=Operation.Kind.CREATE_ISSUE,
        workspace__hook__isnull=False,
    ).exclude(status=Operation.Status.REFUSED)
    chosen = ("payload__issue__team_id", "payload__issue__project_id")
    last = created.order_by("-created_at").values_list("workspace__linear_id", *chosen).first()
    if last is None:
        return IssueDefaults()
    workspace_id, team_id, project_id = last
    return IssueDefaults(
        workspace_id=workspace_id, team_id=team_id, project_id=project_id, source="agent"
    )


def _without_what_is_gone(account: Account, found: IssueDefaults) -> IssueDefaults | None:
    """Return what can still be chosen; None without its workspace or team."""
    try:
        hook = connection.hook_for(account, found.workspace_id)
        team = entities.entities_of(hook, str(found.team_id))
    except (NotConnected, NotFound):
        return None
    except LinearError:
        # Linear can't be asked, and nothing says that something is gone.
        return found
    if team.team.retired_at is not None:
        return None
    offered = {label.id for label in team.labels}
    return replace(
        found,
        label_ids=tuple(each for each in found.label_ids if each in offered),
        **dict.fromkeys(not_offered(found, team)),
    )
