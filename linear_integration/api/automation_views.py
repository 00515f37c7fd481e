"""What the helpdesk does when something happens to a linked issue."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.base import envelope, validated
from conversations.api.schema import answer_of, body_failures, failures

from .. import connection
from ..automations import automations_of, store_automations
from ..models import Automations, Workspace
from .automation_serializers import AutomationsInput, AutomationsSerializer
from .base import LinearView
from .inputs import WorkspaceInput


class AutomationsView(LinearView):
    """The switches of a workspace."""

    @extend_schema(
        operation_id="automations",
        parameters=[WorkspaceInput],
        responses={200: answer_of(AutomationsSerializer), **failures(403, 404, 422)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return the switches as they are set, else as by default; administrators only."""
        automations = automations_of(self._workspace(request))
        return envelope(AutomationsSerializer(automations).data)

    @extend_schema(
        operation_id="set_automations",
        parameters=[WorkspaceInput],
        request=AutomationsInput,
        responses={200: answer_of(AutomationsSerializer), **body_failures(404)},
    )
    def put(self, request: Request, account_id: int) -> Response:
        """Set all switches anew; administrators only."""
        workspace = self._workspace(request)
        given = validated(AutomationsInput, request.data)
        stored = store_automations(Automations(workspace=workspace, **given))
        return envelope(AutomationsSerializer(stored).data)

    def _workspace(self, request: Request) -> Workspace:
        self.require_administrator()
        given = validated(WorkspaceInput, request.query_params.dict())
        return connection.hook_for(self.member.account, given.get("workspace_id")).workspace
