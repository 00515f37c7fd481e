"""What went wrong between us and Linear, in people's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ERRORS: dict[str, Promise] = {
    "reauthorization_required": _("Linear no longer accepted our access."),
    "forbidden": _("Linear did not allow it."),
    "rate_limited": _("Linear took no more requests for a while: a limit was used up."),
    "linear_unavailable": _("Linear could not be reached, or failed."),
    "linear_timeout": _("Linear did not answer in time."),
    "not_connected": _("The workspace was not connected."),
    "invalid_input": _("Linear refused what was sent."),
    "usage_limit_exceeded": _("The workspace's plan in Linear is full."),
    "operation_superseded": _("A later action settled it."),
    "operation_given_up": _("Linear could not be asked for too long."),
}
UNKNOWN = _("Something went wrong with Linear.")


def in_words(code: str) -> Promise:
    """Return a sentence for an error's code."""
    return ERRORS.get(code, UNKNOWN)
