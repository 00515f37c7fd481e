"""Issues: found, created, and looked up again."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from linear_integration.linear.calls.payloads import created_issue, created_link, updated_issue
from linear_integration.linear.deadline import time_limit
from linear_integration.linear.graphql import GraphQLEndpoint
from linear_integration.linear.inputs import AttachmentCreate, IssueCreate, IssueUpdate
from linear_integration.linear.pages import chunks
from linear_integration.linear.results.issues import (
    CompletionResult,
    CreateIssueResult,
    CreateLinkedIssueResult,
    ExistingIssuesResult,
    IssueResult,
    IssuesResult,
    IssuesUpdatedSinceResult,
    RelatedIssueResult,
    SearchIssuesResult,
    UpdateIssueResult,
)
from linear_integration.linear.transport import CALL_SECONDS
from linear_integration.linear.types.issues import (
    Completion,
    ExistingIssues,
    Issue,
    IssueNames,
    IssueSummary,
    RelatedIssue,
)
from linear_integration.linear.types.links import Attachment
from linear_integration.linear.types.teams import IssueLabel

ISSUES_A_REQUEST = 15
LABELS_A_REQUEST = 100


class IssueCalls(GraphQLEndpoint):
    """See LinearClient."""

    def issue(self, reference: str) -> Issue:
        """Return the issue with that UUID or identifier; NotFound if there is none."""
        return self.execute("issue", {"id": reference}, IssueResult).issue

    def issues(self, ids: Iterable[str]) -> list[Issue]:
        """Return the issues with those UUIDs, archived ones too; those that are gone are not in."""
        with time_limit(CALL_SECONDS):
            return [
                issue
                for some in chunks(ids, ISSUES_A_REQUEST)
                for issue in self.execute("issues", {"ids": some}, IssuesResult).issues.nodes
            ]

    def related_issue(self, issue_id: str) -> RelatedIssue | None:
        """Return the issue, and of which it is marked as a duplicate; None if it isn't shown."""
        result = self.execute("related_issue", {"ids": [issue_id]}, RelatedIssueResult)
        relations = [each for node in result.related.nodes for each in node.relations.nodes]
        duplicate_of = next((r.related_issue.id for r in relations if r.type == "duplicate"), None)
        card = next(iter(result.issues.nodes), None)
        return RelatedIssue(card, duplicate_of) if card else None

    def search_issues(self, term: str, first: int = 20) -> list[IssueSummary]:
        """Return the best matches by text; Linear allows 30 searches a minute."""
        variables = {"term": term, "first": first}
        return self.execute("search_issues", variables, SearchIssuesResult).search_issues.nodes

    def create_issue(self, issue: IssueCreate) -> Issue:
        """Create an issue; IdConflict if its id was used already."""
        variables = {"input": issue.to_variables()}
        return created_issue(
            self.execute("create_issue", variables, CreateIssueResult).issue_create
        )

    def create_linked_issue(
        self, issue: IssueCreate, attachment: AttachmentCreate
    ) -> tuple[Issue, Attachment]:
        """Create an issue and the link on it in one request; Linear does them in this order."""
        variables = {"issue": issue.to_variables(), "attachment": attachment.to_variables()}
        result = self.execute("create_linked_issue", variables, CreateLinkedIssueResult)
        return created_issue(result.issue_create), created_link(result.attachment_create)

    def completion(self, issue_id: str) -> Completion:
        """Return the issue, and its team's first completed state; NotFound if it is gone."""
        result = self.execute("completion", {"id": issue_id}, CompletionResult)
        states = sorted(result.completing.team.states.nodes, key=lambda state: state.position)
        return Completion(result.issue, next(iter(states), None))

    def update_issue(self, issue_id: str, update: IssueUpdate) -> Issue:
        """Change an issue; the same again changes nothing."""
        variables = {"id": issue_id, "input": update.to_variables()}
        return updated_issue(
            self.execute("update_issue", variables, UpdateIssueResult).issue_update
        )

    def existing_issues(self, ids: Sequence[str], label_ids: Sequence[str]) -> ExistingIssues:
        """Return which of these issues, 100 at most, and labels are there and shown to us.

        With what they are called now, which Linear doesn't count as a change of an issue.
        """
        issues: dict[str, IssueNames] = {}
        labels: list[IssueLabel] = []
        with time_limit(CALL_SECONDS):
            for some in list(chunks(label_ids, LABELS_A_REQUEST)) or [[]]:
                variables = {"ids": list(ids), "labelIds": some}
                result = self.execute("existing_issues", variables, ExistingIssuesResult)
                issues |= {each.id: each for each in result.issues.nodes}
                labels += result.issue_labels.nodes
        return ExistingIssues(issues, labels)

    def issues_updated_since(self, ids: Sequence[str], since: datetime) -> list[Issue]:
        """Return those of the issues that have changed since then, archived ones too."""
        variables = {"ids": list(ids), "since": since.isoformat()}
        return self.every_node(
            "issues_updated_since",
            variables,
            IssuesUpdatedSinceResult,
            lambda result: result.issues,
        )
