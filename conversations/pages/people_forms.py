"""The forms with which people and their tokens are managed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(max_length=100, error_messages={"required": _("Give the token a name.")})
