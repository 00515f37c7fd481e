"""Doing in Linear what people do there: a mutation in a person's name, as the API runs it."""

from __future__ import annotations

from typing import Any

from ..api.caller import Caller
from ..oauth.tokens import administrator
from ..sandbox import Sandbox
from ..state.store import Row

# What somebody at Linear's own pages may do, as far as their role lets them.
_SCOPES = frozenset({"read", "write", "admin"})


def perform(sandbox: Sandbox, person: Row, document: str, variables: dict[str, Any]) -> None:
    """Run a document of one mutation as a person; what Linear refuses becomes a ValueError."""
    caller = Caller(person["organizationId"], person["id"], _SCOPES, "user", "api_key")
    prepared = sandbox.engine.prepare(document)
    if prepared.document is None:
        raise prepared.errors[0]
    context = sandbox.context(caller)
    body, _, _ = sandbox.engine.execute(prepared.document, variables, None, context)
    for error in body.get("errors", ()):
        raise ValueError(error["extensions"]["userPresentableMessage"])


def find_person(sandbox: Sandbox, organization_id: str, name: object) -> Row:
    """Return a person of a workspace by id or name, its administrator if none is named."""
    if not name:
        return administrator(sandbox, organization_id)
    for row in sandbox.store.rows("User"):
        is_here = row["organizationId"] == organization_id and not row["app"]
        if is_here and name in {row["id"], row["name"]}:
            return row
    raise ValueError("as must be the name of a person in the workspace")
