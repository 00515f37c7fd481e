"""Where Linear sends a person back to, with a code or with a refusal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conversations.models import User

from .. import connection
from ..models import Hook, PersonalConnection


@require_GET
@never_cache
@login_required
def callback(request: HttpRequest) -> HttpResponse:
    """Finish connecting; whatever the end, the page that follows says it."""
    assert isinstance(request.user, User)  # noqa: S101 (login_required says so, but not to mypy)
    try:
        grant = connection.finish_authorization(
            request.session, user=request.user, parameters=request.GET.dict()
        )
    except connection.AuthorizationFailed as failure:
        messages.error(request, failure.reason)
        if failure.account_id is None:
            return redirect("home")
        page = "linear-person" if failure.is_personal else "linear-settings"
        return redirect(page, failure.account_id)
    messages.success(request, _connected(grant))
    page = "linear-settings" if isinstance(grant, Hook) else "linear-person"
    return redirect(page, grant.workspace.account_id)


def _connected(grant: Hook | PersonalConnection) -> str:
    if isinstance(grant, Hook):
        connected = _("Connected to the Linear workspace %(workspace)s.")
        return connected % {"workspace": grant.workspace}
    connected = _("From now on you act in %(workspace)s as %(name)s.")
    return connected % {"workspace": grant.workspace, "name": grant.viewer_name}
