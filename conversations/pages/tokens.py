"""API tokens: each person's own, whichever accounts they work in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access import token_for
from ..tokens import REMEMBERED_SECONDS, create_token, live_tokens_of, revoke_token
from .people_forms import TokenForm
from .requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """List the person's tokens; create one, and show it this once."""
    if request.method != "POST":
        return _page(request, TokenForm())
    form = TokenForm(request.POST)
    raw = _created(request, form)
    if raw is None:
        return _page(request, form, status=422)
    # No redirect: the token would have to be kept until the next request.
    created = {"created_name": form.cleaned_data["name"], "created_token": raw, "curl": _curl(raw)}
    return _page(request, TokenForm(), **created)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def revoke(request: SignedInRequest, token_id: int) -> HttpResponse:
    """Ask first; then refuse the token from now on."""
    token = token_for(request.user, token_id)
    if request.method != "POST":
        context = {"token": token, **_frame(request)}
        return render(request, "conversations/tokens/revoke.html", context)
    revoke_token(token)
    text = _("The token %(name)s is revoked; within %(seconds)d seconds it is refused everywhere.")
    messages.success(request, text % {"name": token.name, "seconds": REMEMBERED_SECONDS})
    return redirect("tokens")


def _created(request: SignedInRequest, form: TokenForm) -> str | None:
    if not form.is_valid():
        return None
    try:
        return create_token(request.user, name=form.cleaned_data["name"])
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _curl(raw: str) -> str:
    return f'curl --header "Authorization: Bearer {raw}" {settings.FRONTEND_URL}/api/v1/profile'


def _page(
    request: SignedInRequest, form: TokenForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "tokens": live_tokens_of(request.user),
        **_frame(request),
        **more,
    }
    return render(request, "conversations/tokens/index.html", context, status=status)


def _frame(request: SignedInRequest) -> dict[str, Any]:
    # The page is of no account; the bar on top leads back to the first.
    return {
        "member": request.user.memberships_in_order().first(),
        "section": "tokens",
        "remembered_seconds": REMEMBERED_SECONDS,
    }
