"""What a person sees who opens the link of an invitation.

The link's secret is a key: it stays in no address bar, no Referer and no log. Its page is opened
with what the session remembers of it, the digest, as Django's page for a new password is.
"""

from typing import Any

from django.contrib.auth import login, logout
from django.contrib.messages import error, success
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ..invitations import (
    InvitationEnded,
    accept,
    accept_as_new_user,
    find_invitation,
    has_user,
)
from ..models import Invitation, User
from ..tokens import digest_of
from .actions import posted_from
from .people_forms import NewUserForm

REMEMBERED = "invitation_digest"
# How the new user will sign in from now on.
PASSWORDS = "django.contrib.auth.backends.ModelBackend"


@require_safe
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Remember which invitation was opened, and leave the address with the secret."""
    request.session[REMEMBERED] = digest_of(secret)
    response = redirect("invitation")
    response["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Show the invitation to whoever it is for, and let them accept it."""
    invitation = find_invitation(request.session.get(REMEMBERED, ""))
    if invitation is None or invitation.state is not Invitation.State.OPEN:
        return _ended(request, invitation)
    try:
        if isinstance(request.user, User):
            return _join_as(request, request.user, invitation)
        if has_user(invitation):
            return _page(request, "sign_in", invitation)
        return _join_as_new_user(request, invitation)
    except InvitationEnded:
        return _ended(request, find_invitation(invitation.digest))


@posted_from("invitation")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out whoever is signed in, and come back for the one who is invited."""
    digest = request.session.get(REMEMBERED, "")
    logout(request)
    request.session[REMEMBERED] = digest
    return redirect("invitation")


def _join_as(request: HttpRequest, user: User, invitation: Invitation) -> HttpResponse:
    if not invitation.is_for(user):
        return _page(request, "for_another", invitation)
    if request.method != "POST":
        return _page(request, "accept", invitation)
    accept(invitation, user)
    return _welcome(request, invitation)


def _join_as_new_user(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "new_user", invitation, form=NewUserForm(invitation=invitation))
    form = NewUserForm(request.POST, invitation=invitation)
    if not form.is_valid():
        return _page(request, "new_user", invitation, form=form, status=422)
    given = form.cleaned_data
    try:
        user = accept_as_new_user(invitation, name=given["name"], password=given["password"])
    except ValidationError as problem:
        error(request, problem.messages[0])
        return redirect("invitation")
    login(request, user, backend=PASSWORDS)
    return _welcome(request, invitation)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    success(request, _("Welcome to %(account)s.") % {"account": invitation.account})
    return redirect("conversations", invitation.account_id)


def _ended(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    return _page(request, "ended", invitation, status=410 if invitation else 404)


def _page(
    request: HttpRequest,
    name: str,
    invitation: Invitation | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"invitation": invitation, **more}
    return render(request, f"conversations/invitation/{name}.html", context, status=status)
