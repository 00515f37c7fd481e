"""Events of attachments: a conversation's address on an issue is a link, whoever put it there."""

import uuid

from django.utils import timezone

from conversations.models import Conversation

from .. import connection, features
from ..addresses import conversation_at, conversation_url
from ..cards import FRESH_FOR, store_card
from ..linear.attachment_payload import ATTACHMENT, AttachmentPayload
from ..linear.types import Reconciled
from ..models import Issue, IssueLink, Workspace
from . import link_changes
from .arrivals import Arrival, Outcome, was_removed


class AttachmentEvents:
    """Created, updated (moved to another issue, too), or removed."""

    def ask(self, arrival: Arrival) -> Reconciled | None:
        """Ask for the issue and its link to the conversation, where the event needs them."""
        payload = arrival.event.data(ATTACHMENT)
        workspace = arrival.workspace
        conversation = _concerned(arrival, payload)
        if conversation is None:
            return None
        hook = connection.hook_to_call(workspace.account, workspace.linear_id)
        client = connection.client_for(hook)
        return client.reconcile(payload.issue_id, conversation_url(conversation))

    def apply(self, arrival: Arrival, answer: Reconciled | None) -> Outcome:
        """Make, move or remove the link, and say so in the conversation."""
        payload = arrival.event.data(ATTACHMENT)
        if not features.is_enabled(arrival.workspace.account):
            return Outcome.IGNORED
        # One event of attachments at a time: a link's end must not miss its beginning.
        Workspace.objects.select_for_update(no_key=True).get(pk=arrival.workspace.pk)
        link = _link(arrival.workspace, payload)
        if arrival.event.envelope.action == "remove":
            return _removed(arrival, link, answer)
        if was_removed(arrival, "Attachment", payload.id):
            return Outcome.NOT_NEWER
        if link is not None:
            return _followed(arrival, link, answer)
        return _made(arrival, answer)


def _concerned(arrival: Arrival, payload: AttachmentPayload) -> Conversation | None:
    """Return the conversation for whose link Linear has to be asked."""
    link = _link(arrival.workspace, payload)
    if not features.is_enabled(arrival.workspace.account):
        return None
    if link is not None:
        if arrival.event.envelope.action == "remove":
            # Whether it went alone, or together with its issue, or stands there anew.
            is_question = not link_changes.is_removed_here(link)
        else:
            is_question = str(link.issue.linear_id) != payload.issue_id
        return link.conversation if is_question else None
    if arrival.event.envelope.action == "remove":
        return None
    conversation = conversation_at(payload.url, arrival.workspace.account)
    if conversation is None or link_changes.is_ours(arrival.workspace, uuid.UUID(payload.id)):
        return None
    return None if _is_fresh(_issue(arrival.workspace, payload)) else conversation


def _is_fresh(issue: Issue | None) -> bool:
    return issue is not None and issue.fetched_at + FRESH_FOR > timezone.now()


def _made(arrival: Arrival, answer: Reconciled | None) -> Outcome:
    payload, workspace = arrival.event.data(ATTACHMENT), arrival.workspace
    conversation = conversation_at(payload.url, workspace.account)
    if conversation is None:
        return Outcome.NOT_LINKED
    if link_changes.is_ours(workspace, uuid.UUID(payload.id)):
        return Outcome.OUR_OWN
    issue = _shown_issue(arrival, answer)
    if issue is None:
        return Outcome.NOT_VISIBLE
    is_new = link_changes.add_link(conversation, issue, payload, actor=_actor(arrival))
    return Outcome.LINKED if is_new else Outcome.NOT_NEWER


def _followed(arrival: Arrival, link: IssueLink, answer: Reconciled | None) -> Outcome:
    payload = arrival.event.data(ATTACHMENT)
    if arrival.event.envelope.action == "create":
        is_ours = link_changes.is_ours(arrival.workspace, link.link_id)
        return Outcome.OUR_OWN if is_ours else Outcome.NOT_NEWER
    is_moved = str(link.issue.linear_id) != payload.issue_id
    issue = _shown_issue(arrival, answer) if is_moved else link.issue
    if issue is None:
        return Outcome.NOT_VISIBLE
    if not link_changes.note_time(link, payload.updated_at, title=payload.title):
        return Outcome.NOT_NEWER
    if is_moved:
        link_changes.move_link(link, issue)
    return Outcome.MOVED if is_moved else Outcome.UPDATED


def _removed(arrival: Arrival, link: IssueLink | None, answer: Reconciled | None) -> Outcome:
    if link is None:
        return Outcome.NOT_LINKED
    if link_changes.is_removed_here(link):
        return Outcome.OUR_OWN
    if answer is not None and answer.issue is None:
        # It went with its issue, whose card stays and says so.
        return Outcome.NOT_VISIBLE
    again = answer.attachment if answer else None
    if again is not None and not was_removed(arrival, "Attachment", again.id):
        link_changes.keep_link(link, again)
        return Outcome.UPDATED
    link_changes.remove_link(link, actor=_actor(arrival))
    return Outcome.UNLINKED


def _shown_issue(arrival: Arrival, answer: Reconciled | None) -> Issue | None:
    if answer is None:
        return _issue(arrival.workspace, arrival.event.data(ATTACHMENT))
    return store_card(arrival.workspace, answer.issue) if answer.issue else None


def _link(workspace: Workspace, payload: AttachmentPayload) -> IssueLink | None:
    links = IssueLink.objects.filter(issue__workspace=workspace, link_id=payload.id)
    return links.select_related("issue", "conversation").first()


def _issue(workspace: Workspace, payload: AttachmentPayload) -> Issue | None:
    return Issue.objects.filter(workspace=workspace, linear_id=payload.issue_id).first()


def _actor(arrival: Arrival) -> str:
    actor = arrival.event.envelope.actor
    return actor.name if actor else ""
