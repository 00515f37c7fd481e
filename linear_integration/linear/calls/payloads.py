"""What mutations answer, taken at its word."""

from linear_integration.linear.errors import Unavailable
from linear_integration.linear.results.payloads import AttachmentPayload, IssuePayload
from linear_integration.linear.sentences import gettext_noop
from linear_integration.linear.types.issues import Issue
from linear_integration.linear.types.links import Attachment


def created_issue(payload: IssuePayload) -> Issue:
    """Return the issue that was created; raises Unavailable where Linear says neither."""
    if not payload.success or payload.issue is None:
        raise unsuccessful("issueCreate")
    return payload.issue


def updated_issue(payload: IssuePayload) -> Issue:
    """Return the issue as it is now; raises Unavailable where Linear says neither."""
    if not payload.success or payload.issue is None:
        raise unsuccessful("issueUpdate")
    return payload.issue


def created_link(payload: AttachmentPayload) -> Attachment:
    """Return the link that was made; raises Unavailable where Linear does not say so."""
    if not payload.success:
        raise unsuccessful("attachmentCreate")
    return payload.attachment


def unsuccessful(field: str) -> Unavailable:
    """Return the error of an answer that says neither that it worked nor why not."""
    return Unavailable(
        gettext_noop("Linear says neither that it worked nor why not."),
        outcome_unknown=True,
        path=(field,),
    )
