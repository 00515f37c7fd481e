"""The forms with which people and their tokens are managed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Inbox, Invitation, Membership, User


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(max_length=100, error_messages={"required": _("Give the token a name.")})


class MemberForm(forms.Form):
    """What a member may do, and which of the account's inboxes are theirs."""

    role = forms.ChoiceField(choices=Membership.Role.choices, widget=forms.RadioSelect)
    inboxes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, inboxes: Iterable[Inbox], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._inboxes = {str(inbox.pk): inbox for inbox in inboxes}
        choices = [(key, inbox.name) for key, inbox in self._inboxes.items()]
        self.fields["inboxes"].choices = choices  # type: ignore[attr-defined]

    def clean_inboxes(self) -> list[Inbox]:
        """Return the inboxes that were chosen."""
        return [self._inboxes[key] for key in self.cleaned_data["inboxes"]]


class InvitationForm(MemberForm):
    """Who is invited, and as what."""

    email = forms.EmailField(
        max_length=254, error_messages={"required": _("Enter an e-mail address.")}
    )
    name = forms.CharField(max_length=255, required=False)


class NewUserForm(forms.Form):
    """The name and password of somebody who accepts an invitation and has no user yet."""

    name = forms.CharField(max_length=255, error_messages={"required": _("Enter your name.")})
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Choose a password.")},
    )
    password_again = forms.CharField(
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Enter the password once more.")},
    )

    def __init__(self, *arguments: Any, invitation: Invitation, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.initial["name"] = invitation.name
        self._email = invitation.email

    def clean(self) -> dict[str, Any]:
        """Hold the password to the installation's rules, and both entries to each other."""
        given = super().clean() or self.cleaned_data
        password, again = given.get("password"), given.get("password_again")
        if password:
            self._check_rules(password, name=given.get("name", ""))
        if password and again and password != again:
            self.add_error("password_again", _("The two passwords are not the same."))
        return given

    def _check_rules(self, password: str, *, name: str) -> None:
        try:
            validate_password(password, User(email=self._email, name=name))
        except ValidationError as error:
            self.add_error("password", error)
