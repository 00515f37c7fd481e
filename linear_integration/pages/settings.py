"""Settings > Integrations > Linear: connect, test and disconnect. It all works without scripts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_guid import get_guid

from conversations.pages.actions import posted_from

from .. import connection, features
from ..linear.errors import LinearError
from ..models import Hook
from .access import administrator_for, hook_of, linear_administrator_for
from .scopes import in_plain_words


@require_safe
@login_required
def integrations(request: HttpRequest, account_id: int) -> HttpResponse:
    """List what the account can be connected to."""
    member = administrator_for(request, account_id)
    context = {
        "member": member,
        "section": "settings",
        "has_linear": features.is_enabled(member.account),
        "hooks": connection.hooks_of(member.account),
    }
    return render(request, "linear_integration/integrations.html", context)


@require_safe
@login_required
def show(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show the account's hooks, and the ways to connect one."""
    member = linear_administrator_for(request, account_id)
    hooks = connection.hooks_of(member.account)
    context = {
        "member": member,
        "section": "settings",
        "hooks": [{"hook": hook, "scopes": in_plain_words(hook)} for hook in hooks],
        "is_configured": connection.is_configured(),
        "redirect_uri": connection.redirect_uri(),
    }
    return render(request, "linear_integration/settings.html", context)


@posted_from("linear-settings", "account_id")
@login_required
def connect(request: HttpRequest, account_id: int) -> HttpResponse:
    """Send the administrator to Linear's consent page."""
    member = linear_administrator_for(request, account_id)
    if not connection.is_configured():
        messages.error(request, "LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET are not set.")
        return redirect("linear-settings", account_id)
    return redirect(connection.start_authorization(request.session, member=member))


@posted_from("linear-settings", "account_id")
@login_required
def api_key(request: HttpRequest, account_id: int) -> HttpResponse:
    """Connect with a personal API key."""
    member = linear_administrator_for(request, account_id)
    key = request.POST.get("api_key", "").strip()
    if not key:
        messages.error(request, "Enter an API key.")
        return redirect("linear-settings", account_id)
    try:
        hook = connection.connect_with_api_key(member, api_key=key)
    except LinearError as error:
        messages.error(request, f"Nothing was connected: {_with_reference(error)}")
    else:
        messages.success(request, f"Connected to the Linear workspace {hook.workspace}.")
    return redirect("linear-settings", account_id)


@posted_from("linear-settings", "account_id")
@login_required
def test(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Test the connection, and say what Linear answered."""
    member = linear_administrator_for(request, account_id)
    try:
        hook = connection.check(hook_of(member, hook_id))
    except LinearError as error:
        messages.error(request, f"The connection test failed: {_with_reference(error)}")
    else:
        messages.success(
            request, f"The connection works: {hook.workspace} answers {hook.viewer_name}."
        )
    return redirect("linear-settings", account_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def disconnect(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Ask first, naming what is lost; then remove the hook."""
    member = linear_administrator_for(request, account_id)
    hook = hook_of(member, hook_id)
    if request.method != "POST":
        context = {"member": member, "section": "settings", "hook": hook}
        return render(request, "linear_integration/disconnect.html", context)
    _say_disconnected(request, hook, was_revoked=connection.disconnect(hook))
    return redirect("linear-settings", account_id)


def _with_reference(error: LinearError) -> str:
    return f"{error} ({error.code} · request {get_guid()})"


def _say_disconnected(request: HttpRequest, hook: Hook, *, was_revoked: bool) -> None:
    done = f"Disconnected from the Linear workspace {hook.workspace}."
    if was_revoked:
        messages.success(request, f"{done} Linear has revoked the access.")
    elif hook.token_kind == Hook.TokenKind.API_KEY:
        messages.warning(request, f"{done} Delete the API key in Linear's settings by hand.")
    else:
        messages.warning(
            request,
            f"{done} Linear did not confirm that the token is revoked: "
            "revoke it by hand in Linear's settings.",
        )
