"""LinearClient: what the product does in Linear, one short method an operation."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from linear_integration.linear.deadline import time_limit
from linear_integration.linear.errors import Unavailable
from linear_integration.linear.graphql import GraphQLEndpoint
from linear_integration.linear.inputs import (
    AgentActivityCreate,
    AgentSessionUpdate,
    AttachmentCreate,
    CommentCreate,
    IssueCreate,
    WebhookCreate,
)
from linear_integration.linear.pages import chunks, every_node
from linear_integration.linear.results import (
    AttachmentPayload,
    AttachmentsForUrlResult,
    AttachmentsForUrlsResult,
    CommentResult,
    CommentsSinceResult,
    CreateAgentActivityResult,
    CreateCommentResult,
    CreateIssueResult,
    CreateLinkedIssueResult,
    CreateWebhookResult,
    DeleteAttachmentResult,
    DeleteWebhookResult,
    ExistingAttachmentsResult,
    ExistingIssuesResult,
    IssuePayload,
    IssueResult,
    IssuesResult,
    IssuesUpdatedSinceResult,
    LinkIssueResult,
    ReconcileResult,
    RelatedIssueResult,
    SearchIssuesResult,
    TeamEntitiesResult,
    TeamsResult,
    UpdateAgentSessionResult,
    ViewerResult,
)
from linear_integration.linear.sentences import gettext_noop
from linear_integration.linear.team_entities import collect_team_entities
from linear_integration.linear.transport import CALL_SECONDS
from linear_integration.linear.types import (
    Attachment,
    Comment,
    Issue,
    IssueComment,
    IssueSummary,
    Reconciled,
    RelatedIssue,
    Team,
    TeamEntities,
    Viewer,
)

TokenKind = Literal["oauth", "api_key"]
ISSUES_A_REQUEST = 15
IDS_A_REQUEST = 250


def authorization_header(token: str, kind: TokenKind) -> str:
    """Return the Authorization header's value: OAuth tokens are bearers, API keys stand bare."""
    return f"Bearer {token}" if kind == "oauth" else token


