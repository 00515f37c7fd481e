"""What Linear told the app of."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.base import page_envelope, validated
from conversations.api.schema import failures, page_of
from conversations.api.serializers import PageQuerySerializer

from ..agents.notices import ListedNotification, listed, notifications_for
from .answers import Answer
from .base import LinearView


class AppNotificationSerializer(Answer):
    """A mention, an assignment, or something else that the app's user was told of in Linear."""

    id = serializers.IntegerField(source="notification.id")
    workspace_id = serializers.UUIDField(source="notification.workspace.linear_id")
    kind = serializers.CharField(
        source="notification.kind", help_text="As Linear names it: `issueCommentMention` …"
    )
    actor = serializers.CharField(
        source="notification.actor", help_text="A person's name; empty where none is known."
    )
    issue_id = serializers.UUIDField(
        source="notification.issue_id", allow_null=True, help_text="None where it is of no issue."
    )
    identifier = serializers.CharField(source="notification.identifier")
    title = serializers.CharField(source="notification.title")
    url = serializers.CharField(source="notification.url")
    text = serializers.CharField(
        source="notification.text", help_text="The comment, in Markdown, or a reaction's emoji."
    )
    conversation_ids = serializers.SerializerMethodField(
        help_text="Of the conversations that you see, those that the issue is linked to."
    )
    created_at = serializers.DateTimeField(source="notification.created_at")

    def get_conversation_ids(self, row: ListedNotification) -> list[int]:
        """Return their numbers in the account."""
        return [each.display_id for each in row.conversations]


class AppNotificationsView(LinearView):
    """What people in Linear said to the app, or did with it."""

    @extend_schema(
        operation_id="app_notifications",
        parameters=[PageQuerySerializer],
        responses={200: page_of(AppNotificationSerializer), **failures(403, 404, 422)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return a page of what Linear told the app of, the latest first, for 90 days."""
        query = validated(PageQuerySerializer, request.query_params.dict())
        return page_envelope(
            notifications_for(self.member),
            AppNotificationSerializer,
            page=query["page"],
            per_page=query["per_page"],
            shown=lambda rows: listed(self.member, rows),
        )
