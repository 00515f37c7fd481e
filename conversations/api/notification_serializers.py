"""What the API reads and writes of notifications."""

from typing import Any

from rest_framework import serializers

from ..models import Conversation, Notification
from .bodies import Body
from .fields import NumberField
from .schema import PageMetaSerializer


class NotifiedConversationSerializer(serializers.ModelSerializer[Conversation]):
    """Where it happened."""

    class Meta:
        model = Conversation
        fields = ("display_id", "subject")
        read_only_fields = fields


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    """An event in a conversation that I look after, or did."""

    links = serializers.DictField(
        child=serializers.CharField(),
        help_text="The URL of each word that stands in square brackets in the text.",
    )
    conversation = NotifiedConversationSerializer()
    read_at = serializers.DateTimeField(
        allow_null=True, help_text="When I saw it; null as long as it is unread."
    )

    class Meta:
        model = Notification
        fields = ("id", "text", "links", "conversation", "created_at", "read_at")
        read_only_fields = fields


class NotificationPageMetaSerializer(PageMetaSerializer):
    """Where a page stands, and how much is unread."""

    unread = serializers.IntegerField(help_text="Unread ones on all pages together.")


class ReadSerializer(Body):
    """What has been read."""

    conversation_id = NumberField(
        allow_null=True, help_text="The display_id of the conversation; null for all of them."
    )
    until = NumberField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=2**63 - 1,
        help_text="Only up to the notification with this id: what came later stays unread.",
    )


class UnreadSerializer(serializers.Serializer[Any]):
    """How much is unread."""

    unread = serializers.IntegerField(help_text="Unread notifications in the account.")
