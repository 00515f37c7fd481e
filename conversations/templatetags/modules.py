"""`{% module "conversations/menus.js" %}`: a script, and at the same time all that it imports."""

from collections.abc import Iterable

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..modules import imported_by

register = template.Library()


@register.simple_tag
def module(path: str) -> SafeString:
    """Return the elements; the page runs its modules in their order, once it is read."""
    preloads = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(each),) for each in imported_by(path))
    )
    return preloads + format_html('<script type="module" src="{}"></script>', static(path))


@register.simple_tag
def prefetch_modules(paths: Iterable[str]) -> SafeString:
    """Return elements that let the browser fetch these and what they import, when it has time."""
    wanted = dict.fromkeys(each for path in paths for each in (path, *imported_by(path)))
    return format_html_join(
        "", '<link rel="prefetch" as="script" href="{}">', ((static(each),) for each in wanted)
    )
