"""The caller's own user in Linear."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.base import envelope, validated
from conversations.api.schema import answer_of, failures, list_of

from .. import connection
from ..linear.errors import NotConnected
from .answers import Answer
from .base import READ_FAILURES, LinearView
from .inputs import WorkspaceInput

NOT_CONNECTED = "not_connected"
STATUSES = ["enabled", "reauthorize", NOT_CONNECTED]


class OwnUserSerializer(Answer):
    """A connected workspace, and whether what the caller writes is theirs there."""

    workspace_id = serializers.UUIDField(source="hook.workspace.linear_id")
    name = serializers.CharField(source="hook.workspace.name")
    acts_as_me = serializers.BooleanField(source="is_used")
    status = serializers.SerializerMethodField(
        help_text="`reauthorize`: Linear refuses it; until it is connected again, the account's "
        "connection writes."
    )
    user_id = serializers.UUIDField(source="connection.viewer_id", default=None, allow_null=True)
    user_name = serializers.CharField(
        source="connection.viewer_name", default=None, allow_null=True
    )
    scopes: Any = serializers.ListField(
        child=serializers.CharField(), source="connection.scopes", default=list
    )
    connected_at = serializers.DateTimeField(
        source="connection.connected_at", default=None, allow_null=True
    )

    @extend_schema_field(serializers.ChoiceField(choices=STATUSES))
    def get_status(self, own: connection.OwnUser) -> str:
        """Return how the caller's own connection stands."""
        return NOT_CONNECTED if own.connection is None else own.connection.status


class RevokedSerializer(Answer):
    """What became of the caller's own tokens."""

    revoked = serializers.BooleanField(
        help_text="False: the token has to be revoked by hand in Linear's settings."
    )


class OwnUserView(LinearView):
    """The caller's own user in Linear."""

    @extend_schema(
        operation_id="own_user",
        responses={200: list_of(OwnUserSerializer), **failures(403, 404)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return for each workspace whether the caller acts there as themselves.

        Connecting takes a person and Linear's consent page: `/app/accounts/{account_id}/linear`.
        """
        own_users = connection.own_users_of(self.member)
        return envelope(OwnUserSerializer(own_users, many=True).data)

    @extend_schema(
        operation_id="disconnect_own_user",
        parameters=[WorkspaceInput],
        responses={200: answer_of(RevokedSerializer), **READ_FAILURES},
    )
    def delete(self, request: Request, account_id: int) -> Response:
        """Revoke and forget the caller's own access; what they wrote stays theirs in Linear."""
        given = validated(WorkspaceInput, request.query_params.dict())
        hook = connection.hook_for(self.member.account, given.get("workspace_id"))
        for own in connection.own_users_of(self.member):
            if own.hook.pk == hook.pk and own.connection is not None:
                return envelope({"revoked": connection.disconnect_person(own.connection)})
        raise NotConnected(gettext("Your Linear user is not connected."))
