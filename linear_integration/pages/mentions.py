"""Mentions: what people in Linear said to the app, or did with it. For every member."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conversations.access import LARGEST_ID, conversation_for
from conversations.models import Membership
from conversations.pages.actions import posted_from
from conversations.pages.paging import page_of

from .. import connection
from ..agents.notices import ListedNotification, listed, notification_for, notifications_for
from ..issues import Caller, link_issue
from ..linear.errors import LinearError
from ..models import AppNotification
from .access import linear_member_for
from .logs import has_several_workspaces
from .notification_kinds import KindInWords, in_words
from .settings import with_reference


class ConversationNumber(forms.Form):
    """Which conversation an issue is to be linked to."""

    conversation_id = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


@dataclass(frozen=True)
class Row:
    """A notification, its kind in words, and whether its issue can be linked here."""

    listed: ListedNotification
    kind: KindInWords
    can_link: bool


@require_safe
@login_required
def listing(request: HttpRequest, account_id: int) -> HttpResponse:
    """List what Linear told the app of, the latest first."""
    member = linear_member_for(request, account_id)
    page = page_of(request, notifications_for(member))
    context = {
        "member": member,
        "section": "mentions",
        "page": page,
        "rows": _rows(member, list(page)),
        "has_several_workspaces": has_several_workspaces(member.account),
    }
    return render(request, "linear_integration/mentions.html", context)


@posted_from("linear-mentions", "account_id")
@login_required
def link(request: HttpRequest, account_id: int, app_notification_id: int) -> HttpResponse:
    """Link a notification's issue to a conversation, and lead back to where the form was."""
    member = linear_member_for(request, account_id)
    notification = notification_for(member, app_notification_id)
    if notification.issue_id is None:
        raise Http404
    form = ConversationNumber(request.POST)
    if form.is_valid():
        _link(request, member, notification, form.cleaned_data["conversation_id"])
    else:
        messages.error(request, _("Enter the number of a conversation."))
    return redirect(reverse("linear-mentions", args=[account_id], query=request.GET or None))


def _link(
    request: HttpRequest, member: Membership, notification: AppNotification, display_id: int
) -> None:
    about = {"issue": notification.identifier, "number": display_id}
    try:
        conversation = conversation_for(member, display_id)
        workspace_id = notification.workspace.linear_id
        caller = Caller(user=member.user, conversation=conversation, workspace_id=workspace_id)
        link_issue(caller, reference=str(notification.issue_id))
    except Http404:
        messages.error(request, _("You see no conversation #%(number)s.") % about)
    except LinearError as error:
        messages.error(request, with_reference(_("Nothing was linked:"), error))
    else:
        messages.success(request, _("%(issue)s is linked to conversation #%(number)s.") % about)


def _rows(member: Membership, notifications: list[AppNotification]) -> list[Row]:
    connected = {hook.workspace_id for hook in connection.hooks_of(member.account)}
    return [
        Row(
            listed=each,
            kind=in_words(each.notification.kind),
            can_link=bool(each.notification.issue_id)
            and each.notification.workspace_id in connected
            and not each.conversations,
        )
        for each in listed(member, notifications)
    ]
