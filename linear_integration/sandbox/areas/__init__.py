"""One module for each area of Linear: what it lists, computes and changes."""

from importlib import import_module

_AREAS = (
    "workspace",
    "teams",
    "labels",
    "projects",
    "issues",
    "issue_writes",
    "issue_relations",
    "search",
    "attachments",
    "app_users",
    "agent_sessions",
    "agent_activities",
    "uploads",
    "comments",
    "comment_writes",
    "customers",
    "customer_tiers",
    "customer_writes",
    "customer_upsert",
    "needs",
    "need_create",
    "need_changes",
    "ticket_sources",
    "webhooks",
)


def register() -> None:
    """Import every area, which fills the registry."""
    for name in _AREAS:
        import_module(f"{__name__}.{name}")
