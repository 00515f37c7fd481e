"""Comments on linked issues that no webhook told of."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ..automations import Happening, Kind, automations_of, tell
from ..connection.clients import HookClient
from ..inbound.comment_events import is_our_own
from ..inbound.issue_events import locked_issue
from ..linear.types import IssueComment
from ..models import Workspace


def tell_comments(
    workspace: Workspace, client: HookClient, ids: Collection[str], since: datetime
) -> None:
    """Tell of what people have written since then, where a switch says that it is told."""
    automations = automations_of(workspace)
    is_wanted = automations.note_on_comment or automations.reopen_on_comment
    if ids and is_wanted:
        for comment in client.comments_since(sorted(ids), since):
            _tell(workspace, comment)


@transaction.atomic
def _tell(workspace: Workspace, comment: IssueComment) -> None:
    user = comment.user
    if user is None or user.app or comment.bot_actor is not None or comment.issue is None:
        return
    issue = locked_issue(workspace, comment.issue.id)
    if issue is None or is_our_own(workspace, uuid.UUID(comment.id), user.id):
        return
    happening = Happening(
        kind=Kind.COMMENTED,
        key=f"comment:{comment.id}",
        at=comment.created_at,
        actor=user.name,
        comment=comment.body,
        url=comment.url,
    )
    tell(issue, happening)
