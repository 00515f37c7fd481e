"""Comments on the issues of a conversation."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.base import envelope, validated
from conversations.api.schema import answer_of

from ..comments import comment_on_issue
from .answers import CommentSerializer
from .base import IDEMPOTENCY_KEY, WRITE_FAILURES, WriteView
from .inputs import CommentIssueInput


class CommentIssueView(WriteView):
    """Commenting on an issue."""

    embeddable = frozenset({"POST"})

    @extend_schema(
        operation_id="comment_issue",
        parameters=[IDEMPOTENCY_KEY],
        request=CommentIssueInput,
        responses={200: answer_of(CommentSerializer), **WRITE_FAILURES},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Comment, in Markdown, on an issue that is linked to the conversation."""
        given = validated(CommentIssueInput, request.data)
        caller = self.caller(request, given)
        return envelope(comment_on_issue(caller, link_id=given["link_id"], body=given["body"]))
