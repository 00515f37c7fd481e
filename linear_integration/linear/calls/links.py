"""Links on issues: Linear calls them attachments."""

from collections.abc import Iterable, Sequence

from linear_integration.linear.calls.payloads import created_link, unsuccessful
from linear_integration.linear.deadline import time_limit
from linear_integration.linear.graphql import GraphQLEndpoint
from linear_integration.linear.inputs import AttachmentCreate
from linear_integration.linear.pages import chunks
from linear_integration.linear.results.links import (
    AttachmentsForUrlResult,
    AttachmentsForUrlsResult,
    DeleteAttachmentResult,
    ExistingAttachmentsResult,
    LinkIssueResult,
    ReconcileResult,
)
from linear_integration.linear.transport import CALL_SECONDS
from linear_integration.linear.types.links import Attachment, Reconciled

IDS_A_REQUEST = 250


class LinkCalls(GraphQLEndpoint):
    """See LinearClient."""

    def link_issue(self, attachment: AttachmentCreate) -> Attachment:
        """Put a link on an issue, or renew the one with the same url, whose id then stays."""
        variables = {"input": attachment.to_variables()}
        result = self.execute("link_issue", variables, LinkIssueResult)
        return created_link(result.attachment_create)

    def delete_attachment(self, attachment_id: str) -> None:
        """Take a link off its issue; NotFound if it is gone already."""
        variables = {"id": attachment_id}
        result = self.execute("delete_attachment", variables, DeleteAttachmentResult)
        if not result.attachment_delete.success:
            raise unsuccessful("attachmentDelete")

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
        return self.every_node(
            "attachments_for_url",
            {"url": url},
            AttachmentsForUrlResult,
            lambda result: result.attachments,
        )

    def attachments_for_urls(self, urls: Sequence[str]) -> list[Attachment]:
        """Return the links to exactly these urls, of all issues."""
        return self.every_node(
            "attachments_for_urls",
            {"urls": list(urls)},
            AttachmentsForUrlsResult,
            lambda result: result.attachments,
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
