"""LinearClient: what the product does in Linear, one short method an operation."""

from typing import Literal

from linear_integration.linear.calls.agents import AgentCalls
from linear_integration.linear.calls.comments import CommentCalls
from linear_integration.linear.calls.issues import IssueCalls
from linear_integration.linear.calls.links import LinkCalls
from linear_integration.linear.calls.workspaces import WorkspaceCalls

TokenKind = Literal["oauth", "api_key"]


def authorization_header(token: str, kind: TokenKind) -> str:
    """Return the Authorization header's value: OAuth tokens are bearers, API keys stand bare."""
    return f"Bearer {token}" if kind == "oauth" else token


class LinearClient(WorkspaceCalls, IssueCalls, LinkCalls, CommentCalls, AgentCalls):
    """One connection's calls to Linear; cheap to make, safe to share between threads.

    Every method raises LinearError. Reads are repeated when Linear stumbles, writes never.
    """
