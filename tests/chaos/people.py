"""People in Linear: what they do to issues there, through Linear's API, as its administrator."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from .callers import PATIENCE_SECONDS

KEY = "lin_api_demo_acme"
TEAM_KEYS = ("ENG", "OPS", "DES")
TEAMS = """
query {
  teams {
    nodes {
      id key states { nodes { id type } } members { nodes { id active } }
      projects { nodes { id } }
    }
  }
  issueLabels(first: 250, filter: { isGroup: { eq: false } }) {
    nodes { id parent { id } team { key } }
  }
}
"""
UPDATE = """
mutation ($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) {
    issue { state { type } team { key } completedAt canceledAt }
  }
}
"""
COMMENT = """
mutation ($input: CommentCreateInput!) { commentCreate(input: $input) { success } }
"""
LINK = """
mutation ($issue: String!, $url: String!) {
  attachmentLinkURL(issueId: $issue, url: $url) { attachment { id } }
}
"""
UNLINK = "mutation ($id: String!) { attachmentDelete(id: $id) { success } }"
ARCHIVE = "mutation ($id: String!) { issueArchive(id: $id) { success } }"
TRASH = "mutation ($id: String!) { issueDelete(id: $id) { success } }"
RESTORE = "mutation ($id: String!) { issueUnarchive(id: $id) { success } }"
DELETE = "mutation ($id: String!) { issueDelete(id: $id, permanentlyDelete: true) { success } }"
RELATE = """
mutation ($issue: String!, $canonical: String!) {
  issueRelationCreate(
    input: { issueId: $issue, relatedIssueId: $canonical, type: duplicate }
  ) { success }
}
"""
ENDS = ("completed", "canceled")
DUPLICATE = "marked as a duplicate"


@dataclass
class Subject:
    """An issue that people work on; one thread at a time has it.

    `links` are its attachments that lead to conversations, by URL; `ends` are the moments at which
    people are told of it, each with what it was then: completed, canceled or a duplicate.
    """

    id: str
    title: str
    links: dict[str, str]
    team: str = "ENG"
    state_type: str = "backlog"
    ends: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Team:
    """What an issue of a team may have."""

    id: str
    states: dict[str, list[str]]
    members: list[str]
    projects: list[str]
    labels: list[str]


class People:
    """Those who work on Acme's issues, from any number of threads."""

    def __init__(self, linear_url: str) -> None:
        self._client = httpx.Client(
            base_url=linear_url,
            headers={"Authorization": KEY},
            timeout=PATIENCE_SECONDS,
            trust_env=False,
        )
        data = self.ask(TEAMS)
        labels = data["issueLabels"]["nodes"]
        self.teams = {
            node["key"]: _team(node, labels)
            for node in data["teams"]["nodes"]
            if node["key"] in TEAM_KEYS
        }

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """Send a document; raises RuntimeError for whatever Linear refuses."""
        body = {"query": document, "variables": variables}
        answer = self._client.post("/graphql", json=body).json()
        if "errors" in answer:
            raise RuntimeError(f"Linear refused {variables}: {answer['errors']}")
        data: dict[str, Any] = answer["data"]
        return data

    def change(self, subject: Subject, **values: Any) -> None:
        """Change an issue, and remember if that completed or canceled it."""
        issue = self.ask(UPDATE, id=subject.id, input=values)["issueUpdate"]["issue"]
        subject.team, subject.state_type = issue["team"]["key"], issue["state"]["type"]
        for end, moment in zip(ENDS, (issue["completedAt"], issue["canceledAt"]), strict=True):
            if moment and subject.state_type == end:
                subject.ends.add((end, moment))

    def move_on(self, subject: Subject, random: Random, *types: str) -> None:
        """Put an issue into a state of one of these types."""
        states = self.teams[subject.team].states
        self.change(subject, stateId=random.choice(states[random.choice(types)]))

    def mark_as_duplicate(self, subject: Subject, canonical_id: str) -> None:
        """Say that an issue is the duplicate of another."""
        self.ask(RELATE, issue=subject.id, canonical=canonical_id)
        subject.ends.add((DUPLICATE, canonical_id))

    def link(self, subject: Subject, url: str) -> None:
        """Paste a conversation's address."""
        answer = self.ask(LINK, issue=subject.id, url=url)
        subject.links[url] = answer["attachmentLinkURL"]["attachment"]["id"]

    def unlink(self, subject: Subject, url: str) -> None:
        """Remove the link to a conversation."""
        self.ask(UNLINK, id=subject.links.pop(url))

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()


def _team(node: dict[str, Any], labels: list[dict[str, Any]]) -> Team:
    states: dict[str, list[str]] = {}
    for state in node["states"]["nodes"]:
        states.setdefault(state["type"], []).append(state["id"])
    return Team(
        id=node["id"],
        states=states,
        members=[each["id"] for each in node["members"]["nodes"] if each["active"]],
        projects=[each["id"] for each in node["projects"]["nodes"]],
        # Of a group an issue can have but one.
        labels=[
            each["id"]
            for each in labels
            if not each["parent"] and each["team"] in (None, {"key": node["key"]})
        ],
    )
