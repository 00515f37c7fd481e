"""Showing the sidebar in a page of another helpdesk's."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.access import conversation_for
from conversations.api.base import envelope, validated
from conversations.api.schema import answer_of, body_failures
from conversations.embed_tokens import embed_token_for

from .answers import EmbedTokenSerializer
from .base import LinearView
from .inputs import EmbedTokenInput


class EmbedTokenView(LinearView):
    """A frame's token."""

    @extend_schema(
        operation_id="create_embed_token",
        request=EmbedTokenInput,
        responses={201: answer_of(EmbedTokenSerializer), **body_failures(404)},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Return what shows the conversation's sidebar, as the caller sees it, for 15 minutes.

        The frame at `url` asks the page around it for the next token before this one ends; see
        /docs/embedding/.
        """
        given = validated(EmbedTokenInput, request.data)
        conversation = conversation_for(self.member, given["conversation_id"])
        token = embed_token_for(self.member, conversation, origin=given["origin"])
        raw = token.signed()
        path = reverse("embed", args=[conversation.display_id])
        url = f"{settings.FRONTEND_URL}{path}?{urlencode({'token': raw})}"
        answer = {"url": url, "token": raw, "expires_at": token.ends}
        return envelope(EmbedTokenSerializer(answer).data, status=201)
