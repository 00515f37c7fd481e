"""Teams and their entities, complete, kept for a while in our tables.

A list that is old is asked for again; when Linear can't answer then, the old one is good enough.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from . import connection
from .linear.client import LinearClient
from .linear.errors import RateLimited, Timeout, Unavailable
from .linear.types import Team, TeamEntities
from .models import EntityCache, Hook, Workspace

FRESH_FOR = timedelta(minutes=10)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def teams_of(hook: Hook, *, refresh: bool = False) -> list[Team]:
    """Return every team that the hook's token sees."""
    content = _cached(hook, "", _fetch_teams, refresh=refresh)
    return [Team.from_json(team) for team in content]


def entities_of(hook: Hook, team_id: str, *, refresh: bool = False) -> TeamEntities:
    """Return what a new issue of the team may carry; `team_id` is a UUID in lower case."""

    def fetch(client: LinearClient) -> dict[str, Any]:
        return client.team_entities(team_id).to_json()

    return TeamEntities.from_json(_cached(hook, team_id, fetch, refresh=refresh))


def known_team(workspace: Workspace, team_id: str) -> TeamEntities | None:
    """Return what we know of a team, however old; Linear is not asked."""
    cached = EntityCache.objects.filter(workspace=workspace, team_id=team_id).first()
    return TeamEntities.from_json(cached.content) if cached else None


def make_stale(workspace: Workspace, team_ids: Collection[str] | None = None) -> None:
    """Let the next use of these teams' entities, or of all teams', ask Linear for them."""
    rows = EntityCache.objects.filter(workspace=workspace).exclude(team_id="")
    if team_ids is not None:
        rows = rows.filter(team_id__in=team_ids)
    rows.update(fetched_at=LONG_AGO)


def forget_teams(workspace: Workspace, team_ids: Collection[str]) -> None:
    """Forget what teams have that Linear doesn't show us any more."""
    EntityCache.objects.filter(workspace=workspace, team_id__in=team_ids).delete()


def _fetch_teams(client: LinearClient) -> list[dict[str, Any]]:
    return [team.to_json() for team in client.teams()]


def _cached(
    hook: Hook, team_id: str, fetch: Callable[[LinearClient], Any], *, refresh: bool
) -> Any:
    cached = EntityCache.objects.filter(workspace=hook.workspace, team_id=team_id).first()
    if cached and not refresh and cached.fetched_at > timezone.now() - FRESH_FOR:
        return cached.content
    try:
        content = fetch(connection.client_for(hook))
    except (Unavailable, Timeout, RateLimited):
        if cached is None or refresh:
            raise
        return cached.content
    _keep(hook, team_id, content)
    return content


def _keep(hook: Hook, team_id: str, content: Any) -> None:
    # One statement: the row comes and goes while somebody connects again.
    now = timezone.now()
    row = EntityCache(workspace=hook.workspace, team_id=team_id, content=content, fetched_at=now)
    EntityCache.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["workspace", "team_id"],
        update_fields=["content", "fetched_at"],
    )
