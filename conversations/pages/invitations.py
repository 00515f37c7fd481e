"""Settings > Members: inviting somebody, and taking an invitation back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import invitations
from ..access import administrator_for, inboxes_of, invitation_for
from ..models import Invitation, Membership
from .actions import posted_from
from .people_forms import InvitationForm
from .requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Ask who is invited; make the invitation, and show its link this once."""
    by = administrator_for(request.user, account_id)
    inboxes = inboxes_of(by).order_by("name", "id")
    context = {"member": by, "section": "settings"}
    if request.method != "POST":
        form = InvitationForm(initial={"role": Membership.Role.AGENT}, inboxes=inboxes)
        return render(request, "conversations/members/invite.html", {**context, "form": form})
    form = InvitationForm(request.POST, inboxes=inboxes)
    made = _made(by, form)
    if made is None:
        context["form"] = form
        return render(request, "conversations/members/invite.html", context, status=422)
    # No redirect: the link would have to be kept until the next request.
    context["invitation"], raw = made
    context["link"] = settings.FRONTEND_URL + reverse("open-invitation", args=[raw])
    return render(request, "conversations/members/invited.html", context)


@posted_from("members", "account_id")
@login_required
def revoke(request: SignedInRequest, account_id: int, invitation_id: int) -> HttpResponse:
    """End an invitation that was not accepted."""
    by = administrator_for(request.user, account_id)
    invitation = invitation_for(by, invitation_id)
    invitations.revoke_invitation(invitation)
    revoked = _("The invitation of %(email)s is revoked: its link lets nobody in.")
    messages.success(request, revoked % {"email": invitation.email})
    return redirect("members", account_id)


def _made(by: Membership, form: InvitationForm) -> tuple[Invitation, str] | None:
    if not form.is_valid():
        return None
    try:
        return invitations.invite(by, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None
