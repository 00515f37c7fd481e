"""Issues of a conversation: create, link, unlink, search, list."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.access import conversation_for, membership_for
from conversations.api.base import conditional, envelope, validated
from conversations.api.schema import CONDITIONAL, NOT_MODIFIED, answer_of, failures, list_of

from .. import cards, connection, issues
from ..linear.types import IssueSummary
from ..models import Hook, Workspace
from .answers import (
    CreatedIssueSerializer,
    FoundIssueSerializer,
    LinkedIssueSerializer,
    LinkSerializer,
    UnlinkSerializer,
)
from .base import IDEMPOTENCY_KEY, READ_FAILURES, WRITE_FAILURES, LinearView, WriteView, ask_all
from .inputs import (
    CreateIssueInput,
    LinkedIssuesInput,
    LinkIssueInput,
    SearchInput,
    UnlinkIssueInput,
)

RECENT = 10
NOT_OF_THE_ISSUE = ("conversation_id", "workspace_id")
# Made once: a new serializer copies every field, which takes longer than to show three issues.
LINKED_ISSUES = LinkedIssueSerializer(many=True)


class CreateIssueView(WriteView):
    """Creating an issue."""

    embeddable = frozenset({"POST"})

    @extend_schema(
        operation_id="create_issue",
        parameters=[IDEMPOTENCY_KEY],
        request=CreateIssueInput,
        responses={200: answer_of(CreatedIssueSerializer), **WRITE_FAILURES},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Create an issue and link it to the conversation, as one step."""
        given = validated(CreateIssueInput, request.data)
        caller = self.caller(request, given)
        fields = {name: given[name] for name in given if name not in NOT_OF_THE_ISSUE}
        return envelope(issues.create_issue(caller, draft=issues.IssueDraft(**fields)))


class LinkIssueView(WriteView):
    """Linking an issue."""

    embeddable = frozenset({"POST"})

    @extend_schema(
        operation_id="link_issue",
        parameters=[IDEMPOTENCY_KEY],
        request=LinkIssueInput,
        responses={200: answer_of(LinkSerializer), **WRITE_FAILURES},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Link an issue to the conversation; one that is linked already stays so."""
        given = validated(LinkIssueInput, request.data)
        caller = self.caller(request, given)
        return envelope(
            issues.link_issue(caller, reference=given["issue_id"], title=given["title"])
        )


class UnlinkIssueView(WriteView):
    """Unlinking an issue."""

    embeddable = frozenset({"POST"})

    @extend_schema(
        operation_id="unlink_issue",
        parameters=[IDEMPOTENCY_KEY],
        request=UnlinkIssueInput,
        responses={200: answer_of(UnlinkSerializer), **WRITE_FAILURES},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Remove a link of the conversation; the issue stays in Linear."""
        given = validated(UnlinkIssueInput, request.data)
        return envelope(issues.unlink_issue(self.caller(request, given), link_id=given["link_id"]))


class SearchIssueView(LinearView):
    """Searching for issues."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="search_issue",
        parameters=[SearchInput],
        responses={200: list_of(FoundIssueSerializer), **READ_FAILURES},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return the best matches; an identifier or an issue's address is looked up."""
        given = validated(SearchInput, request.query_params.dict())
        hooks = connection.hooks_for(self.member.account, given.get("workspace_id"))

        def search(hook: Hook) -> list[Any]:
            found = issues.search_issues(hook, given["q"])
            return [_found(issue, hook.workspace) for issue in found]

        return envelope(ask_all(hooks, search))


class RecentIssuesView(LinearView):
    """The issues that were linked last."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="recent_issues",
        responses={200: list_of(FoundIssueSerializer), **failures(403, 404)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return up to ten, from the conversations that the caller sees; Linear is not asked."""
        # In a frame one conversation is seen, but what was linked in others can be linked here.
        is_frame = self.member.sees_only is not None
        member = membership_for(self.member.user, account_id) if is_frame else self.member
        recent = cards.recent_issues(member, count=RECENT)
        if not recent:  # issues are shown of connected workspaces only
            connection.hooks_for(self.member.account)
        return envelope(
            [_found(IssueSummary.from_json(issue.card), issue.workspace) for issue in recent]
        )


class LinkedIssuesView(LinearView):
    """The issues of a conversation."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="linked_issues",
        parameters=[LinkedIssuesInput, *CONDITIONAL],
        responses={200: list_of(LinkedIssueSerializer), **NOT_MODIFIED, **READ_FAILURES},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return the conversation's links with their issues' cards."""
        given = validated(LinkedIssuesInput, request.query_params.dict())
        conversation = conversation_for(self.member, given["conversation_id"])
        linked = cards.linked_issues(conversation, refresh=given["refresh"])
        if not linked:  # links are shown of connected workspaces only
            connection.hooks_for(self.member.account)
        return conditional(request, envelope(LINKED_ISSUES.to_representation(linked)))


def _found(issue: IssueSummary, workspace: Workspace) -> Any:
    return FoundIssueSerializer(issue, context={"workspace_id": workspace.linear_id}).data
