"""What mutations answer."""

from pydantic import StrictBool
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.types.comments import Comment
from linear_integration.linear.types.issues import Issue
from linear_integration.linear.types.links import Attachment


@dataclass(frozen=True, config=CAMEL_CASE)
class Success:
    """A payload of which only this is read."""

    success: StrictBool


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
class CommentPayload:
    """What commenting answers."""

    success: StrictBool
    comment: Comment
