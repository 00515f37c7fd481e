"""Conversations and their messages."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ..access import (
    agent_for,
    contact_for,
    conversation_for,
    conversation_to_show,
    conversations_of,
    inbox_for,
)
from ..conversations import assign, create_conversation, create_message, toggle_status
from ..models import Message
from ..search import find_conversations
from .base import AccountView, envelope, page_envelope, validated
from .schema import answer_of, body_failures, failures, page_of
from .serializers import (
    AssignmentSerializer,
    ConversationQuerySerializer,
    ConversationSerializer,
    MessageQuerySerializer,
    MessageSerializer,
    NewConversationSerializer,
    NewMessageSerializer,
    StatusSerializer,
)


class ConversationsView(AccountView):
    """The conversations that I see."""

    @extend_schema(
        operation_id="list_conversations",
        parameters=[ConversationQuerySerializer],
        responses={200: page_of(ConversationSerializer), **failures(404, 422)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return a page of the conversations, the latest activity first."""
        query = validated(ConversationQuerySerializer, request.query_params.dict())
        inbox_id = query.get("inbox_id")
        found = find_conversations(
            conversations_of(self.member),
            status=query.get("status"),
            inbox=None if inbox_id is None else inbox_for(self.member, inbox_id),
            q=query["q"],
        )
        return page_envelope(
            found, ConversationSerializer, page=query["page"], per_page=query["per_page"]
        )

    @extend_schema(
        operation_id="create_conversation",
        request=NewConversationSerializer,
        responses={201: answer_of(ConversationSerializer), **body_failures(404)},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Begin a conversation with a contact in an inbox that I see."""
        given = validated(NewConversationSerializer, request.data)
        conversation = create_conversation(
            self.member.account,
            inbox=inbox_for(self.member, given["inbox_id"]),
            contact=contact_for(self.member, given["contact_id"]),
            subject=given.get("subject", ""),
        )
        return envelope(ConversationSerializer(conversation).data, status=201)


class ConversationView(AccountView):
    """One conversation."""

    @extend_schema(
        operation_id="get_conversation",
        responses={200: answer_of(ConversationSerializer), **failures(404)},
    )
    def get(self, request: Request, account_id: int, display_id: int) -> Response:
        """Return the conversation."""
        return envelope(ConversationSerializer(conversation_to_show(self.member, display_id)).data)


class StatusView(AccountView):
    """A conversation's status."""

    @extend_schema(
        operation_id="toggle_status",
        request=StatusSerializer,
        responses={200: answer_of(ConversationSerializer), **body_failures(404)},
    )
    def post(self, request: Request, account_id: int, display_id: int) -> Response:
        """Give the conversation a status; a change is noted in the thread."""
        conversation = conversation_to_show(self.member, display_id)
        given = validated(StatusSerializer, request.data)
        toggle_status(conversation, given["status"], by=self.member.user)
        return envelope(ConversationSerializer(conversation).data)


class AssignmentView(AccountView):
    """Who looks after a conversation."""

    @extend_schema(
        operation_id="assign_conversation",
        request=AssignmentSerializer,
        responses={200: answer_of(ConversationSerializer), **body_failures(404)},
    )
    def post(self, request: Request, account_id: int, display_id: int) -> Response:
        """Assign the conversation to somebody who sees it, or to nobody; noted in the thread."""
        conversation = conversation_to_show(self.member, display_id)
        user_id = validated(AssignmentSerializer, request.data)["assignee_id"]
        assignee = None if user_id is None else agent_for(conversation.inbox, user_id)
        assign(conversation, assignee, by=self.member.user)
        return envelope(ConversationSerializer(conversation).data)


class MessagesView(AccountView):
    """A conversation's messages."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="list_messages",
        parameters=[MessageQuerySerializer],
        responses={200: page_of(MessageSerializer), **failures(404, 422)},
    )
    def get(self, request: Request, account_id: int, display_id: int) -> Response:
        """Return a page of the messages, the oldest first."""
        conversation = conversation_for(self.member, display_id)
        query = validated(MessageQuerySerializer, request.query_params.dict())
        messages = conversation.messages.filter(id__gt=query["after"]).select_related("sender")
        return page_envelope(
            messages.order_by("id"),
            MessageSerializer,
            page=query["page"],
            per_page=query["per_page"],
        )

    @extend_schema(
        operation_id="create_message",
        request=NewMessageSerializer,
        responses={201: answer_of(MessageSerializer), **body_failures(404)},
    )
    def post(self, request: Request, account_id: int, display_id: int) -> Response:
        """Save a reply, a private note, or what the contact wrote."""
        conversation = conversation_for(self.member, display_id)
        given = validated(NewMessageSerializer, request.data)
        is_incoming = given["message_type"] == Message.Type.INCOMING
        message = create_message(
            conversation,
            content=given["content"],
            message_type=given["message_type"],
            private=given["private"],
            sender=None if is_incoming else self.member.user,
        )
        return envelope(MessageSerializer(message).data, status=201)
