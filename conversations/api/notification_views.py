"""What I have been told of my conversations."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ..access import conversation_for, notifications_of
from ..notifications import mark_read, unread_of
from .base import AccountView, envelope, page_envelope, validated
from .notification_serializers import (
    NotificationPageMetaSerializer,
    NotificationSerializer,
    ReadSerializer,
    UnreadSerializer,
)
from .schema import answer_of, body_failures, failures, page_of
from .serializers import PageQuerySerializer


class NotificationsView(AccountView):
    """My notifications."""

    @extend_schema(
        operation_id="list_notifications",
        parameters=[PageQuerySerializer],
        responses={
            200: page_of(NotificationSerializer, NotificationPageMetaSerializer),
            **failures(404, 422),
        },
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return a page of my notifications, the newest first, and how many are unread."""
        query = validated(PageQuerySerializer, request.query_params.dict())
        found = notifications_of(self.member).select_related("conversation")
        return page_envelope(
            found.order_by("-id"),
            NotificationSerializer,
            page=query["page"],
            per_page=query["per_page"],
            more={"unread": unread_of(self.member).count},
        )


class ReadView(AccountView):
    """What I have read."""

    @extend_schema(
        operation_id="read_notifications",
        request=ReadSerializer,
        responses={200: answer_of(UnreadSerializer), **body_failures(404)},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Mark my notifications as read: all, or those of one conversation."""
        given = validated(ReadSerializer, request.data)
        display_id = given["conversation_id"]
        mark_read(
            self.member,
            conversation=None if display_id is None else conversation_for(self.member, display_id),
            until=given.get("until"),
        )
        return envelope(UnreadSerializer({"unread": unread_of(self.member).count}).data)
