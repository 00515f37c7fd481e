"""The page of one conversation: its thread, the box to write in, its controls, the panels."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ..access import agent_for, conversation_to_show, membership_for, people_who_see
from ..conversations import assign, create_message, toggle_status
from ..models import Conversation, Membership, Message
from .actions import done, posted_from
from .forms import AssigneeForm, MessageForm, StatusForm
from .panels import panel_context
from .requests import SignedInRequest
from .thread import entity_tag, thread_of


@require_safe
@login_required
def show(request: SignedInRequest, account_id: int, display_id: int) -> HttpResponse:
    """Show the conversation with its latest messages, or those before `?before=<id>`."""
    member = membership_for(request.user, account_id)
    conversation = conversation_to_show(member, display_id)
    return _page(request, member, conversation, MessageForm.new())


@require_safe
@login_required
def thread(request: SignedInRequest, account_id: int, display_id: int) -> HttpResponse:
    """Answer head and messages alone, for a page that is open already; 304 if it has them."""
    member = membership_for(request.user, account_id)
    conversation = conversation_to_show(member, display_id)
    tag = entity_tag(conversation)
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return unchanged
    context = {
        "member": member,
        "conversation": conversation,
        "agents": people_who_see(conversation.inbox),
        **thread_of(conversation, request.GET.get("before", "")),
    }
    response = render(request, "conversations/_live.html", context)
    response["ETag"] = tag
    return response


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
        idempotency_key=form.idempotency_key(),
    )
    return done(request, "conversation", account_id, display_id)


@posted_from("conversation", "account_id", "display_id")
@login_required
def change_status(request: SignedInRequest, account_id: int, display_id: int) -> HttpResponse:
    """Give the conversation the status that was asked for."""
    member = membership_for(request.user, account_id)
    conversation = conversation_to_show(member, display_id)
    form = StatusForm(request.POST)
    if form.is_valid():
        toggle_status(conversation, form.cleaned_data["status"], by=request.user)
    return done(request, "conversation", account_id, display_id)


@posted_from("conversation", "account_id", "display_id")
@login_required
def change_assignee(request: SignedInRequest, account_id: int, display_id: int) -> HttpResponse:
    """Give the conversation to one of the people who see its inbox, or to nobody."""
    member = membership_for(request.user, account_id)
    conversation = conversation_to_show(member, display_id)
    form = AssigneeForm(request.POST)
    if form.is_valid():
        user_id = form.cleaned_data["assignee_id"]
        assignee = None if user_id is None else agent_for(conversation.inbox, user_id)
        assign(conversation, assignee, by=request.user)
    return done(request, "conversation", account_id, display_id)


def _page(
    request: SignedInRequest,
    member: Membership,
    conversation: Conversation,
    form: MessageForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        **panel_context(member, conversation),
        "section": "conversations",
        "agents": people_who_see(conversation.inbox),
        "form": form,
        "panels": settings.CONVERSATION_PANELS,
        # Before the messages are read: what comes in between is asked for again.
        "tag": entity_tag(conversation),
        **thread_of(conversation, request.GET.get("before", "")),
    }
    return render(request, "conversations/conversation.html", context, status=status)
