"""Issues that were marked as duplicates unheard."""

from collections.abc import Iterable

from django.db import transaction

from ..connection.clients import HookClient
from ..inbound.duplicates import DUPLICATE, end_of_chain, follow_canonical
from ..inbound.issue_events import locked_issue
from ..linear import types
from ..models import Workspace


def follow_duplicates(
    workspace: Workspace, client: HookClient, cards: Iterable[types.Issue]
) -> None:
    """Let the links of duplicates move to what they are duplicates of."""
    for card in cards:
        if card.state.type != DUPLICATE:
            continue
        canonical = end_of_chain(client, card.id)
        with transaction.atomic():
            if issue := locked_issue(workspace, card.id):
                follow_canonical(issue, canonical)
