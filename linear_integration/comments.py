"""What goes from a conversation to Linear as a comment on one of its issues."""

import re
import uuid
from typing import Any

from . import connection, operations
from .issues import Caller
from .models import Hook, IssueLink, Operation
from .operation_requests import Plan

# A line that quotes somebody, such as the customer, in Markdown.
QUOTED_LINE = re.compile(r"^[ ]{0,3}>.*$", re.MULTILINE)
# As Linear takes it for a mention; an e-mail address has none.
MENTION = re.compile(r"(?<![\w`/@.])@(?=\w)")
# Shows nothing, and ends the mention.
WORD_JOINER = "\u2060"


def comment_on_issue(caller: Caller, *, link_id: uuid.UUID, body: str) -> dict[str, Any]:
    """Comment on an issue that is linked to the conversation; `body` is Markdown.

    Returns {id, url, issue_id, identifier}, of which the first two are the comment's; raises
    Http404 for a link that isn't this conversation's, and LinearError.
    """
    request = caller.request(Operation.Kind.COMMENT_ISSUE, {"link_id": str(link_id), "body": body})

    def plan() -> Plan:
        link = caller.link(link_id)
        workspace_id = link.issue.workspace.linear_id
        hook = connection.hook_to_call(caller.conversation.account, workspace_id)
        return comment_plan(link, hook=hook, body=body)

    return operations.perform(request, plan)


def comment_plan(link: IssueLink, *, hook: Hook, body: str, is_awaited: bool = True) -> Plan:
    """Return how a comment on a linked issue is made.

    Should Linear refuse one for which nobody waits, such as one that comes from a note, a note says
    so.
    """
    return Plan(
        hook=hook,
        issue_id=link.issue.linear_id,
        link_id=link.link_id,
        comment_id=uuid.uuid4(),
        payload={
            "identifier": link.issue.identifier,
            "body": without_quoted_mentions(body),
            "is_awaited": is_awaited,
        },
    )


def is_own_comment(comment_id: uuid.UUID) -> bool:
    """Tell whether a comment in Linear is, or is about to be, one that was written here."""
    return Operation.objects.filter(comment_id=comment_id).exists()


def without_quoted_mentions(body: str) -> str:
    """Return Markdown in which nobody is mentioned by whoever is quoted.

    A customer's `@name` would turn to whom it happens to fit in Linear, and Linear refuses the
    whole comment where it fits an app that can't be mentioned. The agent's own mentions stay.
    """
    return QUOTED_LINE.sub(lambda line: MENTION.sub(f"@{WORD_JOINER}", line[0]), body)
