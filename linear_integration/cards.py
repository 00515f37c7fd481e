"""Issues as we last saw them: kept in our tables, so that the sidebar asks Linear for nothing."""

from django.utils import timezone

from .linear import types
from .models import Issue, Workspace


def store_card(workspace: Workspace, card: types.Issue) -> Issue:
    """Keep what Linear says of an issue; what is older than what we have changes nothing."""
    issue, is_new = Issue.objects.get_or_create(
        workspace=workspace, linear_id=card.id, defaults=_fields(card)
    )
    if not is_new:
        newer = Issue.objects.filter(pk=issue.pk, linear_updated_at__lte=card.updated_at)
        newer.update(**_fields(card))
        issue.refresh_from_db()
    return issue


def card_of(issue: Issue) -> types.Issue:
    """Return the card as Linear's library reads it."""
    return types.Issue.from_json(issue.card)


def _fields(card: types.Issue) -> dict[str, object]:
    return {
        "identifier": card.identifier,
        "title": card.title,
        "url": card.url,
        "card": card.to_json(),
        "linear_updated_at": card.updated_at,
        "fetched_at": timezone.now(),
    }
