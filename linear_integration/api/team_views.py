"""Teams, and what the create form offers for one."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.api.base import envelope, validated
from conversations.api.schema import answer_of, list_of

from .. import connection, entities
from ..linear.types import Team
from ..models import Hook
from .base import READ_FAILURES, LinearView, ask_all
from .inputs import ListInput, TeamEntitiesInput
from .team_answers import TeamEntitiesSerializer, TeamSerializer


class TeamsView(LinearView):
    """The teams."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="teams",
        parameters=[ListInput],
        responses={200: list_of(TeamSerializer), **READ_FAILURES},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return every team that the connection can see."""
        given = validated(ListInput, request.query_params.dict())
        hooks = connection.hooks_for(self.member.account, given.get("workspace_id"))

        def list_teams(hook: Hook) -> list[dict[str, Any]]:
            teams = entities.teams_of(hook, refresh=given["refresh"])
            return [_row(team, hook) for team in teams]

        return envelope(ask_all(hooks, list_teams))


class TeamEntitiesView(LinearView):
    """What an issue of a team may carry."""

    embeddable = frozenset({"GET"})

    @extend_schema(
        operation_id="team_entities",
        parameters=[TeamEntitiesInput],
        responses={200: answer_of(TeamEntitiesSerializer), **READ_FAILURES},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return the team's users, projects, states, labels, cycles, templates and estimates."""
        given = validated(TeamEntitiesInput, request.query_params.dict())
        hook = connection.hook_for(self.member.account, given.get("workspace_id"))
        found = entities.entities_of(hook, given["team_id"], refresh=given["refresh"])
        return envelope(TeamEntitiesSerializer(found).data)


def _row(team: Team, hook: Hook) -> dict[str, Any]:
    return {
        "id": team.id,
        "name": team.name,
        "key": team.key,
        "workspace_id": hook.workspace.linear_id,
    }
