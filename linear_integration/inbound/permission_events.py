"""Events of what our app may see: issues of teams that it lost are gone until they are back."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from .. import connection
from ..cards import note_gone, store_card
from ..entities import forget_teams, make_stale, teams_of
from ..linear import types
from ..linear.workspace_payloads import TEAM_ACCESS
from ..models import Issue, Workspace
from .arrivals import Arrival, Outcome

# So many cards are asked for at once; the others are found by the next comparison.
MOST_CARDS = 150


@dataclass(frozen=True)
class Sight:
    """Which of the teams are hidden now, and the issues that are shown again."""

    hidden: Collection[str]
    shown: Collection[str]
    cards: Collection[types.Issue]


class PermissionEvents:
    """Teams were opened to our app, or closed."""

    def ask(self, arrival: Arrival) -> Sight:
        """Ask which teams we see: such events may come late, or in another order."""
        access = arrival.event.body(TEAM_ACCESS)
        workspace = arrival.workspace
        hook = connection.hook_to_call(workspace.account, workspace.linear_id)
        visible = {team.id for team in teams_of(hook, refresh=True)}
        shown = visible & {*access.added_team_ids, *access.removed_team_ids}
        gone = _issues_of(workspace, shown).exclude(gone_at=None)
        ids = [str(each) for each in gone.values_list("linear_id", flat=True)[:MOST_CARDS]]
        cards = connection.client_for(hook).issues(ids) if ids else []
        return Sight(set(access.removed_team_ids) - visible, shown, cards)

    def apply(self, arrival: Arrival, answer: Sight) -> Outcome:
        """Note what is hidden, and what is shown again."""
        workspace = arrival.workspace
        make_stale(workspace, answer.shown)
        forget_teams(workspace, answer.hidden)
        hidden = _issues_of(workspace, answer.hidden).filter(gone_at=None)
        note_gone(workspace, [str(each) for each in hidden.values_list("linear_id", flat=True)])
        for card in answer.cards:
            store_card(workspace, card)
        return Outcome.UPDATED


def _issues_of(workspace: Workspace, team_ids: Collection[str]) -> QuerySet[Issue]:
    return Issue.objects.filter(workspace=workspace, card__team__id__in=team_ids)
