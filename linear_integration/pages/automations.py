"""Settings > Integrations > Linear > Automations: what comes back, for each workspace."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conversations.models import Account, Membership

from .. import connection
from ..automations import automations_of, store_automations
from ..models import Workspace
from .access import linear_administrator_for
from .automations_form import AutomationsForm

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show the switches of each workspace; set those of one."""
    member = linear_administrator_for(request, account_id)
    if request.method != "POST":
        return _page(request, member)
    workspace = _workspace(member.account, request.POST.get("workspace_id", ""))
    form = AutomationsForm(request.POST, instance=automations_of(workspace))
    if not form.is_valid():
        return _page(request, member, form, status=REFUSED)
    store_automations(form.instance)
    saved = _("The automations of %(workspace)s are saved.") % {"workspace": workspace.name}
    messages.success(request, saved)
    return redirect("linear-automations", account_id)


def _workspace(account: Account, wanted: str) -> Workspace:
    try:
        workspace_id = uuid.UUID(wanted)
    except ValueError:
        raise Http404 from None
    workspaces = {each.linear_id: each for each in _workspaces(account)}
    if workspace_id not in workspaces:
        raise Http404
    return workspaces[workspace_id]


def _workspaces(account: Account) -> list[Workspace]:
    return [hook.workspace for hook in connection.hooks_of(account)]


def _page(
    request: HttpRequest,
    member: Membership,
    refused: AutomationsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a form for each workspace, one of them as it was refused."""
    forms = [
        refused
        if refused and refused.instance.workspace == workspace
        else AutomationsForm(instance=automations_of(workspace))
        for workspace in _workspaces(member.account)
    ]
    context = {"member": member, "section": "settings", "forms": forms}
    return render(request, "linear_integration/automations.html", context, status=status)
