"""Settings > Integrations: what the account can be connected to, and how that stands."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import connection, features
from ..connection.losses import losses_of
from ..models import Hook
from .access import administrator_for


@require_safe
@login_required
def integrations(request: HttpRequest, account_id: int) -> HttpResponse:
    """List the integrations; Linear is the first."""
    member = administrator_for(request, account_id)
    hooks = connection.hooks_of(member.account)
    losses = losses_of(member.account)
    of_hooks = [losses[hook.workspace_id] for hook in hooks]
    context = {
        "member": member,
        "section": "settings",
        "has_linear": features.is_enabled(member.account),
        "hooks": hooks,
        "state": _state(hooks),
        "issues": sum(each.issues for each in of_hooks),
        "open_operations": sum(each.open_operations for each in of_hooks),
        "refused": [hook.workspace for hook in hooks if _is_refused(hook)],
    }
    return render(request, "linear_integration/integrations.html", context)


def _state(hooks: list[Hook]) -> str:
    """Return `connected`, `reauthorize`, `not_connected` or `not_configured`."""
    if any(_is_refused(hook) for hook in hooks):
        return "reauthorize"
    if hooks:
        return "connected"
    return "not_connected" if connection.is_configured() else "not_configured"


def _is_refused(hook: Hook) -> bool:
    return hook.status != Hook.Status.ENABLED
