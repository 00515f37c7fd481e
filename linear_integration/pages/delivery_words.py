"""What came of Linear's events, in people's words."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..inbound.arrivals import Outcome
from ..models import WebhookDelivery
from . import words

STATES: dict[str, Promise] = {
    WebhookDelivery.Status.WAITING: _("Waiting"),
    WebhookDelivery.Status.DONE: _("Done"),
    WebhookDelivery.Status.PARKED: _("Parked"),
}
OUTCOMES: dict[str, Promise] = {
    Outcome.UPDATED: _("What is shown of it here was updated."),
    Outcome.LINKED: _("A conversation was linked to the issue."),
    Outcome.UNLINKED: _("A conversation is no longer linked to the issue."),
    Outcome.MOVED: _("A link belongs to another issue now."),
    Outcome.DISCONNECTED: _("The connection rests until somebody connects again."),
    Outcome.NOT_NEWER: _("Nothing changed: what is known here is as new, or newer."),
    Outcome.NOT_LINKED: _("It is linked to no conversation."),
    Outcome.TOLD: _("People were told of it."),
    Outcome.ANSWERED: _("The app has answered in Linear."),
    Outcome.LEFT_TO_ANOTHER: _("Another account that is connected to the workspace answers it."),
    Outcome.NOT_VISIBLE: _("Linear does not show us the issue."),
    Outcome.OUR_OWN: _("It tells of what was done from here."),
    Outcome.IGNORED: _("Nothing is done with events of this kind."),
    Outcome.UNKNOWN: _("This kind of event is not known here."),
}
ERRORS: dict[str, Promise] = {
    "unreadable_event": _("What Linear sent can't be read."),
    "internal_error": _("Something went wrong here; the log tells more."),
    "process_died": _("The process that worked on it died, or took too long, each time."),
}
MINUTE, HOUR = 60, 3600


def failure_in_words(code: str) -> Promise:
    """Return a sentence for the code of a delivery's error."""
    return ERRORS.get(code) or words.in_words(code)


def outcome_in_words(outcome: str) -> Promise | str:
    """Return a sentence for an outcome; one of a later release is shown as it is."""
    return OUTCOMES.get(outcome, outcome)


def duration_in_words(took: timedelta) -> str:
    """Return a length of time in the largest unit that it fills: 0.4 s, 5 min, 2 h."""
    seconds = max(0.0, took.total_seconds())
    if seconds < MINUTE:
        return gettext("%(number)s s") % {"number": number_format(seconds, 1)}
    if seconds < HOUR:
        return gettext("%(number)s min") % {"number": number_format(seconds / MINUTE, 0)}
    return gettext("%(number)s h") % {"number": number_format(seconds / HOUR, 0)}
