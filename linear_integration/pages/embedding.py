"""Settings > Embedding: which pages may show the sidebar, and what their developers need."""

import json

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from conversations.embedding_origins import (
    LONGEST_ORIGIN,
    MOST_ORIGINS,
    allow_origin,
    remove_origin,
)
from conversations.models import Membership
from conversations.pages.actions import posted_from

from .access import linear_administrator_for

REFUSED = 422
EXAMPLE_ORIGIN = "https://desk.example.com"


class OriginForm(forms.Form):
    """The address of a page that may show the sidebar."""

    origin = forms.CharField(
        max_length=LONGEST_ORIGIN,
        error_messages={"required": gettext_lazy("Enter an address.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest, account_id: int) -> HttpResponse:
    """List the addresses; allow one more."""
    member = linear_administrator_for(request, account_id)
    if request.method != "POST":
        return _page(request, member, OriginForm())
    form = OriginForm(request.POST)
    if not _allowed(member, form):
        return _page(request, member, form, status=REFUSED)
    allowed = _("Pages of %(origin)s may now show the sidebar.")
    messages.success(request, allowed % {"origin": form.cleaned_data["origin"]})
    return redirect("embedding", account_id)


@posted_from("embedding", "account_id")
@login_required
def remove(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take an address off the list."""
    member = linear_administrator_for(request, account_id)
    origin = request.POST.get("origin", "")[:LONGEST_ORIGIN]
    remove_origin(member.account, origin)
    removed = _("Pages of %(origin)s may not show the sidebar any more.")
    messages.success(request, removed % {"origin": origin})
    return redirect("embedding", account_id)


def _allowed(member: Membership, form: OriginForm) -> bool:
    if not form.is_valid():
        return False
    try:
        form.cleaned_data["origin"] = allow_origin(member.account, form.cleaned_data["origin"])
    except ValidationError as error:
        form.add_error("origin", error)
        return False
    return True


def _page(
    request: HttpRequest, member: Membership, form: OriginForm, status: int = 200
) -> HttpResponse:
    origins = member.account.embedding_origins
    context = {
        "member": member,
        "section": "settings",
        "form": form,
        "origins": origins,
        "is_full": len(origins) >= MOST_ORIGINS,
        "most": MOST_ORIGINS,
        "request_example": _request_example(account_id=member.account_id, origins=origins),
        "page_example": _page_example(),
    }
    return render(request, "linear_integration/embedding.html", context, status=status)


def _request_example(*, account_id: int, origins: list[str]) -> str:
    body = json.dumps({"conversation_id": 1, "origin": origins[0] if origins else EXAMPLE_ORIGIN})
    url = f"{settings.FRONTEND_URL}/api/v1/accounts/{account_id}/integrations/linear/embed_token"
    return (
        'curl --header "Authorization: Bearer $API_TOKEN" --header "Content-Type: application/json"'
        f" --data '{body}' {url}"
    )


def _page_example() -> str:
    example = "linear_integration/_embedding_example.html"
    return render_to_string(example, {"frontend_url": settings.FRONTEND_URL}).strip()
