"""The shapes of the answers around the objects of types.py, one for each document."""

from typing import Generic, TypeVar

from pydantic import Field, StrictBool
from pydantic.dataclasses import dataclass

from linear_integration.linear.types import (
    CAMEL_CASE,
    Attachment,
    Comment,
    Cycle,
    Identified,
    Issue,
    IssueComment,
    IssueSummary,
    Label,
    Project,
    Team,
    Template,
    User,
    Viewer,
    WorkflowState,
)

Node = TypeVar("Node")


@dataclass(frozen=True, config=CAMEL_CASE)
class PageInfo:
    """Where the next page begins."""

    has_next_page: StrictBool
    end_cursor: str | None


@dataclass(frozen=True, config=CAMEL_CASE)
class Nodes(Generic[Node]):
    """A connection of which the first page is all that we want."""

    nodes: list[Node]


@dataclass(frozen=True, config=CAMEL_CASE)
class Page(Nodes[Node]):
    """One page of a connection."""

    page_info: PageInfo


@dataclass(frozen=True, config=CAMEL_CASE)
class ViewerResult:
    """viewer.graphql"""

    viewer: Viewer


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamsResult:
    """teams.graphql"""

    teams: Page[Team]


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamPages:
    """Of a team's lists, the pages that were asked for, and one of its templates."""

    default_template_for_members: Template | None = None
    states: Page[WorkflowState] | None = None
    projects: Page[Project] | None = None
    members: Page[User] | None = None
    cycles: Page[Cycle] | None = None
    templates: Page[Template] | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class WorkspacePages:
    """The workspace's own templates."""

    templates: Page[Template]


@dataclass(frozen=True, config=CAMEL_CASE)
class TeamEntitiesResult:
    """team_entities.graphql"""

    team: Team
    pages: TeamPages
    issue_labels: Page[Label] | None = None
    organization: WorkspacePages | None = None


@dataclass(frozen=True, config=CAMEL_CASE)
class IssueResult:
    """issue.graphql"""

    issue: Issue


@dataclass(frozen=True, config=CAMEL_CASE)
class IssuesResult:
    """issues.graphql"""

    issues: Nodes[Issue]


@dataclass(frozen=True, config=CAMEL_CASE)
class SearchIssuesResult:
    """search_issues.graphql"""

    search_issues: Nodes[IssueSummary]


@dataclass(frozen=True, config=CAMEL_CASE)
class IssuePayload:
    """What creating an issue answers."""

    success: StrictBool
    issue: Issue | None


@dataclass(frozen=True, config=CAMEL_CASE)
class AttachmentPayload:
    """What creating an attachment answers."""

    success: StrictBool
    attachment: Attachment


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateIssueResult:
    """create_issue.graphql"""

    issue_create: IssuePayload


@dataclass(frozen=True, config=CAMEL_CASE)
class LinkIssueResult:
    """link_issue.graphql"""

    attachment_create: AttachmentPayload


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateLinkedIssueResult:
    """create_linked_issue.graphql"""

    issue_create: IssuePayload
    attachment_create: AttachmentPayload


@dataclass(frozen=True, config=CAMEL_CASE)
class CommentPayload:
    """What commenting answers."""

    success: StrictBool
    comment: Comment


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateCommentResult:
    """create_comment.graphql"""

    comment_create: CommentPayload


@dataclass(frozen=True, config=CAMEL_CASE)
class CommentResult:
    """comment.graphql"""

    comment: Comment


@dataclass(frozen=True, config=CAMEL_CASE)
class DeletePayload:
    """What a deletion answers."""

    success: StrictBool


@dataclass(frozen=True, config=CAMEL_CASE)
class DeleteAttachmentResult:
    """delete_attachment.graphql"""

    attachment_delete: DeletePayload


@dataclass(frozen=True, config=CAMEL_CASE)
class WebhookPayload:
    """What creating a webhook answers."""

    success: StrictBool


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateWebhookResult:
    """create_webhook.graphql"""

    webhook_create: WebhookPayload


@dataclass(frozen=True, config=CAMEL_CASE)
class DeleteWebhookResult:
    """delete_webhook.graphql"""

    webhook_delete: DeletePayload


@dataclass(frozen=True, config=CAMEL_CASE)
class LinkedNode:
    """An issue's attachments with the url that was asked for."""

    attachments: Nodes[Attachment]


@dataclass(frozen=True, config=CAMEL_CASE)
class ReconcileResult:
    """reconcile.graphql"""

    issues: Nodes[Issue]
    linked: Nodes[LinkedNode]


@dataclass(frozen=True, config=CAMEL_CASE)
class AttachmentsForUrlResult:
    """attachments_for_url.graphql"""

    attachments: Page[Attachment] = Field(alias="attachmentsForURL")


@dataclass(frozen=True, config=CAMEL_CASE)
class AttachmentsForUrlsResult:
    """attachments_for_urls.graphql"""

    attachments: Page[Attachment]


@dataclass(frozen=True, config=CAMEL_CASE)
class IssuesUpdatedSinceResult:
    """issues_updated_since.graphql"""

    issues: Page[Issue]


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
class ExistingAttachmentsResult:
    """existing_attachments.graphql"""

    attachments: Nodes[Identified]


@dataclass(frozen=True, config=CAMEL_CASE)
class ExistingIssuesResult:
    """existing_issues.graphql"""

    issues: Nodes[Identified]


@dataclass(frozen=True, config=CAMEL_CASE)
class Success:
    """A payload of which only this is read."""

    success: StrictBool


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateAgentActivityResult:
    """create_agent_activity.graphql"""

    agent_activity_create: Success


@dataclass(frozen=True, config=CAMEL_CASE)
class UpdateAgentSessionResult:
    """update_agent_session.graphql"""

    agent_session_update: Success


@dataclass(frozen=True, config=CAMEL_CASE)
class CommentsSinceResult:
    """comments_since.graphql"""

    comments: Page[IssueComment]
