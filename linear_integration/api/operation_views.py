"""The writes to Linear: one of them, and the log of them all."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.access import conversation_for
from conversations.api.base import envelope, page_envelope, validated
from conversations.api.schema import answer_of, failures, page_of

from ..operation_history import find_operations, logged_operations, operation_for
from ..operation_retry import retry
from .base import READ_FAILURES, LinearView, WriteView
from .operation_serializers import LoggedOperationSerializer, OperationQuery, OperationSerializer


class OperationsView(LinearView):
    """The log of operations."""

    @extend_schema(
        operation_id="operations",
        parameters=[OperationQuery],
        responses={200: page_of(LoggedOperationSerializer), **failures(403, 404, 422)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return a page of the account's writes, the newest first; administrators only.

        To read on while new ones come, name the last one that you have with `before`.
        """
        self.require_administrator()
        query = validated(OperationQuery, request.query_params.dict())
        number, before = query.get("conversation_id"), query.get("before")
        found = find_operations(
            self.member,
            status=query.get("status"),
            kind=query.get("kind"),
            conversation=None if number is None else conversation_for(self.member, number),
            before=None if before is None else operation_for(self.member, before),
        )
        page, per_page = query["page"], query["per_page"]
        return page_envelope(
            found, LoggedOperationSerializer, page=page, per_page=per_page, shown=logged_operations
        )


class OperationView(LinearView):
    """A write to Linear."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="operation",
        responses={200: answer_of(OperationSerializer), **failures(403, 404)},
    )
    def get(self, request: Request, account_id: int, operation_id: uuid.UUID) -> Response:
        """Return how far a write has come, to those who see its conversation.

        One that is no conversation's is shown to administrators.
        """
        return envelope(OperationSerializer(operation_for(self.member, operation_id)).data)


class OperationRetryView(WriteView):
    """Trying a write again."""

    @extend_schema(
        operation_id="retry_operation",
        request=None,
        responses={200: answer_of(LoggedOperationSerializer), **READ_FAILURES},
    )
    def post(self, request: Request, account_id: int, operation_id: uuid.UUID) -> Response:
        """Bring a write to its end that was refused or not confirmed; administrators only.

        Nothing is made twice, and a write that is done stays as it is, so this may be sent again.
        """
        self.require_administrator()
        retry(operation_for(self.member, operation_id), by=self.member.user)
        [done] = logged_operations([operation_for(self.member, operation_id)])
        return envelope(LoggedOperationSerializer(done).data)
