"""Asking for what has changed: of known issues, and of their comments, since a moment."""

import time
from typing import Any

from .process import UPDATE, Linear

CHANGED = """
query IssuesUpdatedSince($since: DateTimeOrDuration!, $ids: [ID!]!, $after: String) {
  issues(
    first: 50, after: $after, includeArchived: true, orderBy: updatedAt
    filter: { id: { in: $ids }, updatedAt: { gt: $since } }
  ) { nodes { id identifier updatedAt archivedAt } pageInfo { hasNextPage endCursor } }
}
"""
COMMENTS = """
query Comments($issue: ID!, $since: DateTimeOrDuration!) {
  comments(filter: { issue: { id: { eq: $issue } }, createdAt: { gt: $since } }) {
    nodes { body }
  }
}
"""
COMMENT = (
    "mutation Comment($input: CommentCreateInput!) { commentCreate(input: $input) "
    "{ comment { createdAt } } }"
)


def test_known_issues_changed_since_a_moment_come_newest_first(linear: Linear) -> None:
    one, two, three, _stranger = (_spaced(linear) for _ in range(4))
    since = three["updatedAt"]
    linear.ask(UPDATE, {"id": one["id"], "input": {"priority": 1}})
    time.sleep(0.002)
    linear.ask("mutation A($id: String!) { issueArchive(id: $id) { success } }", {"id": two["id"]})
    ids = [issue["id"] for issue in (one, two, three)]
    found = linear.ask(CHANGED, {"since": since, "ids": ids})["issues"]
    assert [node["id"] for node in found["nodes"]] == [two["id"], one["id"]]
    assert found["nodes"][0]["archivedAt"]
    assert found["pageInfo"]["hasNextPage"] is False
    assert linear.ask(CHANGED, {"since": since, "ids": []})["issues"]["nodes"] == []


def test_the_moment_is_understood_in_any_time_zone(linear: Linear) -> None:
    issue = _spaced(linear)
    moment = issue["updatedAt"].replace("Z", "+00:00")
    variables = {"since": moment, "ids": [issue["id"]]}
    assert linear.ask(CHANGED, variables)["issues"]["nodes"] == []
    earlier = {**variables, "since": "-PT1M"}
    assert len(linear.ask(CHANGED, earlier)["issues"]["nodes"]) == 1


def test_all_pages_together_hold_each_issue_once(linear: Linear) -> None:
    ids = [linear.create(title=f"Number {number}")["id"] for number in range(51)]
    first = linear.ask(CHANGED, {"since": "-P1D", "ids": ids})["issues"]
    after = first["pageInfo"]["endCursor"]
    second = linear.ask(CHANGED, {"since": "-P1D", "ids": ids, "after": after})["issues"]
    assert second["pageInfo"]["hasNextPage"] is False
    found = [node["id"] for node in first["nodes"] + second["nodes"]]
    assert sorted(found) == sorted(ids)


def test_comments_of_an_issue_since_a_moment(linear: Linear) -> None:
    issue, other, since = linear.create(), linear.create(), ""
    for target, body in [(issue, "Old"), (issue, "New"), (other, "Elsewhere")]:
        given = {"issueId": target["id"], "body": body}
        made = linear.ask(COMMENT, {"input": given})["commentCreate"]["comment"]
        since = made["createdAt"] if body == "Old" else since
        time.sleep(0.002)
    nodes = linear.ask(COMMENTS, {"issue": issue["id"], "since": since})["comments"]["nodes"]
    assert [node["body"] for node in nodes] == ["New"]


def _spaced(linear: Linear) -> dict[str, Any]:
    """Create an issue, and let a millisecond pass: times are no finer."""
    issue = linear.create()
    time.sleep(0.002)
    return issue
