"""Connecting an account to a Linear workspace, and what calls need of that connection.

application:   our OAuth application at Linear
authorization: the consent of an administrator, there and back
hooks:         connect, test and disconnect; which hook a call means
tokens:        a token that is good for a call now
clients:       a client of the Linear library that speaks for a hook
"""

from .application import redirect_uri
from .authorization import (
    AuthorizationFailed,
    finish_authorization,
    is_configured,
    start_authorization,
)
from .clients import client_for
from .hooks import check, connect_with_api_key, disconnect, hook_for, hooks_for, hooks_of

__all__ = [
    "AuthorizationFailed",
    "check",
    "client_for",
    "connect_with_api_key",
    "disconnect",
    "finish_authorization",
    "hook_for",
    "hooks_for",
    "hooks_of",
    "is_configured",
    "redirect_uri",
    "start_authorization",
]
