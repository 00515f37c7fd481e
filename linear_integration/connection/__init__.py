"""Connecting an account to a Linear workspace, and what calls need of that connection.

application:   our OAuth application at Linear
authorization: the consent of an administrator, there and back
connecting:    connect and test
disconnecting: disconnect
own_webhooks:  webhooks that we make, for administrators' API keys
hooks:         which hook a call means
tokens:        a token that is good for a call now
readable:      whether ENCRYPTION_KEYS read what is stored
clients:       a client of the Linear library that speaks for a hook
health:        how the calls of such clients go
"""

from .application import has_address, redirect_uri
from .authorization import (
    AuthorizationFailed,
    finish_authorization,
    is_configured,
    start_authorization,
)
from .clients import client_for
from .connecting import check, connect_with_api_key
from .disconnecting import Disconnected, disconnect
from .hooks import hook_for, hook_to_call, hooks_for, hooks_of, is_ours

__all__ = [
    "AuthorizationFailed",
    "Disconnected",
    "check",
    "client_for",
    "connect_with_api_key",
    "disconnect",
    "finish_authorization",
    "has_address",
    "hook_for",
    "hook_to_call",
    "hooks_for",
    "hooks_of",
    "is_configured",
    "is_ours",
    "redirect_uri",
    "start_authorization",
]
