"""What a new issue begins with, and what an administrator sets for an inbox."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.access import conversation_for, inbox_for
from conversations.api.base import envelope, validated
from conversations.api.schema import answer_of, failures
from conversations.models import Inbox

from .. import defaults, inbox_defaults
from .base import WRITE_FAILURES, LinearView
from .defaults_serializers import InboxDefaultsInput, IssueDefaultsSerializer
from .inputs import AskedConversationInput


class IssueDefaultsView(LinearView):
    """What the create form begins with."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="issue_defaults",
        parameters=[AskedConversationInput],
        responses={200: answer_of(IssueDefaultsSerializer), **failures(403, 404, 422)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return what is set for the conversation's inbox, else what the caller chose last."""
        given = validated(AskedConversationInput, request.query_params.dict())
        conversation = conversation_for(self.member, given["conversation_id"])
        found = defaults.issue_defaults(conversation, agent=self.member.user)
        return envelope(IssueDefaultsSerializer(found).data)


class InboxDefaultsView(LinearView):
    """What new issues of an inbox begin with."""

    @extend_schema(
        operation_id="inbox_defaults",
        responses={200: answer_of(IssueDefaultsSerializer), **failures(403, 404)},
    )
    def get(self, request: Request, account_id: int, inbox_id: int) -> Response:
        """Return what is set; administrators only."""
        found = inbox_defaults.inbox_defaults(self._inbox(inbox_id).pk)
        return envelope(IssueDefaultsSerializer(found).data)

    @extend_schema(
        operation_id="set_inbox_defaults",
        request=InboxDefaultsInput,
        responses={200: answer_of(IssueDefaultsSerializer), **WRITE_FAILURES},
    )
    def put(self, request: Request, account_id: int, inbox_id: int) -> Response:
        """Set them anew, what the team doesn't offer refused; administrators only."""
        inbox = self._inbox(inbox_id)
        wanted = inbox_defaults.IssueDefaults(**validated(InboxDefaultsInput, request.data))
        stored = inbox_defaults.set_inbox_defaults(inbox, wanted)
        return envelope(IssueDefaultsSerializer(stored).data)

    @extend_schema(
        operation_id="clear_inbox_defaults",
        responses={200: answer_of(IssueDefaultsSerializer), **failures(403, 404)},
    )
    def delete(self, request: Request, account_id: int, inbox_id: int) -> Response:
        """Forget what is set; administrators only."""
        inbox_defaults.clear_inbox_defaults(self._inbox(inbox_id))
        return envelope(IssueDefaultsSerializer(inbox_defaults.IssueDefaults()).data)

    def _inbox(self, inbox_id: int) -> Inbox:
        self.require_administrator()
        return inbox_for(self.member, inbox_id)
