"""Telling the linked conversations what happened to their issue in Linear."""

import uuid
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction

from conversations.conversations import reopen
from conversations.inserting import insert_if_new
from conversations.models import Conversation
from conversations.notes import post_note
from conversations.notifications import notify

from .. import features
from ..models import Issue, IssueLink, LinkEvent
from . import texts
from .effects import Effects, Situation, effects
from .happenings import Happening
from .switches import automations_of

AUTHOR = "Linear"
# Types of Linear's states in which nobody works on an issue any more.
DONE = ("completed", "canceled", "duplicate")
# Linear's clock and ours.
CLOCKS_DIFFER_BY = timedelta(minutes=1)
NAMESPACE = uuid.UUID("5b0f8f2e-6a0e-4f0b-9a56-0d5f5d3c2b71")


@transaction.atomic(savepoint=False)
def tell(issue: Issue, happening: Happening) -> None:
    """Do in each conversation that is linked to the issue what the switches say, once for a key.

    Whoever links an issue that has come to its end knows that it has: of what happened before the
    link, the conversation is not told, however late Linear's word of it comes. Nor is it while the
    account's feature is off.

    The issue's card has to be stored before, in the same transaction. Linear is not asked.
    """
    conversations = _locked(issue, happening)
    if not conversations or not features.is_enabled(conversations[0].account):
        return
    automations = automations_of(issue.workspace)
    unfinished = _with_unfinished_issues(conversations)
    for conversation in conversations:
        if insert_if_new(_event(conversation, issue, happening)):
            situation = Situation(
                status=conversation.status, all_done=conversation.pk not in unfinished
            )
            wanted = effects(happening.kind, automations, situation)
            _carry_out(wanted, conversation, issue, happening)


def key_in(conversation: Conversation, key: str) -> uuid.UUID:
    """Return what a note or notification about an event is known by in a conversation."""
    return uuid.uuid5(NAMESPACE, f"{conversation.pk}:{key}")


def _locked(issue: Issue, happening: Happening) -> list[Conversation]:
    by_then = happening.at + CLOCKS_DIFFER_BY
    links = IssueLink.objects.filter(issue=issue, created_at__lte=by_then)
    # Of two issues that are completed at once, the later teller has to see the other's card; in one
    # order, so that two tellers never wait for each other.
    linked = Conversation.objects.filter(issue_links__in=links)
    rows = linked.select_for_update(of=("self",), no_key=True)
    return list(rows.select_related("account", "inbox", "contact").order_by("pk"))


def _with_unfinished_issues(conversations: Collection[Conversation]) -> set[int]:
    """Return the keys of those with an issue that somebody may still work on, as we last saw it."""
    shown = IssueLink.objects.filter(
        conversation__in=conversations,
        issue__workspace__hook__isnull=False,
        issue__gone_at=None,
    )
    unfinished = shown.exclude(issue__card__state__type__in=DONE).exclude(issue__card__trashed=True)
    return set(unfinished.values_list("conversation", flat=True))


def _event(conversation: Conversation, issue: Issue, happening: Happening) -> LinkEvent:
    return LinkEvent(
        conversation=conversation,
        issue=issue,
        key=happening.key,
        kind=happening.kind,
        at=happening.at,
        actor=happening.actor[:255],
        text=texts.note(issue, happening),
    )


def _carry_out(
    wanted: Effects, conversation: Conversation, issue: Issue, happening: Happening
) -> None:
    # Of the conversation, too: a person is told of each that they look after.
    key = key_in(conversation, happening.key)
    links = {issue.identifier: happening.url or issue.url}
    if wanted.note:
        post_note(conversation, texts.note(issue, happening), author=AUTHOR, key=key)
    if wanted.suggest_reply:
        suggestion = texts.suggestion(conversation, issue)
        post_note(conversation, suggestion, author=AUTHOR, key=uuid.uuid5(key, "suggestion"))
    if wanted.status is not None:
        reopen(conversation, wanted.status, text=texts.reopening(issue, happening), links=links)
    if wanted.notify:
        notify(conversation, texts.notification(issue, happening), key=key, links=links)
