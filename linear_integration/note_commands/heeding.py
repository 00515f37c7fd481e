"""Hearing of each private note, and storing what it asks for."""

import logging
import re
from collections.abc import Collection

from django.db import DatabaseError, transaction

from conversations.models import Message
from conversations.notes import post_note

from .. import connection, features, operations
from ..automations import automations_of
from ..automations.telling import AUTHOR
from ..comments import comment_plan
from ..issues import Caller, link_plan, web_url
from ..linear.references import IssueReference, issues_named_in
from ..models import Hook, IssueLink, Operation
from .comments import NotUnderstood, comment_in, is_named

logger = logging.getLogger(__name__)

COMMAND = re.compile(r"\s*/linear(?:\s+|$)", re.IGNORECASE)
# A note can hold thousands of addresses.
MOST_LINKS = 20


def heed(message: Message) -> None:
    """Do what a person's new private note asks for; one of settings.MESSAGE_LISTENERS."""
    if not message.private or message.sender is None:
        return
    command = COMMAND.match(message.content)
    named = issues_named_in(message.content, web_url=web_url())
    account = message.conversation.account
    if not (command or named) or not features.is_enabled(account):
        return
    try:
        with transaction.atomic():
            hooks = connection.hooks_of(account)
            if command and any(_takes_comments(hook) for hook in hooks):
                _comment(message, message.content[command.end() :], hooks)
            else:
                _link(message, named, hooks)
    except DatabaseError:
        # The note itself must not be lost with what it asks for.
        logger.exception("note.not_heeded", extra={"note": message.pk})


def _takes_comments(hook: Hook) -> bool:
    return automations_of(hook.workspace).comments_from_notes


def _link(message: Message, named: Collection[IssueReference], hooks: Collection[Hook]) -> None:
    linked = [link.issue for link in _links(message, hooks)]
    for hook in hooks:
        url_key = hook.workspace.url_key.lower()
        here = [each for each in named if each.workspace_url_key == url_key]
        new = [each for each in here if not any(is_named(issue, each) for issue in linked)]
        if new and automations_of(hook.workspace).link_from_notes:
            for issue in new[:MOST_LINKS]:
                _queue_link(message, hook, issue)


def _queue_link(message: Message, hook: Hook, issue: IssueReference) -> None:
    request = _caller(message, hook).request(
        Operation.Kind.LINK_ISSUE, {"issue_id": issue.value, "title": ""}
    )
    operations.queue(request, link_plan(message.conversation, hook=hook, issue=issue))


def _comment(message: Message, text: str, hooks: Collection[Hook]) -> None:
    links = _links(message, hooks)
    taking = [link for link in links if _takes_comments(_hook_of(link, hooks))]
    try:
        link, body = comment_in(text, links=links, taking=taking)
    except NotUnderstood as why:
        post_note(message.conversation, f"Nothing was sent to Linear: {why}", author=AUTHOR)
        return
    hook = _hook_of(link, hooks)
    request = _caller(message, hook).request(
        Operation.Kind.COMMENT_ISSUE, {"link_id": str(link.link_id), "body": body}
    )
    operations.queue(request, comment_plan(link, hook=hook, body=body, is_awaited=False))


def _hook_of(link: IssueLink, hooks: Collection[Hook]) -> Hook:
    return next(hook for hook in hooks if hook.workspace_id == link.issue.workspace_id)


def _links(message: Message, hooks: Collection[Hook]) -> list[IssueLink]:
    links = message.conversation.issue_links.filter(issue__workspace__hook__in=hooks)
    return list(links.select_related("issue__workspace").order_by("pk"))


def _caller(message: Message, hook: Hook) -> Caller:
    if message.sender is None:
        raise ValueError("Only a person's note asks for something.")
    return Caller(
        user=message.sender,
        conversation=message.conversation,
        workspace_id=hook.workspace.linear_id,
    )
