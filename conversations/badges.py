"""What other parts of the product say of a conversation in the list.

`settings.CONVERSATION_BADGES` names functions. Each gets the member and a page of conversations,
and returns a Badge for those that it has something to say of, by their primary keys.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Conversation, Membership


@dataclass(frozen=True)
class Badge:
    """A template, and what it gets as `badge`."""

    template: str
    content: object


FindBadges = Callable[[Membership, Sequence[Conversation]], Mapping[int, Badge]]


def badges_for(member: Membership, conversations: Sequence[Conversation]) -> dict[int, list[Badge]]:
    """Return the badges of each of the conversations."""
    badges: dict[int, list[Badge]] = {conversation.pk: [] for conversation in conversations}
    for name in settings.CONVERSATION_BADGES:
        find: FindBadges = import_string(name)
        for key, badge in find(member, conversations).items():
            badges[key].append(badge)
    return badges
