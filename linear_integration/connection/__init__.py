"""Connecting an account to a Linear workspace, and what calls need of that connection.

application:   our OAuth application at Linear
connecting:    connect and test
disconnecting: disconnect
own_webhooks:  webhooks that we make, for administrators' API keys
authorization: a person's consent, there and back; pending: what is remembered of it meanwhile
removal:       when Linear's administrator removes our application
hooks:         which hook a call means
tokens:        a token that is good for a call now
readable:      whether ENCRYPTION_KEYS read what is stored
clients:       a client of the Linear library that speaks for a hook
personal:      people who act as their own user in Linear
writers:       in whose name a write is sent
credentials:   what somebody brings from Linear; revoking: making it void
health:        how the calls of such clients go
"""

from .application import has_address, redirect_uri, webhook_address
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
from .own_webhooks import enable_webhook, own_address, right_webhooks
from .personal import OwnUser, disconnect_person, own_users_of
from .writers import writer_for

__all__ = [
    "AuthorizationFailed",
    "Disconnected",
    "OwnUser",
    "check",
    "client_for",
    "connect_with_api_key",
    "disconnect",
    "disconnect_person",
    "enable_webhook",
    "finish_authorization",
    "has_address",
    "hook_for",
    "hook_to_call",
    "hooks_for",
    "hooks_of",
    "is_configured",
    "is_ours",
    "own_address",
    "own_users_of",
    "redirect_uri",
    "right_webhooks",
    "start_authorization",
    "webhook_address",
    "writer_for",
]
