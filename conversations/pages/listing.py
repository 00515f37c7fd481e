"""The way in, and the list of conversations."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..access import conversations_of, inboxes_of, membership_for
from ..models import Conversation
from ..search import find_conversations
from .forms import FilterForm
from .requests import SignedInRequest

PAGE_SIZE = 25


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
    form = FilterForm(request.GET, inboxes=inboxes_of(member))
    chosen = form.chosen()
    conversations = find_conversations(conversations_of(member), **chosen)
    page = Paginator(conversations, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "member": member,
        "section": "conversations",
        "chosen": chosen,
        "statuses": [*Conversation.Status.choices, ("all", "All")],
        "inboxes": inboxes_of(member).order_by("name"),
        "page": page,
    }
    return render(request, "conversations/list.html", context)
