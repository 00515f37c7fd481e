from __future__ import annotations

from itertools import cycle, islice

from ..api.context import Context
from .changes import post_changes


def change_issues(context: Context, count: int) -> None:
    """Move issues of public teams about, one after another, each with an event of its own."""
    teams = context.store.tables["Team"]
    issues = [
        row["id"]
        for row in context.rows("Issue")
        if not row["archivedAt"] and teams[row["teamId"]]["visibility"] == "public"
    ]
    for number, row_id in enumerate(islice(cycle(issues), count)):
        order = context.store.tables["Issue"][row_id]["sortOrder"] + number + 1
        with context.store.transaction() as changes:
            times = {"updatedAt": context.clock.stamp()}
            context.store.update("Issue", row_id, sortOrder=order, **times)
        post_changes(context, changes)
