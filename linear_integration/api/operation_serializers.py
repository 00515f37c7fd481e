"""What the calls about operations take and answer."""

from typing import Any

from rest_framework import serializers

from conversations.api.serializers import PageQuerySerializer, UserSerializer

from ..models import Operation
from .answers import Answer, StoredErrorSerializer


class OperationQuery(PageQuerySerializer):
    """Which operations."""

    status = serializers.ChoiceField(Operation.Status.values, required=False)
    kind = serializers.ChoiceField(Operation.Kind.values, required=False)
    conversation_id = serializers.IntegerField(
        min_value=1, required=False, help_text="Only those of this conversation."
    )
    before = serializers.UUIDField(
        required=False, help_text="Only operations that are older than the one with this id."
    )


class OperationErrorSerializer(StoredErrorSerializer):
    """Why a write has no result, or none yet."""

    request_id = serializers.SerializerMethodField(
        help_text="Under which our log knows the attempt that failed; empty where none was noted."
    )

    def get_request_id(self, error: dict[str, Any]) -> str:
        """Return the id; errors of earlier releases have none."""
        return error.get("request_id") or ""


class OperationSerializer(Answer):
    """A write to Linear."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Operation.Kind.values)
    status = serializers.ChoiceField(choices=Operation.Status.values)
    result = serializers.JSONField(allow_null=True)
    error = OperationErrorSerializer(allow_null=True)
    created_at = serializers.DateTimeField()


class OperationIssueSerializer(Answer):
    """The issue of an operation, as far as it is known; texts are empty where it isn't."""

    identifier = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()


class OperationWebhookSerializer(Answer):
    """A webhook of our own, and what it was to have."""

    id = serializers.UUIDField()
    url = serializers.CharField(help_text="Where Linear is to send events, or was.")
    enabled = serializers.BooleanField(allow_null=True)


class LoggedOperationSerializer(Answer):
    """A write to Linear, as the log of operations lists it."""

    id = serializers.UUIDField(source="operation.id")
    kind = serializers.ChoiceField(choices=Operation.Kind.values, source="operation.kind")
    status = serializers.ChoiceField(choices=Operation.Status.values, source="operation.status")
    workspace_id = serializers.UUIDField(source="operation.workspace.linear_id")
    conversation_id = serializers.IntegerField(
        source="operation.conversation.display_id",
        allow_null=True,
        help_text="Null where it is the account's own, and no conversation's.",
    )
    issue = OperationIssueSerializer(source="*")
    webhook = OperationWebhookSerializer(
        allow_null=True, help_text="Null where the write was to an issue."
    )
    requested_by = UserSerializer(source="operation.requested_by", allow_null=True)
    name_in_linear = serializers.CharField(
        help_text="Of whoever asked for it in Linear; empty where somebody here did."
    )
    request_id = serializers.CharField(
        source="operation.request_id",
        help_text="Under which our log knows the request that asked for it; older ones have none.",
    )
    attempts = serializers.IntegerField(source="operation.attempts")
    error = OperationErrorSerializer(source="operation.error", allow_null=True)
    can_retry = serializers.BooleanField(help_text="Trying again may bring it to another end.")
    retried_by = UserSerializer(
        source="operation.retried_by",
        allow_null=True,
        help_text="The administrator who had it tried again last.",
    )
    retried_at = serializers.DateTimeField(source="operation.retried_at", allow_null=True)
    created_at = serializers.DateTimeField(source="operation.created_at")
    finished_at = serializers.DateTimeField(source="operation.finished_at", allow_null=True)
