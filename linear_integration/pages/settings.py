"""Settings > Integrations > Linear: connect, test and disconnect. It all works without scripts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_guid import get_guid

from conversations.pages.actions import posted_from

from .. import connection
from ..connection import Disconnected
from ..connection.losses import losses_of
from ..linear.errors import LinearError
from ..models import Hook
from ..wording import translated
from .access import hook_of, linear_administrator_for
from .hook_state import states_of


def with_reference(what: str, error: LinearError) -> str:
    """Return what failed and why, with what to look for in the log."""
    request_id = _("request %(id)s") % {"id": get_guid()}
    return f"{what} {translated(str(error))} ({error.code} · {request_id})"


@require_safe
@login_required
def show(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show the account's hooks and how they do, and the ways to connect one."""
    member = linear_administrator_for(request, account_id)
    states = states_of(member.account)
    context = {
        "member": member,
        "section": "settings",
        "states": states,
        "needs_new_key": any(_needs_new_key(state.hook) for state in states),
        "is_configured": connection.is_configured(),
        "redirect_uri": connection.redirect_uri(),
        "webhook_address": connection.webhook_address(),
        "frontend_url": settings.FRONTEND_URL,
    }
    return render(request, "linear_integration/settings.html", context)


@posted_from("linear-settings", "account_id")
@login_required
def connect(request: HttpRequest, account_id: int) -> HttpResponse:
    """Send the administrator to Linear's consent page."""
    member = linear_administrator_for(request, account_id)
    if not connection.is_configured():
        messages.error(request, _("LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET are not set."))
        return redirect("linear-settings", account_id)
    return redirect(connection.start_authorization(request.session, member=member))


@posted_from("linear-settings", "account_id")
@login_required
def api_key(request: HttpRequest, account_id: int) -> HttpResponse:
    """Connect with a personal API key."""
    member = linear_administrator_for(request, account_id)
    key = request.POST.get("api_key", "").strip()
    if not key:
        messages.error(request, _("Enter an API key."))
        return redirect("linear-settings", account_id)
    try:
        hook = connection.connect_with_api_key(member, api_key=key)
    except LinearError as error:
        messages.error(request, with_reference(_("Nothing was connected:"), error))
    else:
        connected = _("Connected to the Linear workspace %(workspace)s.")
        messages.success(request, connected % {"workspace": hook.workspace})
    return redirect("linear-settings", account_id)


@posted_from("linear-settings", "account_id")
@login_required
def test(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Test the connection, and say what Linear answered."""
    member = linear_administrator_for(request, account_id)
    try:
        hook = connection.check(hook_of(member, hook_id), by=member.user)
    except LinearError as error:
        messages.error(request, with_reference(_("The connection test failed:"), error))
    else:
        works = _("The connection works: %(workspace)s answers %(name)s.")
        about = {"workspace": hook.workspace, "name": hook.viewer_name}
        messages.success(request, works % about)
    return redirect("linear-settings", account_id)


@posted_from("linear-settings", "account_id")
@login_required
def enable_webhook(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Have Linear send events again by the webhook that is disabled there."""
    member = linear_administrator_for(request, account_id)
    try:
        connection.enable_webhook(hook_of(member, hook_id), by=member.user)
    except LinearError as error:
        messages.error(request, with_reference(_("The webhook was not enabled:"), error))
    else:
        messages.success(request, _("The webhook is enabled: Linear sends events again."))
    return redirect("linear-settings", account_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def disconnect(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Ask first, naming what is lost; then remove the hook."""
    member = linear_administrator_for(request, account_id)
    hook = hook_of(member, hook_id)
    if request.method != "POST":
        losses = losses_of(member.account)[hook.workspace_id]
        context = {"member": member, "section": "settings", "hook": hook, "losses": losses}
        return render(request, "linear_integration/disconnect.html", context)
    _say_disconnected(request, hook, connection.disconnect(hook, by=member.user))
    return redirect("linear-settings", account_id)


def _say_disconnected(request: HttpRequest, hook: Hook, done: Disconnected) -> None:
    disconnected = _("Disconnected from the Linear workspace %(workspace)s.")
    parts = [disconnected % {"workspace": hook.workspace}]
    if done.revoked:
        parts.append(_("Linear has revoked the access."))
    elif hook.token_kind == Hook.TokenKind.API_KEY:
        parts.append(_("Delete the API key in Linear's settings by hand."))
    else:
        parts.append(
            _(
                "Linear did not confirm that the token is revoked: revoke it by hand in Linear's "
                "settings."
            )
        )
    if not done.webhook_deleted:
        parts.append(_("Delete the webhook there, too: Linear did not let us."))
    level = messages.SUCCESS if done.revoked and done.webhook_deleted else messages.WARNING
    messages.add_message(request, level, " ".join(parts))


def _needs_new_key(hook: Hook) -> bool:
    is_refused = hook.status == Hook.Status.REAUTHORIZE
    return is_refused and hook.token_kind == Hook.TokenKind.API_KEY
