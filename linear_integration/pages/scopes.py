"""What a hook may do in Linear, in plain words."""

from ..models import Hook

WORDS = {
    "read": "read the workspace: teams, projects, issues, people",
    "write": "create and change issues and their links",
    "issues:create": "create issues",
    "comments:create": "write comments",
    "admin": "administer the workspace",
}


def in_plain_words(hook: Hook) -> list[str]:
    """Return one line for each scope; one that we don't know stands as Linear names it."""
    if hook.token_kind == Hook.TokenKind.API_KEY:
        return ["everything that the key's owner allowed it in Linear"]
    return [WORDS.get(scope, scope) for scope in hook.scopes]
