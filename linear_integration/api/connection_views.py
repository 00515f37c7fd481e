"""The connection itself."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.base import envelope, validated
from conversations.api.schema import answer_of, failures
from conversations.models import Membership

from .. import connection
from .answers import (
    DisconnectedSerializer,
    HookSerializer,
    IntegrationSerializer,
    WorkspaceSerializer,
)
from .base import READ_FAILURES, WRITE_FAILURES, LinearView
from .inputs import ApiKeyInput, WorkspaceInput


class IntegrationView(LinearView):
    """The integration of an account."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="integration",
        responses={200: answer_of(IntegrationSerializer), **failures(403, 404)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return whether Linear is connected; administrators see more of each workspace."""
        return envelope(integration_of(self.member))

    @extend_schema(
        operation_id="disconnect",
        parameters=[WorkspaceInput],
        responses={200: answer_of(DisconnectedSerializer), **READ_FAILURES},
    )
    def delete(self, request: Request, account_id: int) -> Response:
        """Disconnect a workspace; administrators only. Links and messages stay."""
        self.require_administrator()
        given = validated(WorkspaceInput, request.query_params.dict())
        hook = connection.hook_for(self.member.account, given.get("workspace_id"))
        done = connection.disconnect(hook, by=self.member.user)
        return envelope(DisconnectedSerializer(done).data)


class ApiKeyView(LinearView):
    """Connecting with a personal API key."""

    @extend_schema(
        operation_id="connect_with_api_key",
        request=ApiKeyInput,
        responses={200: answer_of(HookSerializer), **WRITE_FAILURES},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Connect the workspace that the key belongs to; administrators only."""
        self.require_administrator()
        given = validated(ApiKeyInput, request.data)
        hook = connection.connect_with_api_key(self.member, api_key=given["api_key"])
        return envelope(HookSerializer(hook).data)


class CheckView(LinearView):
    """The connection test."""

    @extend_schema(
        operation_id="check_connection",
        parameters=[WorkspaceInput],
        request=None,
        responses={200: answer_of(HookSerializer), **READ_FAILURES},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Ask Linear who we are there; administrators only."""
        self.require_administrator()
        given = validated(WorkspaceInput, request.query_params.dict())
        hook = connection.hook_for(self.member.account, given.get("workspace_id"))
        return envelope(HookSerializer(connection.check(hook, by=self.member.user)).data)


def integration_of(member: Membership) -> dict[str, Any]:
    """Return whether Linear is connected to the member's account, as they may know it."""
    hooks = connection.hooks_of(member.account)
    serializer = HookSerializer if member.is_administrator else WorkspaceSerializer
    return {
        "configured": connection.is_configured(),
        "connected": bool(hooks),
        "can_manage": member.is_administrator,
        "workspaces": serializer(hooks, many=True).data,
    }
