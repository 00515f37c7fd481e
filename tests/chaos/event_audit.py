"""The audit of a storm of events: our cards, links and notes against what Linear has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from .forgers import FORGED
from .ledger import Audit, Row, query
from .note_audit import compare_notes
from .people import Subject
from .stack import Stack

ISSUES = """
SELECT linear_id::text AS id, card, gone_at IS NOT NULL AS is_gone,
  EXISTS (SELECT 1 FROM linear_integration_issuelink WHERE issue_id = issue.id) AS is_linked
FROM linear_integration_issue issue WHERE linear_id::text = ANY(%s)
"""
LINKS = """
SELECT linear_id::text AS issue_id, link_id::text, display_id FROM linear_integration_issuelink link
JOIN linear_integration_issue issue ON issue.id = link.issue_id
JOIN conversations_conversation conversation ON conversation.id = link.conversation_id
"""
UNFINISHED = """
SELECT (SELECT count(*) FROM linear_integration_webhookdelivery WHERE status = 'waiting')
  + (SELECT count(*) FROM linear_integration_operation WHERE status IN ('pending', 'unknown'))
  AS number
"""
DELIVERIES = """
SELECT status, count(*) AS number, count(*) FILTER (WHERE body LIKE %s) AS forged
FROM linear_integration_webhookdelivery GROUP BY status
"""
TRACES = """
SELECT 'a card' AS what FROM linear_integration_issue WHERE card::text LIKE %s
UNION ALL SELECT 'a message' FROM conversations_message WHERE content LIKE %s
"""


def unfinished(stack: Stack) -> int:
    """Count the events that are not worked off, and the writes that they led to."""
    return int(query(stack, UNFINISHED)[0]["number"])


def audit_events(stack: Stack, subjects: Sequence[Subject]) -> Audit:
    """Compare everything that a storm was about, after the last event was worked off."""
    audit = Audit()
    state = stack.sandbox.state()
    ids = {subject.id for subject in subjects}
    issues = {issue["id"]: issue for issue in state["issues"] if issue["id"] in ids}
    ours = {row["id"]: row for row in query(stack, ISSUES, list(ids))}
    for subject in subjects:
        _compare_card(audit, subject, issues.get(subject.id), ours.get(subject.id))
    prefix = f"{stack.url}/app/accounts/1/conversations/"
    _compare_links(audit, stack, issues, state["attachments"], prefix)
    compare_notes(audit, stack, subjects, issues, prefix)
    _demand_all_worked_off(audit, stack)
    return audit


def _compare_card(audit: Audit, subject: Subject, theirs: Row | None, ours: Row | None) -> None:
    if ours is None:
        audit.losses.append(f"{subject.title}: we have no such issue")
        return
    if theirs is None:
        audit.expect(f"{subject.title}: deleted in Linear, and gone here", ours["is_gone"], 1)
        return
    if not ours["is_linked"]:
        return
    audit.expect(f"{subject.title}: gone here, and not in Linear", ours["is_gone"], 0)
    wanted, found = _of_linear(theirs), _of_card(ours["card"])
    for name in wanted:
        if wanted[name] != found[name]:
            difference = f"{name} {found[name]!r}, in Linear {wanted[name]!r}"
            audit.losses.append(f"{subject.title}: {difference}")


def _of_linear(issue: Row) -> dict[str, Any]:
    names = ("identifier", "title", "stateId", "assigneeId", "projectId", "dueDate", "teamId")
    return {
        **{name: issue[name] for name in names},
        "priority": int(issue["priority"]),
        "labelIds": sorted(issue["labelIds"]),
        "isArchived": issue["archivedAt"] is not None,
        "isTrashed": bool(issue["trashed"]),
    }


def _of_card(card: Row) -> dict[str, Any]:
    return {
        "identifier": card["identifier"],
        "title": card["title"],
        "stateId": card["state"]["id"],
        "assigneeId": card["assignee"] and card["assignee"]["id"],
        "projectId": card["project"] and card["project"]["id"],
        "dueDate": card["due_date"],
        "teamId": card["team"]["id"],
        "priority": card["priority"],
        "labelIds": sorted(label["id"] for label in card["labels"]),
        "isArchived": card["archived_at"] is not None,
        "isTrashed": bool(card["trashed"]),
    }


def _compare_links(
    audit: Audit, stack: Stack, issues: Mapping[str, Row], attachments: Sequence[Row], prefix: str
) -> None:
    """Compare the links of the issues that Linear still has, by the ids of its attachments, too."""
    in_linear = Counter(
        (each["issueId"], int(each["url"].removeprefix(prefix)), each["id"])
        for each in attachments
        if each["issueId"] in issues and each["url"].startswith(prefix)
    )
    here = Counter(
        (row["issue_id"], row["display_id"], row["link_id"])
        for row in query(stack, LINKS)
        if row["issue_id"] in issues
    )
    for link in in_linear | here:
        issue_id, conversation, link_id = link
        name = f"{issues[issue_id]['title']} ({issues[issue_id]['identifier']})"
        what = f"links {link_id} of {name} in conversation {conversation}"
        audit.expect(what, here[link], in_linear[link])


def _demand_all_worked_off(audit: Audit, stack: Stack) -> None:
    for row in query(stack, DELIVERIES, f"%{FORGED}%"):
        if row["status"] != "done":
            audit.open.append(f"{row['number']} deliveries are {row['status']}")
        audit.expect(f"forged deliveries that are {row['status']}", row["forged"], 0)
    for row in query(stack, TRACES, f"%{FORGED}%", f"%{FORGED}%"):
        audit.doubles.append(f"a forged event has left {row['what']}")
