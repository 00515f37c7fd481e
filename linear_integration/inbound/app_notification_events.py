"""Notifications of the app's user: somebody turned to it, or did something that it follows."""

from uuid import UUID

from .. import features
from ..agents import notices
from ..agents.notes import Notice
from ..connection import is_ours
from ..linear.app_payloads import APP_USER_NOTIFICATION, AppUserNotification
from ..models import AppNotification, Hook
from .arrivals import Arrival, LocalHandler, Outcome

# Of a comment, in characters: what is longer is read in Linear.
LONGEST_TEXT = 10_000


class AppNotificationEvents(LocalHandler):
    """Of any kind: those of interest are told in conversations, and all are listed."""

    def apply(self, arrival: Arrival, answer: None) -> Outcome:
        """Keep it, and tell of it, once for each notification."""
        event = arrival.event.body(APP_USER_NOTIFICATION)
        hook = Hook.objects.filter(workspace=arrival.workspace).first()
        if hook is None or not is_ours(hook, event.app_user_id):
            return Outcome.IGNORED
        if not features.is_enabled(arrival.workspace.account):
            return Outcome.IGNORED
        if is_ours(hook, event.notification.actor_id):
            return Outcome.OUR_OWN
        is_new = notices.take(_notice(arrival, hook, event))
        return Outcome.TOLD if is_new else Outcome.NOT_NEWER


def _notice(arrival: Arrival, hook: Hook, event: AppUserNotification) -> Notice:
    told = event.notification
    comment = told.comment.body if told.comment else ""
    return Notice(
        row=_row(arrival, event, comment or told.reaction_emoji or ""),
        app=hook.viewer_name,
        comment_id=told.comment.id if told.comment else "",
        comment=comment,
        emoji=told.reaction_emoji or "",
    )


def _row(arrival: Arrival, event: AppUserNotification, text: str) -> AppNotification:
    told = event.notification
    subject = told.issue or told.project or told.document
    return AppNotification(
        workspace=arrival.workspace,
        linear_id=told.id,
        kind=arrival.event.envelope.action,
        actor=told.actor.name[:255] if told.actor else "",
        issue_id=UUID(told.issue.id) if told.issue else None,
        identifier=subject.identifier[:64] if subject else "",
        title=(subject.title or subject.name) if subject else "",
        url=subject.url[:2048] if subject else "",
        text=text[:LONGEST_TEXT],
        created_at=told.created_at,
    )
