"""What each kind of event does, by its type."""

import logging

from ..linear.webhooks import Event
from .agent_session_events import AgentSessionEvents
from .app_events import AppEvents
from .app_notification_events import AppNotificationEvents
from .arrivals import Arrival, EventHandler, LocalHandler, Outcome
from .attachment_events import AttachmentEvents
from .comment_events import CommentEvents
from .entity_events import LabelEvents, ProjectEvents
from .issue_events import IssueEvents
from .permission_events import PermissionEvents

logger = logging.getLogger(__name__)


class Ignored(LocalHandler):
    """A kind of event that tells us nothing that we keep."""

    def apply(self, arrival: Arrival, answer: None) -> Outcome:
        """Do nothing."""
        return Outcome.IGNORED


class Unknown(LocalHandler):
    """A kind of event that Linear did not have when this was written."""

    def apply(self, arrival: Arrival, answer: None) -> Outcome:
        """Do nothing, and say so: somebody may want to look at it."""
        kind = arrival.event.envelope.type
        logger.warning("delivery.unknown_type", extra={"type": kind})
        return Outcome.UNKNOWN


EVENT_HANDLERS: dict[str, EventHandler] = {
    "AgentSessionEvent": AgentSessionEvents(),
    "AppUserNotification": AppNotificationEvents(),
    "Comment": CommentEvents(),
    "Attachment": AttachmentEvents(),
    "Issue": IssueEvents(),
    "IssueLabel": LabelEvents(),
    "OAuthApp": AppEvents(),
    "PermissionChange": PermissionEvents(),
    "Project": ProjectEvents(),
}
IGNORED_TYPES = frozenset(
    {
        *("Customer", "CustomerNeed", "Cycle", "Document", "Initiative", "InitiativeUpdate"),
        *("IssueSLA", "OAuthAuthorization", "ProjectLabel", "ProjectUpdate", "Reaction"),
        *("Release", "ReleaseNote", "User"),
    }
)


def handler_for(event: Event) -> EventHandler:
    """Return what handles an event; one that is unknown is recorded and changes nothing."""
    kind = event.envelope.type
    return EVENT_HANDLERS.get(kind) or (Ignored() if kind in IGNORED_TYPES else Unknown())


def known_types() -> list[str]:
    """Return the kinds of events that we know, whether we do something with them or not."""
    return sorted(EVENT_HANDLERS.keys() | IGNORED_TYPES)
