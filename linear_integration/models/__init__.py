"""What the bridge remembers of Linear: workspaces, hooks, issues, links and operations."""

from .issues import Issue, IssueLink
from .operations import Operation
from .workspaces import ConnectionHealth, EntityCache, Hook, Hooks, InboxDefaults, Workspace

__all__ = [
    "ConnectionHealth",
    "EntityCache",
    "Hook",
    "Hooks",
    "InboxDefaults",
    "Issue",
    "IssueLink",
    "Operation",
    "Workspace",
]
