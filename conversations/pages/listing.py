"""The way in, and the list of conversations."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page, require_safe

from ..access import conversations_of, inboxes_of, membership_for
from ..badges import badges_for
from ..models import Conversation, Membership
from ..notifications import unread_by_conversation
from ..search import assigned, count_by_status, find_conversations, newest_messages
from .forms import FilterForm
from .paging import page_of
from .requests import SignedInRequest

# The tabs, in the order in which an agent needs them.
TABS = {
    status: _("All") if status == "all" else Conversation.Status(status).label
    for status in ("open", "pending", "snoozed", "resolved", "all")
}


@require_safe
@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """Go to the person's first account; say so where they have none."""
    membership = request.user.memberships_in_order().first()
    if membership is None:
        return render(request, "conversations/no_account.html")
    return redirect("conversations", membership.account_id)


@require_safe
@login_required
def index(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Show the conversations that the member sees, the latest activity first."""
    member = membership_for(request.user, account_id)
    context = {**_context(request, member), "next_modules": settings.CONVERSATION_MODULES}
    return render(request, "conversations/list.html", context)


@require_safe
@conditional_page
@login_required
def rows(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Answer tabs and rows alone, for a page that is open already; 304 if it has them."""
    member = membership_for(request.user, account_id)
    return render(request, "conversations/_list.html", _context(request, member))


def _context(request: SignedInRequest, member: Membership) -> dict[str, Any]:
    inboxes = inboxes_of(member).order_by("name")
    form = FilterForm(request.GET, inboxes=inboxes)
    chosen = form.chosen()
    mine = assigned(conversations_of(member), chosen["assignee_type"], member.user)
    filters = {"inbox": chosen["inbox"], "q": chosen["q"]}
    counts = count_by_status(find_conversations(mine, **filters))
    found = find_conversations(mine, status=chosen["status"], **filters)
    page = page_of(request, found, count=counts[chosen["status"]])
    return {
        "member": member,
        "section": "conversations",
        "form": form,
        "chosen": chosen,
        "tabs": [(status, name, counts[status]) for status, name in TABS.items()],
        "inboxes": inboxes,
        "page": page,
        "rows": _rows(member, page),
    }


def _rows(member: Membership, page: "Page[Conversation]") -> list[dict[str, Any]]:
    conversations = list(page)
    newest = newest_messages(conversations)
    badges = badges_for(member, conversations)
    unread = unread_by_conversation(member, conversations)
    return [
        {
            "conversation": each,
            "newest": newest.get(each.pk),
            "badges": badges[each.pk],
            "unread": unread.get(each.pk, 0),
        }
        for each in conversations
    ]
