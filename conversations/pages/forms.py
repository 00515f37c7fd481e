"""The forms of the helpdesk's pages."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from ..models import Conversation, Inbox
from ..text import LONGEST_MESSAGE, is_blank


class FilterForm(forms.Form):
    """Which conversations the list shows; whatever it does not understand it leaves out."""

    status = forms.ChoiceField(
        choices=[*Conversation.Status.choices, ("all", "All")], required=False
    )
    inbox = forms.ModelChoiceField(Inbox.objects.none(), required=False, empty_label="All inboxes")
    q = forms.CharField(max_length=200, required=False, label="Search")

    def __init__(self, *arguments: Any, inboxes: QuerySet[Inbox], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["inbox"].queryset = inboxes.order_by("name")  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return status (open unless said otherwise), inbox or None, and the words to look for."""
        self.full_clean()
        return {
            "status": self.cleaned_data.get("status") or Conversation.Status.OPEN,
            "inbox": self.cleaned_data.get("inbox"),
            "q": self.cleaned_data.get("q", ""),
        }


class MessageForm(forms.Form):
    """A reply to the contact, or a private note that only agents see."""

    content = forms.CharField(error_messages={"required": "Write something first."})
    kind = forms.ChoiceField(choices=[("reply", "Reply"), ("private", "Private note")])

    def clean_content(self) -> str:
        """Return what was written, its lines ended as by the API's callers: browsers send CRLF."""
        content = str(self.cleaned_data["content"]).replace("\r\n", "\n")
        if is_blank(content):
            raise forms.ValidationError("Write something first.")
        if len(content) > LONGEST_MESSAGE:
            raise forms.ValidationError(
                f"A message has {LONGEST_MESSAGE} characters at most; this one has {len(content)}."
            )
        return content


class StatusForm(forms.Form):
    """The status that a conversation is to get."""

    status = forms.ChoiceField(choices=Conversation.Status.choices)
