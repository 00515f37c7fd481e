"""What resolving a conversation does to its issues in Linear, where an administrator wants that."""

from django.db.models import Q

from conversations.models import Conversation, User

from . import connection, features, operations
from .addresses import conversation_url
from .automations import Happening, Kind
from .automations.resolving import is_resolved_everywhere, is_shelved, types_to_complete
from .automations.telling import CLOCKS_DIFFER_BY
from .comments import comment_plan
from .issues import Caller
from .linear import types
from .models import Automations, Hook, Issue, IssueLink, Operation
from .operation_requests import Plan


def heed(conversation: Conversation, by: User) -> None:
    """Do to the issues what the switches say; one of settings.STATUS_LISTENERS.

    It is stored as operations that the sweep carries out: so nobody waits for Linear, and nothing
    is lost or done twice. Should storing them fail, the conversation is not resolved either, and
    whoever tries again loses nothing.
    """
    is_resolved = conversation.status == Conversation.Status.RESOLVED
    if not is_resolved or not features.is_enabled(conversation.account):
        return
    hooks = {hook.workspace_id: hook for hook in connection.hooks_of(conversation.account)}
    for automations in _locked_automations(list(hooks)):
        hook = hooks[automations.workspace_id]
        caller = Caller(user=by, conversation=conversation, workspace_id=hook.workspace.linear_id)
        for link in _links(conversation, hook):
            if automations.comment_on_resolved:
                _queue_comment(caller, hook, link)
            if _is_to_be_completed(link.issue, automations):
                _queue_completion(caller, hook, link, automations)


def is_our_own(issue: Issue, happening: Happening) -> bool:
    """Return whether the issue was completed from here, or is about to be: that is no news here.

    An operation is about to complete it only as long as none of its conversations is reopened.
    """
    if happening.kind != Kind.COMPLETED:
        return False
    completions = Operation.objects.filter(
        kind=Operation.Kind.COMPLETE_ISSUE,
        conversation__issue_links__issue=issue,
        workspace=issue.workspace_id,
        issue_id=issue.linear_id,
    )
    if completions.filter(result__completed_at=happening.at.isoformat()).exists():
        return True
    # Linear's event may be here before its answer.
    under_way = completions.filter(
        status__in=operations.OPEN, created_at__lte=happening.at + CLOCKS_DIFFER_BY
    )
    return under_way.exists() and is_resolved_everywhere(issue)


def _locked_automations(workspaces: list[int]) -> list[Automations]:
    # Of two conversations of an issue that are resolved at once, the later has to see the other's
    # status. Nothing that holds this row waits for a conversation.
    rows = Automations.objects.select_for_update(of=("self",), no_key=True)
    wanted = Q(comment_on_resolved=True) | Q(complete_on_resolved=True)
    return list(rows.filter(wanted, workspace__in=workspaces).order_by("pk"))


def _links(conversation: Conversation, hook: Hook) -> list[IssueLink]:
    links = conversation.issue_links.filter(issue__workspace=hook.workspace)
    found = links.select_related("issue__workspace").order_by("pk")
    return [link for link in found if not is_shelved(link.issue)]


def _is_to_be_completed(issue: Issue, automations: Automations) -> bool:
    state = types.Issue.from_json(issue.card).state
    return state.type in types_to_complete(automations) and is_resolved_everywhere(issue)


def _queue_comment(caller: Caller, hook: Hook, link: IssueLink) -> None:
    conversation = caller.conversation
    body = f"Conversation #{conversation.display_id} was resolved: {conversation_url(conversation)}"
    request = caller.request(
        Operation.Kind.COMMENT_ISSUE, {"link_id": str(link.link_id), "body": body}
    )
    operations.queue(request, comment_plan(link, hook=hook, body=body, is_awaited=False))


def _queue_completion(
    caller: Caller, hook: Hook, link: IssueLink, automations: Automations
) -> None:
    request = caller.request(Operation.Kind.COMPLETE_ISSUE, {"link_id": str(link.link_id)})
    plan = Plan(
        hook=hook,
        issue_id=link.issue.linear_id,
        link_id=link.link_id,
        payload={
            "identifier": link.issue.identifier,
            "from": types_to_complete(automations),
        },
    )
    operations.queue(request, plan)
