"""Settings > Integrations > Linear > Operations: the log of the writes, and trying one again."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from conversations.pages.actions import posted_from
from conversations.pages.paging import page_of
from conversations.pages.requests import SignedInRequest

from ..linear.errors import LinearError
from ..models import Operation
from ..operation_errors import OutcomeUnknown
from ..operation_history import (
    LoggedOperation,
    find_operations,
    logged_operations,
    operation_for,
)
from ..operation_retry import retry
from ..wording import translated
from .access import linear_administrator_for
from .logs import LogFilter, has_several_workspaces
from .settings import with_reference
from .words import in_words

KINDS: dict[str, Promise] = {
    Operation.Kind.CREATE_ISSUE: _("Create an issue"),
    Operation.Kind.LINK_ISSUE: _("Link an issue"),
    Operation.Kind.UNLINK_ISSUE: _("Unlink an issue"),
    Operation.Kind.COMMENT_ISSUE: _("Comment on an issue"),
    Operation.Kind.MOVE_LINK: _("Move a link"),
    Operation.Kind.ANSWER_SESSION: _("Answer in Linear"),
    Operation.Kind.COMPLETE_ISSUE: _("Complete an issue"),
    Operation.Kind.CREATE_WEBHOOK: _("Make our webhook"),
    Operation.Kind.UPDATE_WEBHOOK: _("Change our webhook"),
    Operation.Kind.DELETE_WEBHOOK: _("Delete our webhook"),
}
STATES: dict[str, Promise] = {
    Operation.Status.DONE: _("Done"),
    Operation.Status.REFUSED: _("Refused"),
    Operation.Status.UNKNOWN: _("Not confirmed yet"),
    Operation.Status.PENDING: _("Under way"),
}


class OperationFilter(LogFilter):
    """By what the operations may be narrowed."""

    status = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *STATES.items()], required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *KINDS.items()], required=False
    )


@dataclass(frozen=True)
class Row:
    """One operation, with its kind, state and failure in people's words.

    `references` are what to look for in documentation and log: the error's code, the request's id.
    """

    logged: LoggedOperation
    kind: Promise
    state: Promise
    failure: Promise | None
    detail: str
    references: list[str]


@require_safe
@login_required
def listing(request: HttpRequest, account_id: int) -> HttpResponse:
    """List the account's writes to Linear, the newest first."""
    member = linear_administrator_for(request, account_id)
    form = OperationFilter(request.GET)
    chosen = form.chosen()
    page = page_of(request, find_operations(member, **chosen))
    context = {
        "member": member,
        "section": "settings",
        "form": form,
        "is_filtered": bool(chosen),
        "page": page,
        "rows": [_row(each) for each in logged_operations(page)],
        "has_several_workspaces": has_several_workspaces(member.account),
    }
    return render(request, "linear_integration/operations.html", context)


@posted_from("linear-operations", "account_id")
@login_required
def try_again(request: SignedInRequest, account_id: int, operation_id: uuid.UUID) -> HttpResponse:
    """Try one again, say what became of it, and lead back to where the form was."""
    member = linear_administrator_for(request, account_id)
    operation = operation_for(member, operation_id)
    try:
        retry(operation, by=member.user)
    except OutcomeUnknown as error:
        messages.warning(request, translated(str(error)))
    except LinearError as error:
        messages.error(request, with_reference(gettext("It was not done:"), error))
    else:
        [done] = logged_operations([operation])
        about = {"kind": KINDS[operation.kind], "issue": done.identifier or done.title}
        messages.success(request, gettext("Done: %(kind)s (%(issue)s).") % about)
    return redirect(_page_of(request.GET, account_id))


def _page_of(query: QueryDict, account_id: int) -> str:
    """Return the address of the list, with filter and page as they were."""
    return reverse("linear-operations", args=[account_id], query=query or None)


def _row(logged: LoggedOperation) -> Row:
    operation = logged.operation
    error: dict[str, Any] = operation.error or {}
    references = [error.get("code"), error.get("request_id") or operation.request_id]
    return Row(
        logged=logged,
        kind=KINDS[operation.kind],
        state=STATES[operation.status],
        failure=in_words(error["code"]) if error else None,
        detail=translated(error["message"]) if error else "",
        references=[each for each in references if each],
    )
