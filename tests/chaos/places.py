"""Where callers write: a team of Linear's and two of Bob's conversations."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .callers import Answer, Call, Callers

TEAM = "ENG"


@dataclass(frozen=True)
class Places:
    """Issues are created in conversation `here`, and linked to `there`, too."""

    team: str
    here: int
    there: int

    def create(self, key: str) -> Call:
        """Return the call that creates an issue, whose title is the key."""
        body = {"conversation_id": self.here, "title": key, "team_id": self.team}
        return Call("create_issue", body, key)

    def link(self, created: Answer, key: str) -> Call:
        """Return the call that links a created issue to the other conversation."""
        body = {"conversation_id": self.there, "issue_id": created.data["identifier"]}
        return Call("link_issue", body, key)

    def unlink(self, linked: Answer, key: str, *, from_here: bool = True) -> Call:
        """Return the call that removes the link that a create, or a link, has made."""
        conversation = self.here if from_here else self.there
        body = {"conversation_id": conversation, "link_id": linked.data["link_id"]}
        return Call("unlink_issue", body, key)

    def comment(self, created: Answer, key: str) -> Call:
        """Return the call that comments on a created issue; the comment is the key."""
        link_id = created.data["link_id"]
        body = {"conversation_id": self.here, "link_id": link_id, "body": key}
        return Call("comment_issue", body, key)

    def each_kind(self, made: Sequence[Answer], prefix: str) -> list[Call]:
        """Return two creates and one of each other kind, of two issues that were created before."""
        return [
            self.create(f"{prefix}1"),
            self.create(f"{prefix}2"),
            self.link(made[0], f"{prefix}link"),
            self.unlink(made[1], f"{prefix}unlink"),
            self.comment(made[0], f"{prefix}comment"),
        ]


def find_places(callers: Callers, random: Random) -> Places:
    """Choose two conversations; asks the API, so all has to be well."""
    teams = callers.get("integrations/linear/teams")
    team = next(team["id"] for team in teams if team["key"] == TEAM)
    ids = [each["display_id"] for each in callers.get("conversations")]
    here, there = random.sample(ids, 2)
    return Places(team, here, there)
