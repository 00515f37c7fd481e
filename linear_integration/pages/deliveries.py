"""Settings > Integrations > Linear > Deliveries: what Linear told us, and working it off again."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from conversations.pages.actions import posted_from
from conversations.pages.paging import page_of

from ..inbound.handlers import known_types
from ..inbound.history import (
    LoggedDelivery,
    delivery_for,
    find_deliveries,
    logged_deliveries,
    readable_body,
)
from ..inbound.replaying import parked_of, replay, replay_parked
from ..models import WebhookDelivery
from ..wording import translated
from .access import linear_administrator_for
from .delivery_words import STATES, duration_in_words, failure_in_words, outcome_in_words
from .logs import LogFilter, has_several_workspaces

LONGEST_BODY = 100_000


class DeliveryFilter(LogFilter):
    """By what the deliveries may be narrowed."""

    status = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *STATES.items()], required=False
    )
    event_type = forms.ChoiceField(label=_("Event"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["event_type"]
        field.choices = [("", _("All events")), *((name, name) for name in known_types())]


@dataclass(frozen=True)
class Row:
    """One delivery, with what came of it in people's words; `reference` is the error's code."""

    logged: LoggedDelivery
    state: Promise
    outcome: Promise | str
    took: str
    failure: Promise | None
    detail: str
    reference: str


@require_safe
@login_required
def listing(request: HttpRequest, account_id: int) -> HttpResponse:
    """List what Linear's webhooks brought, the newest first."""
    member = linear_administrator_for(request, account_id)
    form = DeliveryFilter(request.GET)
    chosen = form.chosen()
    page = page_of(request, find_deliveries(member, **chosen))
    context = {
        "member": member,
        "section": "settings",
        "form": form,
        "is_filtered": bool(chosen),
        "page": page,
        "rows": [_row(each) for each in logged_deliveries(page)],
        "parked": parked_of(member).count(),
        "has_several_workspaces": has_several_workspaces(member.account),
    }
    return render(request, "linear_integration/deliveries.html", context)


@require_safe
@login_required
def show(request: HttpRequest, account_id: int, delivery_id: int) -> HttpResponse:
    """Show one delivery with its headers and its body."""
    member = linear_administrator_for(request, account_id)
    delivery = delivery_for(member, delivery_id)
    body = readable_body(delivery)
    [logged] = logged_deliveries([delivery])
    context = {
        "member": member,
        "section": "settings",
        "row": _row(logged),
        "headers": sorted(delivery.headers.items()),
        "body": body[:LONGEST_BODY],
        "is_cut": len(body) > LONGEST_BODY,
        "shown": number_format(LONGEST_BODY, force_grouping=True),
        "length": number_format(len(body), force_grouping=True),
    }
    return render(request, "linear_integration/delivery.html", context)


@posted_from("linear-deliveries", "account_id")
@login_required
def replay_one(request: HttpRequest, account_id: int, delivery_id: int) -> HttpResponse:
    """Let one be worked off again, and lead back to where the form was."""
    member = linear_administrator_for(request, account_id)
    if replay(delivery_for(member, delivery_id), by=member):
        messages.success(request, gettext("It is worked off again in a moment."))
    else:
        messages.success(request, gettext("It is being worked off already."))
    if "from_list" in request.POST:
        return redirect(_list_of(request, account_id))
    return redirect("linear-delivery", account_id, delivery_id)


@posted_from("linear-deliveries", "account_id")
@login_required
def replay_all_parked(request: HttpRequest, account_id: int) -> HttpResponse:
    """Let all parked ones be worked off again."""
    member = linear_administrator_for(request, account_id)
    number = replay_parked(member)
    if number:
        text = ngettext(
            "%(number)s delivery is worked off again in a moment.",
            "%(number)s deliveries are worked off again in a moment.",
            number,
        )
        messages.success(request, text % {"number": number})
    else:
        messages.success(request, gettext("None is parked."))
    return redirect(_list_of(request, account_id))


def _list_of(request: HttpRequest, account_id: int) -> str:
    """Return the address of the list, with filter and page as they were."""
    return reverse("linear-deliveries", args=[account_id], query=request.GET or None)


def _row(logged: LoggedDelivery) -> Row:
    delivery: WebhookDelivery = logged.delivery
    error: dict[str, Any] = delivery.error or {}
    return Row(
        logged=logged,
        state=STATES[delivery.status],
        outcome=outcome_in_words(delivery.outcome),
        took=duration_in_words(logged.took) if logged.took is not None else "",
        failure=failure_in_words(error["code"]) if error else None,
        detail=translated(error["message"]) if error else "",
        reference=error.get("code", ""),
    )
