"""What the lists of what happened share: operations, deliveries, mentions."""

from typing import Any

from django import forms

from conversations.models import Account


class LogFilter(forms.Form):
    """Which entries the page shows; whatever it does not understand it leaves out."""

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")

    def chosen(self) -> dict[str, Any]:
        """Return what is asked for, by name."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


def has_several_workspaces(account: Account) -> bool:
    """Return whether each entry has to say of which workspace it is."""
    return account.linear_workspaces.count() > 1
