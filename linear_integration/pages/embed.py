"""The sidebar alone, for a frame in a page of another helpdesk's.

Its token, and nothing else, says who looks at it: no cookie is read, so that a page that frames it
can't borrow the session of whoever looks at that page. Browsers show it in pages of the token's
origin only, while the account allows that; without a token, in none.
"""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from conversations.access import conversation_to_show, membership_for
from conversations.embed_tokens import (
    LIFETIME_SECONDS,
    EmbedToken,
    confine,
    is_origin_allowed,
    read_embed_token,
    user_of,
)
from conversations.pages.panels import panel_context

from .. import features

THEMES = ("light", "dark")
STATUSES = {"expired": 403, "feature_disabled": 403, "no_permission": 404, "no_token": 403}


@require_safe
def show(request: HttpRequest, display_id: int) -> HttpResponseBase:
    """Show the sidebar, or why not, to whoever has a token; `theme` and `language` may be named."""
    _choose_language(request)
    token = read_embed_token(request.GET.get("token", ""))
    if token is None or token.display_id != display_id or not is_origin_allowed(token):
        return _answer(request, {"problem": "no_token"})

    # X-Frame-Options can't name an origin; what frame-ancestors says goes before it anyway.
    @csp_replace({"frame-ancestors": [token.origin]})
    @xframe_options_exempt
    def framed(request: HttpRequest) -> HttpResponse:
        return _answer(request, {"parent": token.origin, **_seen_with(token)})

    return framed(request)


def _seen_with(token: EmbedToken) -> dict[str, Any]:
    if not token.seconds_left:
        return {"problem": "expired"}
    user = user_of(token)
    if user is None:
        return {"problem": "no_permission"}
    try:
        member = membership_for(user, token.account_id)
        confine(member, token)
        conversation = conversation_to_show(member, token.display_id)
    except Http404:
        return {"problem": "no_permission"}
    if not features.is_enabled(member.account):
        return {"problem": "feature_disabled"}
    panel = panel_context(member, conversation)
    return {"token": token, "lifetime": LIFETIME_SECONDS, **panel}


def _answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    theme = request.GET.get("theme")
    shown = {"theme": theme if theme in THEMES else None, **context}
    status = STATUSES.get(context.get("problem", ""), 200)
    response = render(request, "linear_integration/embed.html", shown, status=status)
    # The address holds the token until the script has taken it out.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _choose_language(request: HttpRequest) -> None:
    language = request.GET.get("language")
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
