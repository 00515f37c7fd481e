"""The forms of the helpdesk's pages."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..access import LARGEST_ID
from ..models import Conversation, Inbox
from ..text import LONGEST_MESSAGE, is_blank

WRITE_SOMETHING = _("Write something first.")


class FilterForm(forms.Form):
    """Which conversations the list shows; whatever it does not understand it leaves out."""

    status = forms.ChoiceField(
        choices=[*Conversation.Status.choices, ("all", _("All"))], required=False
    )
    inbox = forms.ModelChoiceField(Inbox.objects.none(), required=False)
    assignee_type = forms.ChoiceField(
        choices=[("all", _("Anybody")), ("me", _("Me")), ("unassigned", _("Nobody"))],
        required=False,
    )
    q = forms.CharField(max_length=200, required=False)

    def __init__(self, *arguments: Any, inboxes: QuerySet[Inbox], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["inbox"].queryset = inboxes.order_by("name")  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return status (open unless said otherwise), inbox or None, assignee_type, and q."""
        self.full_clean()
        return {
            "status": self.cleaned_data.get("status") or Conversation.Status.OPEN,
            "inbox": self.cleaned_data.get("inbox"),
            "assignee_type": self.cleaned_data.get("assignee_type") or "all",
            "q": self.cleaned_data.get("q", ""),
        }


class MessageForm(forms.Form):
    """A reply to the contact, or a private note that only agents see.

    `key` is the form's own: what is sent again because its answer was lost has the same.
    """

    content = forms.CharField(error_messages={"required": WRITE_SOMETHING})
    kind = forms.ChoiceField(choices=[("reply", _("Reply")), ("private", _("Private note"))])
    key = forms.UUIDField(required=False)

    @classmethod
    def new(cls) -> "MessageForm":
        """Return an empty form with a key of its own."""
        return cls(initial={"kind": "reply", "key": uuid4()})

    def idempotency_key(self) -> UUID | None:
        """Return what a repeat has, too: another text under the form's key is another message."""
        given = self.cleaned_data
        return given["key"] and uuid5(given["key"], f"{given['kind']} {given['content']}")

    def clean_content(self) -> str:
        """Return what was written, its lines ended as by the API's callers: browsers send CRLF."""
        content = str(self.cleaned_data["content"]).replace("\r\n", "\n")
        if is_blank(content):
            raise forms.ValidationError(WRITE_SOMETHING)
        if len(content) > LONGEST_MESSAGE:
            reason = _("A message has %(most)s characters at most; this one has %(number)s.")
            numbers = {"most": LONGEST_MESSAGE, "number": len(content)}
            raise forms.ValidationError(reason, params=numbers)
        return content


class StatusForm(forms.Form):
    """The status that a conversation is to get."""

    status = forms.ChoiceField(choices=Conversation.Status.choices)


class AssigneeForm(forms.Form):
    """Who is to look after a conversation; empty for nobody."""

    assignee_id = forms.IntegerField(required=False)


class ReadForm(forms.Form):
    """What a person has read: of which conversation, and up to which notification."""

    conversation = forms.IntegerField(required=False)
    until = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_ID)
