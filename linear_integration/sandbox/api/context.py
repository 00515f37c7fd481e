from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from graphql import GraphQLSchema

from ..clock import Clock
from ..limits import Limits
from ..settings import Switches
from ..state.store import Row, Store
from ..webhooks.outbox import Outbox
from .caller import Caller
from .errors import entity_not_found
from .team_access import visible_team_ids


@dataclass
class Context:
    """What a resolver may use: the state as this caller sees it, the time, the switches.

    ``before_mutation`` is called with the number of each root mutation before it runs, ``points``
    is the request's complexity, and ``headers`` are added to the answer.
    """

    schema: GraphQLSchema
    store: Store
    caller: Caller
    clock: Clock
    switches: Switches
    limits: Limits
    public_url: str
    outbox: Outbox
    before_mutation: Callable[[int], None] = lambda number: None
    mutation_count: int = 0
    points: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def organization(self) -> Row:
        return self.store.tables["Organization"][self.caller.organization_id]

    @cached_property
    def viewer(self) -> Row:
        return self.store.tables["User"][self.caller.user_id]

    @cached_property
    def team_ids(self) -> frozenset[str]:
        """Which teams the caller can see."""
        return visible_team_ids(self.store, self.viewer)

    def rows(self, table: str) -> Iterator[Row]:
        """Go through the rows of a table that the caller can see."""
        return (row for row in self.store.rows(table) if self.can_see(table, row))

    def find(self, table: str, row_id: str | None) -> Row | None:
        """Return the row of that id, if it is there and the caller can see it."""
        row = self.store.find(table, row_id)
        return row if row and self.can_see(table, row) else None

    def get(self, table: str, row_id: str | None) -> Row:
        """Return the row of that id, or refuse with Linear's "Entity not found"."""
        row = self.find(table, row_id)
        if row is None:
            raise entity_not_found(table)
        return row

    def can_see(self, table: str, row: Row) -> bool:
        if row["organizationId"] != self.caller.organization_id:
            return False
        if table == "Team":
            return row["id"] in self.team_ids
        if table == "Project":
            return not self.team_ids.isdisjoint(row["teamIds"])
        if table == "IssueRelation":
            ends = (row["issueId"], row["relatedIssueId"])
            return all(self.find("Issue", row_id) for row_id in ends)
        if table in {"Attachment", "AgentSession", "Comment"}:
            return self.find("Issue", row["issueId"]) is not None
        if table == "AgentActivity":
            return self.find("AgentSession", row["agentSessionId"]) is not None
        if table == "CustomerNeed":
            target = "Issue" if row["issueId"] else "Project"
            return self.find(target, row["issueId"] or row["projectId"]) is not None
        team_id = row.get("teamId")
        return team_id is None or team_id in self.team_ids