class LinearClient(GraphQLEndpoint):
    """One connection's calls to Linear; cheap to make, safe to share between threads.

    Every method raises LinearError. Reads are repeated when Linear stumbles, writes never.
    """

    def viewer(self) -> Viewer:
        """Return whom the token acts as, and in which workspace."""
        return self.execute("viewer", {}, ViewerResult).viewer

    def teams(self) -> list[Team]:
        """Return every team that the token can see, retired ones left out."""
        with time_limit(CALL_SECONDS):
            teams = every_node(
                lambda after: self.execute("teams", {"after": after}, TeamsResult).teams
            )
        return [team for team in teams if team.retired_at is None]

    def team_entities(self, team_id: str) -> TeamEntities:
        """Return everything that a new issue of the team may carry."""
        with time_limit(CALL_SECONDS):
            return collect_team_entities(
                lambda variables: self.execute("team_entities", variables, TeamEntitiesResult),
                team_id,
            )

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

    def create_linked_issue(
        self, issue: IssueCreate, attachment: AttachmentCreate
    ) -> tuple[Issue, Attachment]:
        """Create an issue and the link on it in one request; Linear does them in this order."""
        variables = {"issue": issue.to_variables(), "attachment": attachment.to_variables()}
        result = self.execute("create_linked_issue", variables, CreateLinkedIssueResult)
        return _created_issue(result.issue_create), _created_link(result.attachment_create)

    def create_issue(self, issue: IssueCreate) -> Issue:
        """Create an issue; IdConflict if its id was used already."""
        variables = {"input": issue.to_variables()}
        return _created_issue(
            self.execute("create_issue", variables, CreateIssueResult).issue_create
        )

    def link_issue(self, attachment: AttachmentCreate) -> Attachment:
        """Put a link on an issue, or renew the one with the same url, whose id then stays."""
        variables = {"input": attachment.to_variables()}
        result = self.execute("link_issue", variables, LinkIssueResult)
        return _created_link(result.attachment_create)

    def delete_attachment(self, attachment_id: str) -> None:
        """Take a link off its issue; NotFound if it is gone already."""
        variables = {"id": attachment_id}
        result = self.execute("delete_attachment", variables, DeleteAttachmentResult)
        if not result.attachment_delete.success:
            raise _unsuccessful("attachmentDelete")

    def create_comment(self, comment: CommentCreate) -> Comment:
        """Comment on an issue; IdConflict if its id was used already."""
        variables = {"input": comment.to_variables()}
        payload = self.execute("create_comment", variables, CreateCommentResult).comment_create
        if not payload.success:
            raise _unsuccessful("commentCreate")
        return payload.comment

    def comment(self, comment_id: str) -> Comment:
        """Return the comment with that UUID; NotFound if there is none."""
        return self.execute("comment", {"id": comment_id}, CommentResult).comment

    def create_webhook(self, webhook: WebhookCreate) -> None:
        """Have events sent to an address; IdConflict if its id was used already.

        Linear lets administrators do that, and no app.
        """
        variables = {"input": webhook.to_variables()}
        payload = self.execute("create_webhook", variables, CreateWebhookResult).webhook_create
        if not payload.success:
            raise _unsuccessful("webhookCreate")

    def delete_webhook(self, webhook_id: str) -> None:
        """Have no more events sent; NotFound if it is gone already."""
        result = self.execute("delete_webhook", {"id": webhook_id}, DeleteWebhookResult)
        if not result.webhook_delete.success:
            raise _unsuccessful("webhookDelete")

    def create_agent_activity(self, activity: AgentActivityCreate) -> None:
        """Say something in an agent session; IdConflict if its id was used already."""
        variables = {"input": activity.to_variables()}
        result = self.execute("create_agent_activity", variables, CreateAgentActivityResult)
        if not result.agent_activity_create.success:
            raise _unsuccessful("agentActivityCreate")

    def update_agent_session(self, session_id: str, update: AgentSessionUpdate) -> None:
        """Change what an agent session of ours shows; the same again changes nothing."""
        variables = {"id": session_id, "input": update.to_variables()}
        result = self.execute("update_agent_session", variables, UpdateAgentSessionResult)
        if not result.agent_session_update.success:
            raise _unsuccessful("agentSessionUpdate")

    def reconcile(self, issue_id: str, url: str) -> Reconciled:
        """Find out what exists after a lost answer: the issue with our id, its link to `url`."""
        variables = {"issueIds": [issue_id], "url": url}
        result = self.execute("reconcile", variables, ReconcileResult)
        links = [link for node in result.linked.nodes for link in node.attachments.nodes]
        return Reconciled(
            issue=next(iter(result.issues.nodes), None),
            attachment=next((link for link in links if link.url == url), None),
        )

    def attachments_for_url(self, url: str) -> list[Attachment]:
        """Return the links to exactly that url, of all issues."""
        with time_limit(CALL_SECONDS):
            return every_node(
                lambda after: (
                    self.execute(
                        "attachments_for_url", {"url": url, "after": after}, AttachmentsForUrlResult
                    ).attachments
                )
            )

    def attachments_for_urls(self, urls: Sequence[str]) -> list[Attachment]:
        """Return the links to exactly these urls, of all issues."""
        with time_limit(CALL_SECONDS):
            return every_node(
                lambda after: (
                    self.execute(
                        "attachments_for_urls",
                        {"urls": list(urls), "after": after},
                        AttachmentsForUrlsResult,
                    ).attachments
                )
            )

    def issues_updated_since(self, ids: Sequence[str], since: datetime) -> list[Issue]:
        """Return those of the issues that have changed since then, archived ones too."""
        variables = {"ids": list(ids), "since": since.isoformat()}
        with time_limit(CALL_SECONDS):
            return every_node(
                lambda after: (
                    self.execute(
                        "issues_updated_since",
                        {**variables, "after": after},
                        IssuesUpdatedSinceResult,
                    ).issues
                )
            )

    def comments_since(self, ids: Sequence[str], since: datetime) -> list[IssueComment]:
        """Return the comments that were written on these issues since then."""
        variables = {"ids": list(ids), "since": since.isoformat()}
        with time_limit(CALL_SECONDS):
            return every_node(
                lambda after: (
                    self.execute(
                        "comments_since", {**variables, "after": after}, CommentsSinceResult
                    ).comments
                )
            )

    def existing_attachments(self, ids: Iterable[str]) -> set[str]:
        """Return which of these links are there and shown to us, whatever they lead to."""
        with time_limit(CALL_SECONDS):
            return {
                node.id
                for some in chunks(ids, IDS_A_REQUEST)
                for node in self.execute(
                    "existing_attachments", {"ids": some}, ExistingAttachmentsResult
                ).attachments.nodes
            }

    def existing_issues(self, ids: Sequence[str]) -> set[str]:
        """Return which of these issues, 250 at most, are there and shown to us."""
        result = self.execute("existing_issues", {"ids": list(ids)}, ExistingIssuesResult)
        return {node.id for node in result.issues.nodes}


def _created_issue(payload: IssuePayload) -> Issue:
    if not payload.success or payload.issue is None:
        raise _unsuccessful("issueCreate")
    return payload.issue


def _created_link(payload: AttachmentPayload) -> Attachment:
    if not payload.success:
        raise _unsuccessful("attachmentCreate")
    return payload.attachment


def _unsuccessful(field: str) -> Unavailable:
    return Unavailable(
        gettext_noop("Linear says neither that it worked nor why not."),
        outcome_unknown=True,
        path=(field,),
    )
