"""What a person's private note asks of Linear: to link the issues it names, or to comment on one.

It is stored with the note, as operations in the name of the note's author, and the sweep carries
them out: so nothing is lost or done twice, and nobody who writes a note waits for Linear.
"""

import logging
import re
from collections.abc import Collection

from django.db import DatabaseError, transaction

from conversations.models import Message
from conversations.notes import post_note

from . import connection, features, operations
from .automations import automations_of
from .automations.telling import AUTHOR
from .comments import comment_plan
from .issues import Caller, link_plan, web_url
from .linear.references import IssueReference, issues_named_in, parse_issue_reference
from .models import Hook, Issue, IssueLink, Operation

logger = logging.getLogger(__name__)

COMMAND = re.compile(r"\s*/linear(?:\s+|$)", re.IGNORECASE)
FIRST_WORD = re.compile(r"(\S+)\s*")
# A note can hold thousands of addresses.
MOST_LINKS = 20


class _NotUnderstood(Exception):
    """Why nothing is sent, in words for the note's author; they are stored, and so English."""


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
            commented = [hook for hook in hooks if _takes_comments(hook)]
            if command and commented:
                _comment(message, message.content[command.end() :], commented)
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
        new = [each for each in here if not any(_is_named(issue, each) for issue in linked)]
        if new and automations_of(hook.workspace).link_from_notes:
            for issue in new[:MOST_LINKS]:
                _queue_link(message, hook, issue)


def _queue_link(message: Message, hook: Hook, issue: IssueReference) -> None:
    request = _caller(message, hook).request(
        Operation.Kind.LINK_ISSUE, {"issue_id": issue.value, "title": ""}
    )
    operations.queue(request, link_plan(message.conversation, hook=hook, issue=issue))


def _comment(message: Message, text: str, hooks: Collection[Hook]) -> None:
    try:
        link, body = _comment_in(text, _links(message, hooks))
    except _NotUnderstood as why:
        post_note(message.conversation, f"Nothing was sent to Linear: {why}", author=AUTHOR)
        return
    hook = next(hook for hook in hooks if hook.workspace == link.issue.workspace)
    request = _caller(message, hook).request(
        Operation.Kind.COMMENT_ISSUE, {"link_id": str(link.link_id), "body": body}
    )
    operations.queue(request, comment_plan(link, hook=hook, body=body, from_note=True))


def _comment_in(text: str, links: Collection[IssueLink]) -> tuple[IssueLink, str]:
    """Return the link whose issue is commented on, and the comment."""
    if not links:
        raise _NotUnderstood("no issue is linked to this conversation. Link one first.")
    named, body = _split(text)
    meant = [link for link in links if named is None or _is_named(link.issue, named)]
    if named is not None and not meant:
        raise _NotUnderstood(
            f"{named.value} is not linked to this conversation. Link it first, or name one that is:"
            f" {_examples(links)}."
        )
    if len(meant) > 1:
        raise _NotUnderstood(f"several issues are linked. Name one: {_examples(meant)}.")
    [link] = meant
    if not body:
        raise _NotUnderstood(
            f"the comment is missing. Write it behind the command: {_examples(meant)}."
        )
    return link, body


def _split(text: str) -> tuple[IssueReference | None, str]:
    """Return the issue that the text begins with, if it does, and the rest."""
    word = FIRST_WORD.match(text)
    named = word and parse_issue_reference(word[1].rstrip(":,"), web_url=web_url())
    return named, (text[word.end() :] if word and named else text).strip()


def _examples(links: Collection[IssueLink]) -> str:
    """Show how to name each issue: by its address where another has the same identifier."""
    identifiers = [link.issue.identifier for link in links]
    names = (
        issue.identifier if identifiers.count(issue.identifier) == 1 else issue.url
        for issue in (link.issue for link in links)
    )
    return ", ".join(f"/linear {name} …" for name in names)


def _is_named(issue: Issue, reference: IssueReference) -> bool:
    if reference.workspace_url_key not in (None, issue.workspace.url_key.lower()):
        return False
    names = {issue.identifier, *issue.card.get("previous_identifiers", [])}
    return reference.identifier in names or reference.uuid == str(issue.linear_id)


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
