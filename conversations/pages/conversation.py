"""The page of one conversation: its thread, the box to write in, its status, the panels."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..access import LARGEST_ID, conversation_to_show, membership_for
from ..conversations import create_message, toggle_status
from ..models import Conversation, Membership, Message
from .actions import posted_from
from .forms import MessageForm, StatusForm
from .requests import SignedInRequest
from .segments import segments

THREAD_SIZE = 100


@require_safe
@login_required
def show(request: SignedInRequest, account_id: int, display_id: int) -> HttpResponse:
    """Show the conversation with its latest messages, or those before `?before=<id>`."""
    member = membership_for(request.user, account_id)
    conversation = conversation_to_show(member, display_id)
    return _page(request, member, conversation, MessageForm(initial={"kind": "reply"}))


@require_safe
@login_required
def thread(request: SignedInRequest, account_id: int, display_id: int) -> HttpResponse:
    """Answer the messages alone, for a page that is open already."""
    member = membership_for(request.user, account_id)
    conversation = conversation_to_show(member, display_id)
    context = {"conversation": conversation, **_messages(request, conversation)}
    return render(request, "conversations/_thread.html", context)


@posted_from("conversation", "account_id", "display_id")
@login_required
def post_message(request: SignedInRequest, account_id: int, display_id: int) -> HttpResponse:
    """Write the reply or the private note."""
    member = membership_for(request.user, account_id)
    conversation = conversation_to_show(member, display_id)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, member, conversation, form, status=422)
    create_message(
        conversation,
        content=form.cleaned_data["content"],
        message_type=Message.Type.OUTGOING,
        private=form.cleaned_data["kind"] == "private",
        sender=request.user,
    )
    return redirect("conversation", account_id, display_id)


@posted_from("conversation", "account_id", "display_id")
@login_required
def change_status(request: SignedInRequest, account_id: int, display_id: int) -> HttpResponse:
    """Give the conversation the status that was asked for."""
    member = membership_for(request.user, account_id)
    conversation = conversation_to_show(member, display_id)
    form = StatusForm(request.POST)
    if form.is_valid():
        toggle_status(conversation, form.cleaned_data["status"], by=request.user)
    return redirect("conversation", account_id, display_id)


def _page(
    request: SignedInRequest,
    member: Membership,
    conversation: Conversation,
    form: MessageForm,
    status: int = 200,
) -> HttpResponse:
    incoming = conversation.messages.filter(message_type=Message.Type.INCOMING, private=False)
    context = {
        "member": member,
        "section": "conversations",
        "conversation": conversation,
        "form": form,
        "last_incoming": incoming.order_by("-id").first(),
        "frontend_url": settings.FRONTEND_URL,
        "panels": settings.CONVERSATION_PANELS,
        **_messages(request, conversation),
    }
    return render(request, "conversations/conversation.html", context, status=status)


def _messages(request: SignedInRequest, conversation: Conversation) -> dict[str, Any]:
    messages = conversation.messages.select_related("sender").order_by("-id")
    before = request.GET.get("before", "")
    # A longer number than any message has means the latest.
    before = before if before.isdecimal() and len(before) < len(str(LARGEST_ID)) else ""
    if before:
        messages = messages.filter(id__lt=int(before))
    found = list(messages[: THREAD_SIZE + 1])
    shown = found[:THREAD_SIZE][::-1]
    earlier = shown[0].id if len(found) > THREAD_SIZE else None
    return {"entries": list(_entries(shown)), "earlier": earlier, "before": before}


def _entries(messages: Iterable[Message]) -> Iterable[dict[str, Any]]:
    for message in messages:
        links = message.content_attributes.get("links", {})
        yield {
            "message": message,
            "segments": segments(message.content, links),
            "names_sender": message.content.endswith(f" by {message.sender}"),
        }
