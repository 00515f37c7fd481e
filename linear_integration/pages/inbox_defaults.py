"""Settings > Integrations > Linear > Defaults: what new issues of each inbox begin with."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conversations.access import inbox_for
from conversations.models import Account, Inbox, Membership
from conversations.pages.actions import posted_from

from .. import connection, entities
from ..inbox_defaults import (
    IssueDefaults,
    clear_inbox_defaults,
    inbox_defaults,
    inboxes_with_defaults,
    set_inbox_defaults,
)
from ..linear.errors import InvalidInput, LinearError
from ..linear.types import Team
from .access import linear_administrator_for
from .defaults_form import Chosen, DefaultsForm, choose
from .settings import with_reference

REFUSED = 422


@dataclass(frozen=True)
class InboxRow:
    """One inbox of the list; `team` is None where Linear doesn't show it, or can't be asked."""

    inbox: Inbox
    defaults: IssueDefaults
    team: Team | None


@require_safe
@login_required
def listing(request: HttpRequest, account_id: int) -> HttpResponse:
    """List the inboxes, each with what is set for it."""
    member = linear_administrator_for(request, account_id)
    found = inboxes_with_defaults(member)
    teams = _teams(member.account, [defaults for _inbox, defaults in found])
    context = {
        "member": member,
        "section": "settings",
        "is_connected": bool(connection.hooks_of(member.account)),
        "rows": [InboxRow(inbox, each, teams.get(each.team_id or "")) for inbox, each in found],
    }
    return render(request, "linear_integration/defaults.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, account_id: int, inbox_id: int) -> HttpResponse:
    """Choose workspace and team by the address, then set the rest."""
    member = linear_administrator_for(request, account_id)
    inbox = inbox_for(member, inbox_id)
    current = inbox_defaults(inbox.pk)
    try:
        chosen = choose(member.account, current, request.GET.dict() | request.POST.dict())
        if request.method == "POST":
            return _save(request, member, inbox, chosen)
    except LinearError as error:
        messages.error(request, with_reference(_("The lists could not be shown:"), error))
        return redirect("linear-defaults", account_id)
    form = None
    if chosen.team is not None:
        begun = current if chosen.team.team.id == current.team_id else IssueDefaults()
        form = DefaultsForm(team=chosen.team, current=begun)
    return _shown(request, member, inbox, chosen, form)


@posted_from("linear-defaults", "account_id")
@login_required
def clear(request: HttpRequest, account_id: int, inbox_id: int) -> HttpResponse:
    """Forget what is set for an inbox."""
    member = linear_administrator_for(request, account_id)
    inbox = inbox_for(member, inbox_id)
    clear_inbox_defaults(inbox)
    messages.success(request, _("Nothing is set for %(inbox)s any more.") % {"inbox": inbox.name})
    return redirect("linear-defaults", account_id)


def _save(request: HttpRequest, member: Membership, inbox: Inbox, chosen: Chosen) -> HttpResponse:
    if chosen.hook is None or chosen.team is None:
        messages.error(request, _("Choose a team first."))
        return redirect("linear-inbox-defaults", member.account_id, inbox.pk)
    form = DefaultsForm(request.POST, team=chosen.team, current=IssueDefaults())
    try:
        if form.is_valid():
            set_inbox_defaults(inbox, form.wanted(chosen.hook, chosen.team.team.id))
    except InvalidInput as error:
        form.add_problems(error.fields)
    if not form.is_valid():
        return _shown(request, member, inbox, chosen, form, status=REFUSED)
    saved = _("New issues of %(inbox)s now begin with this.") % {"inbox": inbox.name}
    messages.success(request, saved)
    return redirect("linear-defaults", member.account_id)


def _shown(
    request: HttpRequest,
    member: Membership,
    inbox: Inbox,
    chosen: Chosen,
    form: DefaultsForm | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "member": member,
        "section": "settings",
        "inbox": inbox,
        "chosen": chosen,
        "form": form,
    }
    return render(request, "linear_integration/inbox_defaults.html", context, status=status)


def _teams(account: Account, defaults: list[IssueDefaults]) -> dict[str, Team]:
    """Return the teams of the workspaces that are used, by id, as far as Linear tells."""
    used = {each.workspace_id for each in defaults}
    teams: dict[str, Team] = {}
    for hook in connection.hooks_of(account):
        if hook.workspace.linear_id not in used:
            continue
        try:
            teams |= {team.id: team for team in entities.teams_of(hook)}
        except LinearError:
            continue  # the page does without names
    return teams
