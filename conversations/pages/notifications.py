"""What a member has been told of their conversations: the bell's menu, and a page of all."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..access import conversation_for, membership_for, notifications_of
from ..models import Notification
from ..notifications import Unread, mark_read, unread_of
from .actions import done, posted_from
from .forms import ReadForm
from .paging import page_of
from .requests import SignedInRequest
from .segments import segments

IN_MENU = 10


@require_safe
@login_required
def index(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Show the member's notifications, the newest first."""
    member = membership_for(request.user, account_id)
    found = notifications_of(member).select_related("conversation").order_by("-id")
    page = page_of(request, found)
    context = {
        "member": member,
        "section": "notifications",
        "page": page,
        "entries": _entries(page),
        "unread": unread_of(member),
    }
    return render(request, "conversations/notifications/index.html", context)


@require_safe
@login_required
def latest(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Answer the bell's number and menu, for a page that is open already; 304 if it has them.

    `?conversation=<display_id>` names the conversation that the page shows.
    """
    member = membership_for(request.user, account_id)
    form = ReadForm(request.GET)
    display_id = form.cleaned_data["conversation"] if form.is_valid() else None
    unread = unread_of(member, display_id)
    found = notifications_of(member).select_related("conversation").order_by("-id")[:IN_MENU]
    tag = _entity_tag(unread, found)
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return unchanged
    context = {
        "member": member,
        "display_id": display_id,
        "unread": unread,
        "entries": _entries(found),
    }
    response = render(request, "conversations/notifications/_latest.html", context)
    response["ETag"] = tag
    return response


@posted_from("notifications", "account_id")
@login_required
def read(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Note that the member has read all of their notifications, or those of one conversation."""
    member = membership_for(request.user, account_id)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return done(request, "notifications", account_id)
    display_id, until = form.cleaned_data["conversation"], form.cleaned_data["until"]
    if display_id is None:
        mark_read(member, until=until)
        return done(request, "notifications", account_id)
    mark_read(member, conversation=conversation_for(member, display_id), until=until)
    return done(request, "conversation", account_id, display_id)


def _entity_tag(unread: Unread, found: Iterable[Notification]) -> str:
    shown = [(each.pk, each.read_at) for each in found]
    return f'"{sha256(repr((unread, shown, get_language())).encode()).hexdigest()}"'


def _entries(found: Iterable[Notification]) -> list[dict[str, Any]]:
    return [{"notification": each, "segments": segments(each.text, each.links)} for each in found]
