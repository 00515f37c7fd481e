"""Links on issues: Linear calls them attachments."""

from pydantic import Field
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.pages import Nodes, Page
from linear_integration.linear.results.payloads import AttachmentPayload, Success
from linear_integration.linear.types.identified import Identified
from linear_integration.linear.types.issues import Issue
from linear_integration.linear.types.links import Attachment


@dataclass(frozen=True, config=CAMEL_CASE)
class LinkIssueResult:
    """link_issue.graphql"""

    attachment_create: AttachmentPayload


@dataclass(frozen=True, config=CAMEL_CASE)
class DeleteAttachmentResult:
    """delete_attachment.graphql"""

    attachment_delete: Success


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
class ExistingAttachmentsResult:
    """existing_attachments.graphql"""

    attachments: Nodes[Identified]
