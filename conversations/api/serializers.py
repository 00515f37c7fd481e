"""What the API reads and writes."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ..models import Company, Contact, Conversation, Inbox, Membership, Message, User
from ..text import LONGEST_MESSAGE
from .bodies import Body
from .fields import NumberField, TextField

LARGEST_PAGE = 1_000_000
EMPTY_WHERE_UNKNOWN = "Empty where it isn't known."


class UserSerializer(serializers.ModelSerializer[User]):
    """A person who works here."""

    avatar_url = serializers.CharField(help_text=EMPTY_WHERE_UNKNOWN)

    class Meta:
        model = User
        fields = ("id", "name", "email", "avatar_url")
        read_only_fields = fields


class AccountSerializer(serializers.ModelSerializer[Membership]):
    """An account, and the role of the one who asks."""

    id = serializers.IntegerField(source="account.id")
    name = serializers.CharField(source="account.name")
    features = serializers.ListField(source="account.features", child=serializers.CharField())

    class Meta:
        model = Membership
        fields = ("id", "name", "role", "features")
        read_only_fields = fields


class ProfileSerializer(serializers.ModelSerializer[User]):
    """Who asks, and their accounts."""

    avatar_url = serializers.CharField(help_text=EMPTY_WHERE_UNKNOWN)
    accounts = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "name", "email", "avatar_url", "accounts")
        read_only_fields = fields

    @extend_schema_field(AccountSerializer(many=True))
    def get_accounts(self, user: User) -> Any:
        """Return the user's accounts in order."""
        return AccountSerializer(user.memberships_in_order(), many=True).data


class InboxSerializer(serializers.ModelSerializer[Inbox]):
    """A channel."""

    class Meta:
        model = Inbox
        fields = ("id", "name", "channel")
        read_only_fields = fields


class CompanySerializer(serializers.ModelSerializer[Company]):
    """A customer's firm."""

    class Meta:
        model = Company
        fields = ("id", "name", "domain")
        read_only_fields = fields


class ContactSerializer(serializers.ModelSerializer[Contact]):
    """A customer's person."""

    email = serializers.CharField(help_text=EMPTY_WHERE_UNKNOWN)
    company = CompanySerializer(allow_null=True)

    class Meta:
        model = Contact
        fields = ("id", "name", "email", "company", "created_at")
        read_only_fields = fields


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    """A thread; `display_id` is its number in the account."""

    inbox = InboxSerializer()
    contact = ContactSerializer()
    assignee = UserSerializer(allow_null=True)

    class Meta:
        model = Conversation
        fields = (
            "display_id",
            "status",
            "subject",
            "inbox",
            "contact",
            "assignee",
            "created_at",
            "last_activity_at",
        )
        read_only_fields = fields


class MessageSerializer(serializers.ModelSerializer[Message]):
    """An entry; without a sender an incoming one is the contact's."""

    sender = UserSerializer(allow_null=True)
    author = serializers.CharField(
        help_text="What wrote it where that was no person, such as `Linear`; else empty."
    )

    class Meta:
        model = Message
        fields = (
            "id",
            "message_type",
            "private",
            "content",
            "content_attributes",
            "sender",
            "author",
            "created_at",
        )
        read_only_fields = fields


class PageQuerySerializer(serializers.Serializer[Any]):
    """Which page."""

    page = serializers.IntegerField(default=1, min_value=1, max_value=LARGEST_PAGE)
    per_page = serializers.IntegerField(default=25, min_value=1, max_value=100)


class ContactQuerySerializer(PageQuerySerializer):
    """Which contacts."""

    q = TextField(
        default="",
        allow_blank=True,
        max_length=200,
        help_text="Text in the name, the e-mail address or the company's name.",
    )


class ConversationQuerySerializer(PageQuerySerializer):
    """Which conversations."""

    status = serializers.ChoiceField(Conversation.Status.choices, required=False)
    inbox_id = serializers.IntegerField(required=False)
    q = TextField(
        default="",
        allow_blank=True,
        max_length=200,
        help_text="Text in the contact's name or e-mail address, the subject or a message.",
    )


class MessageQuerySerializer(PageQuerySerializer):
    """Which messages."""

    after = serializers.IntegerField(
        default=0,
        min_value=0,
        max_value=2**63 - 1,
        help_text="Only messages that came after the one with this id.",
    )


class NewContactSerializer(Body):
    """A contact to be saved."""

    name = TextField(max_length=255)
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254)
    company_id = NumberField(required=False, allow_null=True)


class NewConversationSerializer(Body):
    """A conversation to be begun."""

    inbox_id = NumberField()
    contact_id = NumberField()
    subject = TextField(required=False, allow_blank=True, max_length=255)


class NewMessageSerializer(Body):
    """A message to be saved; a private one is a note for the account's people."""

    content = TextField(max_length=LONGEST_MESSAGE)
    message_type = serializers.ChoiceField(
        [Message.Type.INCOMING, Message.Type.OUTGOING], default=Message.Type.OUTGOING
    )
    private = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a private note from a customer."""
        if attrs["private"] and attrs["message_type"] == Message.Type.INCOMING:
            raise serializers.ValidationError(
                {"private": gettext("An incoming message is never private.")}
            )
        return attrs


class AssignmentSerializer(Body):
    """Who is to look after a conversation."""

    assignee_id = NumberField(
        allow_null=True, help_text="One of the people who see the inbox; null for nobody."
    )


class StatusSerializer(Body):
    """A status to be given."""

    status = serializers.ChoiceField(Conversation.Status.choices)
