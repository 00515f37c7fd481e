"""Issues: found, created, and looked up again."""

from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.pages import Nodes, Page
from linear_integration.linear.results.payloads import AttachmentPayload, IssuePayload
from linear_integration.linear.types.identified import Identified
from linear_integration.linear.types.issues import Issue, IssueNames, IssueSummary
from linear_integration.linear.types.teams import IssueLabel, WorkflowState


@dataclass(frozen=True, config=CAMEL_CASE)
class IssueResult:
    """issue.graphql"""

    issue: Issue


@dataclass(frozen=True, config=CAMEL_CASE)
class IssuesResult:
    """issues.graphql"""

    issues: Nodes[Issue]


@dataclass(frozen=True, config=CAMEL_CASE)
class Relation:
    """What an issue is to another one: `duplicate`, `blocks`, `related` …"""

    type: str
    related_issue: Identified


@dataclass(frozen=True, config=CAMEL_CASE)
class RelatedNode:
    """An issue's relations to others."""

    relations: Nodes[Relation]


@dataclass(frozen=True, config=CAMEL_CASE)
class RelatedIssueResult:
    """related_issue.graphql"""

    issues: Nodes[Issue]
    related: Nodes[RelatedNode]


@dataclass(frozen=True, config=CAMEL_CASE)
class SearchIssuesResult:
    """search_issues.graphql"""

    search_issues: Nodes[IssueSummary]


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateIssueResult:
    """create_issue.graphql"""

    issue_create: IssuePayload


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateLinkedIssueResult:
    """create_linked_issue.graphql"""

    issue_create: IssuePayload
    attachment_create: AttachmentPayload


@dataclass(frozen=True, config=CAMEL_CASE)
class UpdateIssueResult:
    """update_issue.graphql"""

    issue_update: IssuePayload


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamStates:
    """Some states of a team."""

    states: Nodes[WorkflowState]


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamOfIssue:
    """The team that an issue belongs to."""

    team: TeamStates


@dataclass(frozen=True, config=CAMEL_CASE)
class CompletionResult:
    """completion.graphql"""

    issue: Issue
    completing: TeamOfIssue


@dataclass(frozen=True, config=CAMEL_CASE)
class ExistingIssuesResult:
    """existing_issues.graphql"""

    issues: Nodes[IssueNames]
    issue_labels: Nodes[IssueLabel]


@dataclass(frozen=True, config=CAMEL_CASE)
class IssuesUpdatedSinceResult:
    """issues_updated_since.graphql"""

    issues: Page[Issue]
