"""What the list of conversations says of linked issues: the state that matters most, a count."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext, pgettext

from conversations.badges import Badge
from conversations.models import Conversation, Membership

from ..features import is_enabled
from ..models import IssueLink

TEMPLATE = "linear_integration/_issue_badge.html"
# What a customer waits for comes before what is done: work under way, then what is nearest to it.
ORDER = ("started", "unstarted", "triage", "backlog", "completed", "canceled", "duplicate")
CLOSED = frozenset({"completed", "canceled", "duplicate"})
HEX_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}", re.ASCII)


@dataclass(frozen=True)
class IssueBadge:
    """The icon's type and colour, how many issues there are, and all of it in words."""

    type: str
    color: str
    count: int
    text: str
    is_closed: bool


def issue_badges(member: Membership, conversations: Sequence[Conversation]) -> Mapping[int, Badge]:
    """Return a badge for each conversation with linked issues, of workspaces that are connected."""
    if not is_enabled(member.account):
        return {}
    states: dict[int, list[dict[str, Any]]] = {}
    links = IssueLink.objects.filter(
        conversation__in=conversations, issue__workspace__hook__isnull=False
    )
    for key, state in links.order_by("pk").values_list("conversation_id", "issue__card__state"):
        states.setdefault(key, []).append(state)
    return {key: Badge(TEMPLATE, _badge(found)) for key, found in states.items()}


def _badge(states: list[dict[str, Any]]) -> IssueBadge:
    first = min(states, key=lambda state: _place(state["type"]))
    return IssueBadge(
        type=first["type"] if first["type"] in ORDER else "unknown",
        color=first["color"] if HEX_COLOR.fullmatch(first["color"]) else "",
        count=len(states),
        text=_in_words([state["type"] for state in states]),
        is_closed=first["type"] in CLOSED,
    )


def _place(state_type: str) -> int:
    # A type that we don't know may be work that is open.
    return ORDER.index(state_type) if state_type in ORDER else ORDER.index("completed") - 1


def _in_words(types: list[str]) -> str:
    """Return such as "3 Linear issues: 1 in progress, 2 done"."""
    words = {
        "started": pgettext("of issues", "in progress"),
        "unstarted": pgettext("of issues", "to do"),
        "triage": pgettext("of issues", "in triage"),
        "backlog": pgettext("of issues", "in the backlog"),
        "completed": pgettext("of issues", "done"),
        "canceled": pgettext("of issues", "canceled"),
        "duplicate": pgettext("of issues", "duplicate"),
    }
    other = pgettext("of issues", "in another state")
    counted = Counter(words.get(each, other) for each in sorted(types, key=_place))
    parts = ", ".join(f"{number} {word}" for word, number in counted.items())
    text = ngettext(
        "%(count)s Linear issue: %(parts)s", "%(count)s Linear issues: %(parts)s", len(types)
    )
    return text % {"count": len(types), "parts": parts}
