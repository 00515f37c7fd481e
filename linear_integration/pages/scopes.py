"""What a connection may do in Linear, in plain words."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Grant, Hook

WORDS: dict[str, Promise] = {
    "read": _("read the workspace: teams, projects, issues, people"),
    "write": _("create and change issues and their links"),
    "issues:create": _("create issues, and link them"),
    "comments:create": _("write comments"),
    "customer:read": _("read customers and their requests"),
    "customer:write": _("create and change customers and their requests"),
    "app:assignable": _("be given issues, as an agent"),
    "app:mentionable": _("be mentioned, as an agent"),
    "admin": _("administer the workspace"),
}


def in_plain_words(grant: Grant) -> list[str | Promise]:
    """Return one line for each scope; one that we don't know stands as Linear names it."""
    if isinstance(grant, Hook) and grant.token_kind == Hook.TokenKind.API_KEY:
        return [_("everything that the key's owner allowed it in Linear")]
    return [WORDS.get(scope, scope) for scope in grant.scopes]


def ways_to_turn_to(hook: Hook) -> str:
    """Return how people in Linear can turn to the app, or what has to be done for that.

    `mentions_and_issues`, `mentions` or `issues`; `connect_again` or `switch_on` for an app that
    has not asked for it, and `no_app` for an API key.
    """
    if not hook.is_app:
        return "no_app"
    may_be = [scope in hook.scopes for scope in ("app:mentionable", "app:assignable")]
    if any(may_be):
        return "mentions_and_issues" if all(may_be) else "mentions" if may_be[0] else "issues"
    return "connect_again" if settings.LINEAR_AGENT else "switch_on"
