"""Events of our application itself: an administrator of Linear has removed it."""

from ..connection.removal import note_removed
from .arrivals import Arrival, LocalHandler, Outcome


class AppEvents(LocalHandler):
    """The application was removed from the workspace; links, and what people connected, stay."""

    def apply(self, arrival: Arrival, answer: None) -> Outcome:
        """Let the hook rest until somebody connects again."""
        envelope = arrival.event.envelope
        if envelope.action != "revoked":
            return Outcome.IGNORED
        removed_at = envelope.created_at or arrival.event.sent_at
        is_new = note_removed(arrival.workspace, removed_at)
        return Outcome.DISCONNECTED if is_new else Outcome.NOT_NEWER
