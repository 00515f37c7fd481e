"""What Linear's webhooks brought, and working it off again."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.base import envelope, page_envelope, validated
from conversations.api.schema import answer_of, failures, page_of

from ..inbound.history import delivery_for, find_deliveries, logged_deliveries
from ..inbound.replaying import replay
from .base import LinearView
from .delivery_serializers import DeliveryQuery, DeliverySerializer, WholeDeliverySerializer


class DeliveriesView(LinearView):
    """The deliveries of Linear's webhooks."""

    @extend_schema(
        operation_id="deliveries",
        parameters=[DeliveryQuery],
        responses={200: page_of(DeliverySerializer), **failures(403, 404, 422)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return a page of what came for the account, the newest first; administrators only.

        They are kept for 30 days. To read on while new ones come, name the last one that you have
        with `before`.
        """
        self.require_administrator()
        query = validated(DeliveryQuery, request.query_params.dict())
        found = find_deliveries(
            self.member,
            status=query.get("status"),
            event_type=query.get("type"),
            before=query.get("before"),
        )
        page, per_page = query["page"], query["per_page"]
        return page_envelope(
            found, DeliverySerializer, page=page, per_page=per_page, shown=logged_deliveries
        )


class DeliveryView(LinearView):
    """A delivery."""

    @extend_schema(
        operation_id="delivery",
        responses={200: answer_of(WholeDeliverySerializer), **failures(403, 404)},
    )
    def get(self, request: Request, account_id: int, delivery_id: int) -> Response:
        """Return a delivery with its headers and its body; administrators only."""
        self.require_administrator()
        [whole] = logged_deliveries([delivery_for(self.member, delivery_id)])
        return envelope(WholeDeliverySerializer(whole).data)


class DeliveryReplayView(LinearView):
    """Working a delivery off again."""

    @extend_schema(
        operation_id="replay_delivery",
        request=None,
        responses={200: answer_of(DeliverySerializer), **failures(403, 404)},
    )
    def post(self, request: Request, account_id: int, delivery_id: int) -> Response:
        """Let a delivery be worked off again, in a moment; administrators only.

        What it did already it does not do twice. One that is about to be worked off is left alone.
        """
        self.require_administrator()
        replay(delivery_for(self.member, delivery_id), by=self.member)
        [replayed] = logged_deliveries([delivery_for(self.member, delivery_id)])
        return envelope(DeliverySerializer(replayed).data)
