"""What cards show of other things: labels, projects, states, teams and people.

When one of these gets another name, or goes, Linear does not count that as a change of the issues.
"""

from collections.abc import Mapping
from typing import Any

from ..linear import types


def outdated(known: Mapping[str, types.Issue], found: types.ExistingIssues) -> set[str]:
    """Return the ids of the issues whose cards show anything otherwise than Linear does."""
    labels = {label.id: label for label in found.labels}
    return {
        issue_id
        for issue_id, card in known.items()
        if issue_id in found.issues and _is_outdated(card, found.issues[issue_id], labels)
    }


def shows_other_names(stored: Any, card: types.Issue) -> bool:
    """Return whether a stored card has other names than this one of those that events tell."""
    return _told(types.Issue.from_json(stored)) != _told(card)


def _is_outdated(
    card: types.Issue, names: types.IssueNames, labels: Mapping[str, types.IssueLabel]
) -> bool:
    return (
        (card.state, card.team, card.project) != (names.state, names.team, names.project)
        or _person(card.assignee) != _person(names.assignee)
        or set(card.label_ids) != set(names.label_ids)
        or any(labels.get(label.id) != label for label in card.labels)
    )


def _person(assignee: types.Assignee | None) -> tuple[str, ...]:
    # Not the picture: its address may be another one each time.
    return (assignee.id, assignee.name, assignee.display_name) if assignee else ()


def _told(card: types.Issue) -> object:
    labels = {(label.id, label.name, label.color) for label in card.labels}
    return labels, card.project and card.project.name
