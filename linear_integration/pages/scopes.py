"""What a hook may do in Linear, in plain words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Hook

WORDS: dict[str, Promise] = {
    "read": _("read the workspace: teams, projects, issues, people"),
    "write": _("create and change issues and their links"),
    "issues:create": _("create issues"),
    "comments:create": _("write comments"),
    "customer:read": _("read customers and their requests"),
    "customer:write": _("create and change customers and their requests"),
    "app:assignable": _("be given issues, as an agent"),
    "app:mentionable": _("be mentioned, as an agent"),
    "admin": _("administer the workspace"),
}


def in_plain_words(hook: Hook) -> list[str | Promise]:
    """Return one line for each scope; one that we don't know stands as Linear names it."""
    if hook.token_kind == Hook.TokenKind.API_KEY:
        return [_("everything that the key's owner allowed it in Linear")]
    return [WORDS.get(scope, scope) for scope in hook.scopes]
