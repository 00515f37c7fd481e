"""The audit of a storm of events: our cards, links and notes against what Linear has."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from .forgers import FORGED
from .ledger import LINKS, Audit, Row, query
from .people import Subject
from .stack import Stack

ISSUES = """
SELECT linear_id::text AS id, card, gone_at IS NOT NULL AS is_gone,
  EXISTS (SELECT 1 FROM linear_integration_issuelink WHERE issue_id = issue.id) AS is_linked
FROM linear_integration_issue issue WHERE linear_id::text = ANY(%s)
"""
NOTES = """
SELECT content, display_id FROM conversations_message message
JOIN conversations_conversation conversation ON conversation.id = message.conversation_id
WHERE private AND account_id = 1
  AND content ~ '^[A-Z]+-[0-9]+ was (completed|canceled|marked as a duplicate)'
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
_NOTE = re.compile(r"^(\S+) was (completed|canceled|marked as a duplicate)")


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
    names = {subject.id: subject.title for subject in subjects}
    for subject in subjects:
        _compare_card(audit, subject, issues.get(subject.id), ours.get(subject.id))
    _compare_links(audit, stack, names, issues, state["attachments"])
    _compare_notes(audit, stack, subjects, issues)
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
    audit: Audit,
    stack: Stack,
    names: Mapping[str, str],
    issues: Mapping[str, Row],
    attachments: Sequence[Row],
) -> None:
    """Compare the links of the issues that Linear still has."""
    prefix = f"{stack.url}/app/accounts/1/conversations/"
    in_linear = Counter(
        (each["issueId"], int(each["url"].removeprefix(prefix)))
        for each in attachments
        if each["issueId"] in issues and each["url"].startswith(prefix)
    )
    here = Counter(
        (str(row["linear_id"]), row["display_id"])
        for row in query(stack, LINKS)
        if str(row["linear_id"]) in issues
    )
    for pair in in_linear | here:
        issue_id, conversation = pair
        what = f"links of {names[issue_id]} in conversation {conversation}"
        audit.expect(what, here[pair], in_linear[pair])


def _compare_notes(
    audit: Audit, stack: Stack, subjects: Sequence[Subject], issues: Mapping[str, Row]
) -> None:
    """Each time that an issue was completed or canceled is one note in each conversation."""
    prefix = f"{stack.url}/app/accounts/1/conversations/"
    wanted: Counter[tuple[str, str, int]] = Counter()
    for subject in subjects:
        for end, _moment in subject.ends:
            for url in subject.links:
                wanted[subject.id, end, int(url.removeprefix(prefix))] += 1
    by_identifier = {
        identifier: issue["id"]
        for issue in issues.values()
        for identifier in (issue["identifier"], *issue["previousIdentifiers"])
    }
    found: Counter[tuple[str, str, int]] = Counter()
    for row in query(stack, NOTES):
        identifier, end = _NOTE.findall(row["content"])[0]
        if identifier in by_identifier:
            found[by_identifier[identifier], end, row["display_id"]] += 1
    names = {subject.id: subject.title for subject in subjects}
    for key in wanted | found:
        issue_id, end, conversation = key
        what = f"notes that {names[issue_id]} was {end} in conversation {conversation}"
        audit.expect(what, found[key], wanted[key])


def _demand_all_worked_off(audit: Audit, stack: Stack) -> None:
    for row in query(stack, DELIVERIES, f"%{FORGED}%"):
        if row["status"] != "done":
            audit.open.append(f"{row['number']} deliveries are {row['status']}")
        audit.expect(f"forged deliveries that are {row['status']}", row["forged"], 0)
    for row in query(stack, TRACES, f"%{FORGED}%", f"%{FORGED}%"):
        audit.doubles.append(f"a forged event has left {row['what']}")
