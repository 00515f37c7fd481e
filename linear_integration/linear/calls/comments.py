"""Comments on issues."""

from collections.abc import Sequence
from datetime import datetime

from linear_integration.linear.calls.payloads import unsuccessful
from linear_integration.linear.graphql import GraphQLEndpoint
from linear_integration.linear.inputs import CommentCreate
from linear_integration.linear.results.comments import (
    CommentResult,
    CommentsSinceResult,
    CreateCommentResult,
)
from linear_integration.linear.types.comments import Comment, IssueComment


class CommentCalls(GraphQLEndpoint):
    """See LinearClient."""

    def create_comment(self, comment: CommentCreate) -> Comment:
        """Comment on an issue; IdConflict if its id was used already."""
        variables = {"input": comment.to_variables()}
        payload = self.execute("create_comment", variables, CreateCommentResult).comment_create
        if not payload.success:
            raise unsuccessful("commentCreate")
        return payload.comment

    def comment(self, comment_id: str) -> Comment:
        """Return the comment with that UUID; NotFound if there is none."""
        return self.execute("comment", {"id": comment_id}, CommentResult).comment

    def comments_since(self, ids: Sequence[str], since: datetime) -> list[IssueComment]:
        """Return the comments that were written on these issues since then."""
        variables = {"ids": list(ids), "since": since.isoformat()}
        return self.every_node(
            "comments_since", variables, CommentsSinceResult, lambda result: result.comments
        )
