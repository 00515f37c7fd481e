"""`{% moment message.created_at %}`: a time as `<time>`, in UTC and in the language's own form."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def moment(at: datetime, form: str = "", css: str = "") -> SafeString:
    """Return what local-time.js turns to the reader's time zone: `form` is its `data-form`."""
    text = date_format(at) if form == "day" else f"{date_format(at, 'DATETIME_FORMAT')} UTC"
    how = format_html(' data-form="{}"', form) if form else ""
    look = format_html(' class="{}"', css) if css else ""
    return format_html('<time{} datetime="{}"{}>{}</time>', look, at.isoformat(), how, text)
