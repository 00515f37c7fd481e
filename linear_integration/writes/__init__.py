"""The writes to Linear, by kind: how each is sent, repeated without harm, and recorded."""

from typing import Any

from ..addresses import conversation_url as conversation_url
from ..models import Operation
from .answer import AnswerSession
from .comment import CommentOnIssue
from .complete import CompleteIssue
from .create import CreateIssue
from .kinds import Made as Made
from .kinds import Write as Write
from .link import LinkIssue, UnlinkIssue
from .links import Link as Link
from .move import MoveLink

WRITES: dict[Operation.Kind, Write[Any]] = {
    Operation.Kind.CREATE_ISSUE: CreateIssue(),
    Operation.Kind.LINK_ISSUE: LinkIssue(),
    Operation.Kind.UNLINK_ISSUE: UnlinkIssue(),
    Operation.Kind.COMMENT_ISSUE: CommentOnIssue(),
    Operation.Kind.MOVE_LINK: MoveLink(),
    Operation.Kind.ANSWER_SESSION: AnswerSession(),
    Operation.Kind.COMPLETE_ISSUE: CompleteIssue(),
}
