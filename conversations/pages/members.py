"""Settings > Members: who works in the account, as what, and in which inboxes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..access import administrator_for, inboxes_of, member_for, members_of
from ..invitations import waiting_invitations_of
from ..members import change_member, count_assigned, is_last_administrator, remove_member
from ..models import Membership
from .people_forms import MemberForm
from .requests import SignedInRequest


@require_safe
@login_required
def index(request: SignedInRequest, account_id: int) -> HttpResponse:
    """List the members with their inboxes, and the invitations that nobody accepted yet."""
    by = administrator_for(request.user, account_id)
    inboxes = inboxes_of(by).order_by("name", "id")
    theirs = Prefetch("user__inboxes", inboxes, to_attr="inboxes_here")
    context = {
        "member": by,
        "section": "settings",
        "members": members_of(by).prefetch_related(theirs),
        "invitations": waiting_invitations_of(by.account).prefetch_related(
            Prefetch("inboxes", inboxes, to_attr="inboxes_here")
        ),
    }
    return render(request, "conversations/members/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedInRequest, account_id: int, user_id: int) -> HttpResponse:
    """Show a member's role and inboxes, and change them."""
    by = administrator_for(request.user, account_id)
    other = member_for(by, user_id)
    inboxes = inboxes_of(by).order_by("name", "id")
    if request.method != "POST":
        had = other.user.inboxes.values_list("pk", flat=True)
        form = MemberForm(initial={"role": other.role, "inboxes": list(had)}, inboxes=inboxes)
        return _page(request, by, other, "member", form=form)
    form = MemberForm(request.POST, inboxes=inboxes)
    if not _is_changed(by, other, form):
        return _page(request, by, other, "member", form=form, status=422)
    messages.success(request, _("What you changed for %(name)s is saved.") % {"name": other.user})
    # Who has just given up being an administrator may not see the members any more.
    is_still_allowed = other.user != by.user or form.cleaned_data["role"] == other.role
    return redirect("members" if is_still_allowed else "conversations", account_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: SignedInRequest, account_id: int, user_id: int) -> HttpResponse:
    """Ask first, naming what changes; then take the member out of the account."""
    by = administrator_for(request.user, account_id)
    other = member_for(by, user_id)
    if request.method != "POST":
        return _page(request, by, other, "remove")
    try:
        remove_member(by, user_id)
    except ValidationError as error:
        return _page(request, by, other, "remove", problem=error.messages[0], status=422)
    removed = _("%(name)s is not a member of %(account)s any more.")
    messages.success(request, removed % {"name": other.user, "account": by.account})
    return redirect("home") if other.user == by.user else redirect("members", account_id)


def _is_changed(by: Membership, other: Membership, form: MemberForm) -> bool:
    if not form.is_valid():
        return False
    try:
        change_member(by, other.user_id, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("role", error)
        return False
    return True


def _page(
    request: SignedInRequest,
    by: Membership,
    other: Membership,
    name: str,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "member": by,
        "section": "settings",
        "other": other,
        "is_self": other.user == by.user,
        "is_last_administrator": is_last_administrator(other),
        "assigned": count_assigned(other),
        **more,
    }
    return render(request, f"conversations/members/{name}.html", context, status=status)
