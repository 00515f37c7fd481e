"""The linked issues: those that have changed since the last time, and those that are gone."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import QuerySet

from ..automations import Kind, tell
from ..cards import note_gone, store_card
from ..connection.clients import HookClient
from ..inbound.issue_happenings import change_of_state
from ..linear import types
from ..models import Issue, Workspace
from ..resolutions import is_our_own
from .comments import tell_comments
from .duplicates import follow_duplicates
from .names import outdated, shows_other_names

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


class Issues:
    """The issues of a workspace that are linked to a conversation."""

    chunk_size = 100

    def rows(self, workspace: Workspace) -> QuerySet[Issue]:
        """Return the linked issues."""
        return Issue.objects.filter(workspace=workspace, links__isnull=False).distinct()

    def repair(
        self,
        workspace: Workspace,
        client: HookClient,
        rows: Sequence[Issue],
        since: datetime | None,
    ) -> int:
        """Store what has changed, tell of what came to its end, and note what is gone.

        The first time there is no telling what has changed, and nobody is told of it.
        """
        known = {str(issue.linear_id): types.Issue.from_json(issue.card) for issue in rows}
        label_ids = {label.id for card in known.values() for label in card.labels}
        found = client.existing_issues(sorted(known), sorted(label_ids))
        existing = set(known) & set(found.issues)
        cards = _changed(client, existing, since or ALWAYS)
        # What is there again may not have changed since.
        back = {str(issue.linear_id) for issue in rows if issue.gone_at} & existing
        cards |= {card.id: card for card in client.issues(sorted(back - set(cards)))}
        is_first = since is None
        repaired = sum(_store(workspace, card, is_told=not is_first) for card in cards.values())
        renamed = outdated(known, found) - set(cards)
        # That a state has another name is no news of the issue.
        repaired += sum(
            _store(workspace, card, is_told=False) for card in client.issues(sorted(renamed))
        )
        follow_duplicates(workspace, client, cards.values())
        if since is not None:
            tell_comments(workspace, client, existing, since)
        return repaired + note_gone(workspace, set(known) - existing)


def _changed(client: HookClient, ids: set[str], since: datetime) -> dict[str, types.Issue]:
    if not ids:
        return {}
    return {card.id: card for card in client.issues_updated_since(sorted(ids), since)}


@transaction.atomic
def _store(workspace: Workspace, card: types.Issue, *, is_told: bool) -> bool:
    """Store the card, and return whether no event had told of it.

    One that an event brought may lack what events don't tell, such as a person's display name.
    """
    known = Issue.objects.select_for_update().get(workspace=workspace, linear_id=card.id)
    is_missed = (
        known.linear_updated_at < card.updated_at
        or known.gone_at is not None
        or (known.linear_updated_at == card.updated_at and shows_other_names(known.card, card))
    )
    issue = store_card(workspace, card)
    happening = change_of_state(card)
    # Other changes of state have no moment by which a late webhook would know them again.
    is_dated = happening.kind != Kind.STATE_CHANGED
    if is_told and is_dated and not is_our_own(issue, happening):
        tell(issue, happening)
    return is_missed
