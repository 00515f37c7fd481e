"""The comparison of a workspace with Linear."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.base import envelope, validated
from conversations.api.schema import answer_of, failures
from conversations.models import Account

from .. import connection
from ..models import Reconciliation, Workspace
from ..reconciliation import want
from .answers import StoredErrorSerializer
from .base import LinearView
from .inputs import WorkspaceInput


class ReconciliationSerializer(serializers.Serializer[Reconciliation]):
    """A comparison: how many rows of `total` are `done`, and how many were put right."""

    running = serializers.BooleanField(source="is_running")
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    repaired = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    next_at = serializers.DateTimeField()
    error = StoredErrorSerializer(
        allow_null=True, help_text="Why it does not go on at the moment; it does by itself."
    )


class ReconciliationView(LinearView):
    """How the comparison of a workspace stands, and wanting one now."""

    @extend_schema(
        operation_id="reconciliation",
        parameters=[WorkspaceInput],
        responses={200: answer_of(ReconciliationSerializer), **failures(403, 404, 422)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return how it stands; administrators only."""
        workspace = self._workspace(request)
        row = Reconciliation.objects.filter(workspace=workspace).first()
        return envelope(ReconciliationSerializer(row or Reconciliation(workspace=workspace)).data)

    @extend_schema(
        operation_id="reconcile",
        parameters=[WorkspaceInput],
        request=None,
        responses={200: answer_of(ReconciliationSerializer), **failures(403, 404, 422)},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Let a comparison begin within seconds; administrators only."""
        return envelope(ReconciliationSerializer(want(self._workspace(request))).data)

    def _workspace(self, request: Request) -> Workspace:
        self.require_administrator()
        given = validated(WorkspaceInput, request.query_params.dict())
        account: Account = self.member.account
        return connection.hook_for(account, given.get("workspace_id")).workspace
