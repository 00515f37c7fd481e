"""Every page and state, held against the URL configuration: a page without a sight fails a test."""

from ..isolation.table import LINEAR_PAGE
from .frames import FRAMES
from .pages import PAGES
from .sidebar import SIDEBAR

SIGHTS = PAGES + SIDEBAR + FRAMES
# Addresses that show nothing of their own to a person.
NO_PAGES = {
    "livez": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "api/schema": "for machines",
    "app/accounts/<int:account_id>/conversations/list": "a part of its page",
    "app/accounts/<int:account_id>/conversations/<int:display_id>/thread": "a part of its page",
    "app/accounts/<int:account_id>/notifications/latest": "a part of every page",
    f"{LINEAR_PAGE}/<int:hook_id>/comparison": "a part of its page",
    "language/<slug:language>-<slug:version>.json": "for scripts",
    "invitation": "shown by the link of an invitation",
    "linear/callback": "leads on to the settings",
}
