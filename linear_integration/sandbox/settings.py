from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

CLIENT_ID = "demo-client-id"
CLIENT_SECRET = "demo-client-secret"  # noqa: S105 - the demo's, published in the README
LARGEST = 1_000_000_000
DEFAULT_REDIRECT_URI = "http://localhost:8000/linear/callback"


@dataclass(slots=True)
class Switches:
    """What can be set at run time, through ``POST /_sandbox/settings``.

    ``requests_per_hour`` None means Linear's own limits (2,500 for a key, 5,000 for OAuth).
    ``plan_cap`` is the number of active issues that a free workspace may hold, None for no cap.
    ``search_limit`` holds searchIssues to 30 a minute. ``link_url_duplicates_fail`` makes
    attachmentLinkURL refuse a URL that the issue has already, as Linear was seen to do.
    ``one_app_token`` lets a new installation of the app end the one before it in the workspace.
    ``customers_enabled`` is the workspaces' customers feature. With
    ``people_reach_customers_without_scope`` a person's OAuth token needs no ``customer:*`` scope.
    ``attachment_delete_removes_needs`` makes attachmentDelete take the customer requests along
    that the attachment backs. ``duplicate_moves_attachments`` gives an issue the attachments of
    one that is marked as its duplicate.

    ``webhook_speed`` divides the time between retries. ``webhook_retries_restamped`` gives a retry
    a fresh timestamp. ``webhook_concurrency`` is how many deliveries one webhook gets at a time:
    above 1 their order is not kept. ``webhook_disabled_after`` is after how many failed attempts in
    a row a webhook is disabled, None for never.
    """

    requests_per_hour: int | None = None
    plan_cap: int | None = None
    search_limit: bool = True
    link_url_duplicates_fail: bool = True
    one_app_token: bool = False
    customers_enabled: bool = True
    people_reach_customers_without_scope: bool = True
    attachment_delete_removes_needs: bool = False
    duplicate_moves_attachments: bool = False
    webhook_speed: int = 1
    webhook_retries_restamped: bool = False
    webhook_concurrency: int = 1
    webhook_disabled_after: int | None = None

    def change(self, changes: dict[str, Any]) -> None:
        """Set some switches; an unknown name or a wrong type raises ValueError."""
        names = {field.name for field in fields(self)}
        for name, value in changes.items():
            if name not in names:
                raise ValueError(f"unknown setting: {name}; known: {', '.join(sorted(names))}")
            if not _fits(getattr(Switches(), name), value):
                raise ValueError(f"wrong type of value for setting: {name}")
        for name, value in changes.items():
            setattr(self, name, value)


def _fits(default: object, value: object) -> bool:
    if isinstance(default, bool):
        return isinstance(value, bool)
    if value is None:
        return default is None
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST
