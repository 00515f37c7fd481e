"""How the comparison of a workspace with Linear stands, and beginning one."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from conversations.models import Account
from conversations.pages.actions import posted_from

from ..models import Hook, Reconciliation
from ..reconciliation import want
from .access import hook_of, linear_administrator_for
from .words import in_words


@dataclass(frozen=True)
class Comparison:
    """What the card of a hook shows of it; `failure` says why it does not go on for now."""

    is_wanted: bool
    is_running: bool
    done: int
    total: int
    repaired: int
    finished_at: datetime | None
    failure: Promise | None


def comparisons_of(account: Account) -> dict[int, Comparison]:
    """Return the comparison of each of the account's workspaces that has one, by its key."""
    rows = Reconciliation.objects.filter(workspace__account=account)
    return {row.workspace_id: _comparison(row) for row in rows}


@require_safe
@conditional_page
@login_required
def show(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Answer that part of the card alone, for a page that is open; 304 if it has it."""
    member = linear_administrator_for(request, account_id)
    hook = hook_of(member, hook_id)
    comparison = comparisons_of(member.account).get(hook.workspace_id)
    context = {"member": member, "hook": hook, "comparison": comparison}
    return render(request, "linear_integration/_comparison.html", context)


@posted_from("linear-settings", "account_id")
@login_required
def begin(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Let a comparison begin, and lead back to the card that shows how it goes."""
    member = linear_administrator_for(request, account_id)
    hook = hook_of(member, hook_id)
    if hook.status == Hook.Status.ENABLED:
        want(hook.workspace)
        messages.success(request, _("The comparison with Linear begins within seconds."))
    else:
        messages.error(request, _("Connect the workspace again first."))
    return redirect("linear-settings", account_id)


def _comparison(row: Reconciliation) -> Comparison:
    return Comparison(
        is_wanted=row.next_at <= timezone.now(),
        is_running=row.is_running,
        done=row.done,
        total=row.total,
        repaired=row.repaired,
        finished_at=row.finished_at,
        failure=in_words(row.error["code"]) if row.error else None,
    )
