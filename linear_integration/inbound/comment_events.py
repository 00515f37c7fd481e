"""Events of comments: what a person writes on a linked issue is told in its conversations."""

import uuid

from ..automations import Happening, Kind, tell
from ..comments import is_own_comment
from ..linear.webhook_payloads import COMMENT, CommentPayload
from ..linear.webhooks import Envelope
from ..models import Hook, Workspace
from .arrivals import Arrival, LocalHandler, Outcome
from .issue_events import locked_issue


class CommentEvents(LocalHandler):
    """Created; what becomes of a comment later is told nowhere, whatever comes first."""

    def apply(self, arrival: Arrival, answer: None) -> Outcome:
        """Tell of a comment by a person who wrote it in Linear."""
        envelope = arrival.event.envelope
        if envelope.action != "create":
            return Outcome.IGNORED
        payload = arrival.event.data(COMMENT)
        # None on a project, a document …; locked first, as by the events of the issue itself: so
        # that neither has what the other waits for.
        issue = payload.issue_id and locked_issue(arrival.workspace, str(payload.issue_id))
        if not issue:
            return Outcome.NOT_LINKED
        if is_our_own(arrival.workspace, payload.id, payload.user_id):
            return Outcome.OUR_OWN
        if not is_by_person(payload, envelope):
            return Outcome.IGNORED
        tell(issue, happening_of(payload, envelope))
        return Outcome.UPDATED


def is_by_person(payload: CommentPayload, envelope: Envelope) -> bool:
    """Return whether a person wrote it, and no app or integration, not even in a person's name."""
    by_program = envelope.actor is not None and envelope.actor.type not in ("", "user")
    return bool(payload.user_id) and not payload.bot_actor and not by_program


def happening_of(payload: CommentPayload, envelope: Envelope) -> Happening:
    """Return the comment as people are told of it."""
    actor = envelope.actor.name if envelope.actor else ""
    return Happening(
        kind=Kind.COMMENTED,
        key=f"comment:{payload.id}",
        at=payload.created_at,
        actor=payload.user.name if payload.user else actor,
        comment=payload.body,
        url=envelope.url or "",
    )


def is_our_own(
    workspace: Workspace, comment_id: uuid.UUID, user_id: uuid.UUID | str | None
) -> bool:
    """Return whether it was written from here, from any account, or by our app's own user."""
    if is_own_comment(comment_id):
        return True
    us = Hook.objects.filter(workspace=workspace, is_app=True)
    return user_id is not None and us.filter(viewer_id=user_id).exists()
