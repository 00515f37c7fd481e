"""Comments on issues."""

from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE
from linear_integration.linear.pages import Page
from linear_integration.linear.results.payloads import CommentPayload
from linear_integration.linear.types.comments import Comment, IssueComment


@dataclass(frozen=True, config=CAMEL_CASE)
class CreateCommentResult:
    """create_comment.graphql"""

    comment_create: CommentPayload


@dataclass(frozen=True, config=CAMEL_CASE)
class CommentResult:
    """comment.graphql"""

    comment: Comment


@dataclass(frozen=True, config=CAMEL_CASE)
class CommentsSinceResult:
    """comments_since.graphql"""

    comments: Page[IssueComment]
