"""What the API's views share: who asks, and the envelope of the answers."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView

from ..access import membership_for
from ..embed_tokens import EmbedToken, confine
from ..models import Membership, User
from .authentication import EmbedAuthentication


class AccountView(APIView):
    """A view under `/accounts/{account_id}/`; `self.member` is who asks, in which account."""

    member: Membership
    # The methods that a frame elsewhere may call, too: for the one conversation of its token.
    embeddable: ClassVar[frozenset[str]] = frozenset()
    # OPTIONS would describe the view in a form of its own; OpenAPI does it better.
    metadata_class = None

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Return who may ask; a frame's token is no token but where it is expected."""
        known = super().get_authenticators()
        # While the schema is written, there is no request at first.
        method = getattr(self.request, "method", None)
        return [EmbedAuthentication(), *known] if method in self.embeddable else known

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let only members in; to others the account doesn't exist."""
        super().initial(request, *args, **kwargs)
        _refuse_unknown_length(request)
        self.member = membership_for(signed_in_user(request), kwargs["account_id"])
        if isinstance(request.auth, EmbedToken):
            confine(self.member, request.auth)


class LengthRequired(APIException):
    """The body comes in chunks: WSGI hands on only bodies whose length is known."""

    status_code = 411
    default_code = "length_required"
    default_detail = _("Send the body with a Content-Length, not in chunks.")


def signed_in_user(request: Request) -> User:
    """Return who asks."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def validated(serializer_class: type[Serializer[Any]], data: object) -> dict[str, Any]:
    """Return the input as the serializer reads it; what is wrong raises with its fields."""
    if data is None:  # the body `null`, of which DRF says so only here
        serializer_class(data=None).is_valid(raise_exception=True)
    return dict(_made_once(serializer_class).run_validation(data))


def envelope(data: object, *, status: int = 200, meta: Mapping[str, Any] | None = None) -> Response:
    """Answer `{"data": …}`, and `"meta"` beside it where it is given."""
    body = {"data": data} if meta is None else {"data": data, "meta": meta}
    return Response(body, status=status)


def conditional(request: Request, response: Response) -> Response:
    """Give the answer an ETag; who names it in If-None-Match is answered 304, without a body."""

    def compared(rendered: Any) -> HttpResponseBase | None:
        set_response_etag(rendered)
        return get_conditional_response(request._request, etag=rendered["ETag"], response=rendered)

    response.add_post_render_callback(compared)
    return response


def page_envelope(
    rows: QuerySet[Any, Model],
    serializer_class: type[BaseSerializer[Any]],
    *,
    page: int,
    per_page: int,
    shown: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    more: Mapping[str, int] = MappingProxyType({}),
) -> Response:
    """Answer one page of the rows, with `meta` as `{page, pages, count}`, and `more` beside it.

    `shown` makes of the page's rows, all at once, what the serializer shows.
    """
    count = rows.count()
    start = (page - 1) * per_page
    data = serializer_class(shown(rows[start : start + per_page]), many=True).data
    pages = max(1, -(-count // per_page))
    return envelope(data, meta={"page": page, "pages": pages, "count": count, **more})


def _refuse_unknown_length(request: Request) -> None:
    # Read as an empty body, it would be answered by "this field is required".
    if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
        raise LengthRequired


@cache
def _made_once(serializer_class: type[Serializer[Any]]) -> Serializer[Any]:
    # A new one copies every field, which takes longer than to read what was sent.
    return serializer_class()
