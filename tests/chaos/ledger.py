"""The audit of a run: what Linear holds, what our database says, what the conversations tell."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

from .stack import Stack

OPERATIONS = """
SELECT operation.*, idempotency_key AS key, display_id
FROM linear_integration_operation operation
JOIN conversations_conversation conversation ON conversation.id = operation.conversation_id
WHERE idempotency_key LIKE %s ORDER BY operation.created_at
"""
LINKS = """
SELECT issue.linear_id, display_id FROM linear_integration_issuelink link
JOIN linear_integration_issue issue ON issue.id = link.issue_id
JOIN conversations_conversation conversation ON conversation.id = link.conversation_id
"""
ACTIVITIES = """
SELECT content, display_id FROM conversations_message message
JOIN conversations_conversation conversation ON conversation.id = message.conversation_id
WHERE message_type = 'activity' AND account_id = 1
"""
VERBS = {
    "create_issue": "Created",
    "link_issue": "Linked",
    "unlink_issue": "Unlinked",
    "comment_issue": "Commented on",
    "complete_issue": "Completed",
}
OPEN = ("pending", "unknown")

Row = dict[str, Any]


@dataclass
class Audit:
    """What was found: `doubles` and `losses` in words, and the operations still open."""

    doubles: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def expect(self, what: str, count: int, wanted: int) -> None:
        """Note a double where there are too many, a loss where there are too few."""
        if count > wanted:
            self.doubles.append(f"{what}: {count}, not {wanted}")
        if count < wanted:
            self.losses.append(f"{what}: {count}, not {wanted}")


def query(stack: Stack, sql: str, *parameters: object) -> list[Row]:
    """Return the rows of a query to the stack's database, past every proxy."""
    with psycopg.connect(stack.cluster.dsn, row_factory=dict_row, autocommit=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def open_operations(stack: Stack, prefix: str) -> int:
    """Count the operations that are neither done nor refused, of keys that begin with `prefix`."""
    return sum(map(is_open, query(stack, OPERATIONS, f"{prefix}%")))


def audit_run(stack: Stack, prefix: str) -> Audit:
    """Compare all sides for the keys, and titles of issues, that begin with `prefix`.

    An issue's title, or a comment's text, is the key that it was created with, so whatever Linear
    holds of this run can be told from the rest.
    """
    operations = query(stack, OPERATIONS, f"{prefix}%")
    done = [each for each in operations if each["status"] == "done"]
    left_open = [f"{o['kind']} {o['key']} {o['status']}" for o in operations if is_open(o)]
    audit = Audit(open=left_open)
    state = stack.sandbox.state()
    issues = [issue for issue in state["issues"] if issue["title"].startswith(prefix)]
    _compare_issues(audit, issues, done)
    _compare_links(audit, stack, issues, state["attachments"], done)
    _compare_comments(audit, state["comments"], done, prefix)
    _compare_messages(audit, stack, issues, done)
    return audit


def is_open(operation: Row) -> bool:
    """Whether an operation has not come to its end."""
    return operation["status"] in OPEN


def _compare_issues(audit: Audit, issues: list[Row], done: list[Row]) -> None:
    wanted = {o["key"]: str(o["issue_id"]) for o in done if o["kind"] == "create_issue"}
    found = Counter(issue["title"] for issue in issues)
    for key in wanted.keys() | found.keys():
        audit.expect(f"issues in Linear for {key}", found[key], int(key in wanted))
    ours = {issue["id"] for issue in issues}
    for key, issue_id in wanted.items():
        audit.expect(f"issues in Linear with the id of {key}", int(issue_id in ours), 1)


def _compare_links(
    audit: Audit, stack: Stack, issues: list[Row], attachments: list[Row], done: list[Row]
) -> None:
    names = {issue["id"]: issue["title"] for issue in issues}
    wanted = _links_left(done)
    in_linear = Counter(
        (each["issueId"], int(each["url"].rpartition("/")[2]))
        for each in attachments
        if each["issueId"] in names
    )
    here = Counter((str(row["linear_id"]), row["display_id"]) for row in query(stack, LINKS))
    for pair in wanted | set(in_linear):
        issue, conversation = pair
        what = f"of {names.get(issue, issue)} in conversation {conversation}"
        audit.expect(f"links in Linear {what}", in_linear[pair], int(pair in wanted))
        audit.expect(f"links in our database {what}", here[pair], int(pair in wanted))


def _links_left(done: list[Row]) -> set[tuple[str, int]]:
    """Return issue and conversation of each link that the operations, in their order, leave."""
    left: set[tuple[str, int]] = set()
    for operation in done:
        pair = (issue_of(operation), operation["display_id"])
        if operation["kind"] == "unlink_issue":
            left.discard(pair)
        elif operation["kind"] != "comment_issue":
            left.add(pair)
    return left


def _compare_comments(audit: Audit, comments: list[Row], done: list[Row], prefix: str) -> None:
    wanted = {o["key"]: str(o["comment_id"]) for o in done if o["kind"] == "comment_issue"}
    ours = [comment for comment in comments if comment["body"].startswith(prefix)]
    found = Counter(comment["body"] for comment in ours)
    for key in wanted.keys() | found.keys():
        audit.expect(f"comments in Linear for {key}", found[key], int(key in wanted))
    ids = {comment["id"] for comment in ours}
    for key, comment_id in wanted.items():
        audit.expect(f"comments in Linear with the id of {key}", int(comment_id in ids), 1)


def issue_of(operation: Row) -> str:
    """Return the id of the issue that a finished operation was about."""
    return str(operation["issue_id"] or operation["result"]["id"])


def _compare_messages(audit: Audit, stack: Stack, issues: list[Row], done: list[Row]) -> None:
    identifiers = {issue["id"]: issue["identifier"] for issue in issues}
    wanted = Counter(
        (f"{VERBS[o['kind']]} Linear issue [{identifiers.get(issue_of(o))}]", o["display_id"])
        for o in done
    )
    ours = set(identifiers.values())
    found = Counter(
        (row["content"], row["display_id"])
        for row in query(stack, ACTIVITIES)
        if row["content"].partition("[")[2].rstrip("]") in ours
    )
    for message in wanted.keys() | found.keys():
        text, conversation = message
        what = f"messages {text!r} in conversation {conversation}"
        audit.expect(what, found[message], wanted[message])
