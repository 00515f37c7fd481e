"""What the bridge remembers of Linear: workspaces, hooks, issues, operations, automations."""

from .automations import Automations, LinkEvent
from .grants import Grant, Grants
from .issues import Issue, IssueLink
from .operations import Operation
from .workspaces import ConnectionHealth, EntityCache, Hook, Hooks, InboxDefaults, Workspace

__all__ = [
    "Automations",
    "ConnectionHealth",
    "EntityCache",
    "Grant",
    "Grants",
    "Hook",
    "Hooks",
    "InboxDefaults",
    "Issue",
    "IssueLink",
    "LinkEvent",
    "Operation",
    "Workspace",
]
