"""The language that a person chooses, and the translations that the scripts fetch."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from .. import catalogues

# POST `language`: a cookie keeps the choice, and the answer leads back to the page that sent it, by
# `next` or else by Referer, which browsers send within our site (SECURE_REFERRER_POLICY).
choose = require_POST(set_language)


@require_safe
def catalogue(request: HttpRequest, language: str, version: str) -> HttpResponse:
    """Answer a language's catalogue; it may be kept for ever, since a later one has a new version.

    While a release is rolled out, a page of one may ask a server of the other: it gets what there
    is, and nobody keeps that.
    """
    found = catalogues.catalogue(language)
    if found is None:
        raise Http404
    is_asked_for = version == found.version
    kept = "public, max-age=31536000, immutable" if is_asked_for else "no-store"
    headers = {"Cache-Control": kept}
    return HttpResponse(found.body, content_type="application/json", headers=headers)
