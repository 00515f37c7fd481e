"""What the calls about deliveries take and answer."""

from rest_framework import serializers

from conversations.api.serializers import PageQuerySerializer, UserSerializer

from ..inbound.history import LoggedDelivery
from ..models import WebhookDelivery
from .answers import Answer, StoredErrorSerializer

LARGEST_ID = 2**63 - 1


class DeliveryQuery(PageQuerySerializer):
    """Which deliveries."""

    status = serializers.ChoiceField(WebhookDelivery.Status.values, required=False)
    type = serializers.RegexField(
        r"^[A-Za-z][A-Za-z0-9_.]{0,63}$",
        required=False,
        help_text="Only events of this kind, as Linear calls it: `Issue`, `Comment` …",
    )
    before = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_ID,
        required=False,
        help_text="Only deliveries that came before the one with this id.",
    )


class SubjectSerializer(Answer):
    """What an event is about; texts are empty where its body doesn't tell."""

    identifier = serializers.CharField()
    title = serializers.CharField()


class DeliverySerializer(Answer):
    """An event of Linear's, and what became of it here."""

    id = serializers.IntegerField(source="delivery.id")
    workspace_id = serializers.UUIDField(source="delivery.workspace.linear_id")
    type = serializers.CharField(source="delivery.event_type")
    action = serializers.CharField(source="delivery.action")
    entity_id = serializers.CharField(
        source="delivery.entity_id", help_text="Of what it is about; empty where it names none."
    )
    subject = SubjectSerializer()
    status = serializers.ChoiceField(
        choices=WebhookDelivery.Status.values, source="delivery.status"
    )
    outcome = serializers.CharField(
        source="delivery.outcome", help_text="What it did, once it is done: an open set."
    )
    error = StoredErrorSerializer(source="delivery.error", allow_null=True)
    attempts = serializers.IntegerField(source="delivery.attempts")
    sent_at = serializers.DateTimeField(source="delivery.sent_at")
    received_at = serializers.DateTimeField(source="delivery.received_at")
    finished_at = serializers.DateTimeField(source="delivery.finished_at", allow_null=True)
    seconds = serializers.SerializerMethodField(
        help_text="From its arrival, or its replay, to its end."
    )
    replayed_by = UserSerializer(
        source="delivery.replayed_by",
        allow_null=True,
        help_text="The administrator who had it worked off again last.",
    )
    replayed_at = serializers.DateTimeField(source="delivery.replayed_at", allow_null=True)

    def get_seconds(self, logged: LoggedDelivery) -> float | None:
        """Return how long it took; null while it has no end."""
        return None if logged.took is None else logged.took.total_seconds()


class WholeDeliverySerializer(DeliverySerializer):
    """A delivery with what came."""

    headers = serializers.DictField(
        child=serializers.CharField(),
        source="delivery.headers",
        help_text="Of the request, without the signature.",
    )
    body = serializers.CharField(source="delivery.body", help_text="As it was signed: JSON.")
