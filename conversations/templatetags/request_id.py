"""`{% request_id %}`: under which the log knows this request, for people who report a failure."""

from django import template
from django_guid import get_guid

register = template.Library()


@register.simple_tag
def request_id() -> str:
    """Return the id; pages that are rendered outside of a request have none."""
    return get_guid() or ""
