"""What every webhook needs: an address, a secret, and kinds of events that there are."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

RESOURCE_TYPES = (
    *("AgentSessionEvent", "AppUserNotification", "Attachment", "Comment", "Customer"),
    *("CustomerNeed", "Cycle", "Document", "Initiative", "InitiativeUpdate", "Issue"),
    *("IssueLabel", "IssueSLA", "OAuthAuthorization", "PermissionChange", "Project"),
    *("ProjectLabel", "ProjectUpdate", "Reaction", "Release", "ReleaseNote", "User"),
)


def new_secret() -> str:
    """Make up a secret as Linear does."""
    return f"lin_wh_{secrets.token_urlsafe(24)}"


def is_address(url: str) -> bool:
    """Tell whether events can be sent to a URL; this machine's are fine."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a port that is no port
        return False


def unknown_types(resource_types: Iterable[str]) -> list[str]:
    """Return those of the names that are no resource types."""
    return [name for name in resource_types if name not in RESOURCE_TYPES]
