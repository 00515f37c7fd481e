"""`<html{% language_attributes %}>`: which language a page is in, for browsers and scripts."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi

from ..catalogues import catalogue

register = template.Library()


@register.simple_tag
def language_attributes() -> SafeString:
    """Return `lang`, `dir` and, where scripts need one, their catalogue's address."""
    language = get_language() or "en"
    direction = "rtl" if get_language_bidi() else "ltr"
    attributes = format_html(' lang="{}" dir="{}"', language, direction)
    found = catalogue(language)
    if found is None:
        return attributes
    address = reverse("catalogue", args=[language, found.version])
    return attributes + format_html(' data-catalogue="{}"', address)
