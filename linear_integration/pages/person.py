"""Your Linear user: each member connects their own, so that what they write is theirs in Linear."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conversations.models import Membership
from conversations.pages.actions import posted_from

from .. import connection
from .access import linear_member_for
from .scopes import in_plain_words

PAGE = "linear-person"


@require_safe
@login_required
def show(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show for each workspace of the account whether the member acts there as themselves."""
    member = linear_member_for(request, account_id)
    own_users = [
        {"own": own, "scopes": in_plain_words(own.connection) if own.connection else []}
        for own in connection.own_users_of(member)
    ]
    context = {
        "member": member,
        "section": "person",
        "own_users": own_users,
        "is_configured": connection.is_configured(),
    }
    return render(request, "linear_integration/person.html", context)


@posted_from(PAGE, "account_id")
@login_required
def connect(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Send the member to Linear's consent page."""
    member = linear_member_for(request, account_id)
    workspace = _own_user(member, hook_id).hook.workspace
    if not connection.is_configured():
        messages.error(request, _("This installation has no OAuth application at Linear yet."))
        return redirect(PAGE, account_id)
    address = connection.start_authorization(request.session, member=member, own_user_in=workspace)
    return redirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def disconnect(request: HttpRequest, account_id: int, hook_id: int) -> HttpResponse:
    """Ask first; then forget the member's tokens."""
    member = linear_member_for(request, account_id)
    own = _own_user(member, hook_id)
    if own.connection is None:
        messages.info(request, _("Your Linear user is not connected."))
        return redirect(PAGE, account_id)
    if request.method != "POST":
        context = {"member": member, "section": "person", "own": own}
        return render(request, "linear_integration/person_disconnect.html", context)
    _say_disconnected(request, own, was_revoked=connection.disconnect_person(own.connection))
    return redirect(PAGE, account_id)


def _own_user(member: Membership, hook_id: int) -> connection.OwnUser:
    for own in connection.own_users_of(member):
        if own.hook.pk == hook_id:
            return own
    raise Http404


def _say_disconnected(request: HttpRequest, own: connection.OwnUser, *, was_revoked: bool) -> None:
    disconnected = _("You no longer act in %(workspace)s as yourself.")
    done = disconnected % {"workspace": own.hook.workspace}
    if was_revoked:
        revoked = _("Linear has revoked the access.")
        messages.success(request, f"{done} {revoked}")
    else:
        by_hand = _(
            "Linear did not confirm that the token is revoked: revoke it by hand in Linear's "
            "settings."
        )
        messages.warning(request, f"{done} {by_hand}")
