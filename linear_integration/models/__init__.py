"""What the bridge remembers of Linear: workspaces, hooks, issues, operations, deliveries."""

from .agents import AppNotification
from .automations import Automations, LinkEvent
from .deliveries import Webhook, WebhookDelivery
from .grants import Grant, Grants
from .issues import Issue, IssueLink
from .operations import Operation
from .personal import PersonalConnection, PersonalConnections
from .reconciliations import Reconciliation
from .workspaces import ConnectionHealth, EntityCache, Hook, Hooks, InboxDefaults, Workspace

__all__ = [
    "AppNotification",
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
    "PersonalConnection",
    "PersonalConnections",
    "Reconciliation",
    "Webhook",
    "WebhookDelivery",
    "Workspace",
]
