"""Where Linear sends an administrator back to, with a code or with a refusal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conversations.models import User

from .. import connection


@require_GET
@never_cache
@login_required
def callback(request: HttpRequest) -> HttpResponse:
    """Finish connecting; whatever the end, the page that follows says it."""
    assert isinstance(request.user, User)  # noqa: S101 (login_required says so, but not to mypy)
    try:
        hook = connection.finish_authorization(
            request.session, user=request.user, parameters=request.GET.dict()
        )
    except connection.AuthorizationFailed as failure:
        messages.error(request, failure.reason)
        if failure.account_id is None:
            return redirect("home")
        return redirect("linear-settings", failure.account_id)
    connected = _("Connected to the Linear workspace %(workspace)s.")
    messages.success(request, connected % {"workspace": hook.workspace})
    return redirect("linear-settings", hook.workspace.account_id)
