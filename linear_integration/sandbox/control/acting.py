"""Doing what people do in Linear's own pages, in the name of a workspace's administrator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..api.caller import Caller
from ..api.context import Context
from ..api.errors import LinearError
from ..oauth.tokens import administrator
from ..sandbox import Sandbox
from ..seed import app_user_id
from ..settings import CLIENT_ID
from ..state.store import Row


def find_workspace(sandbox: Sandbox, values: dict[str, Any]) -> Row:
    """Return the workspace that ``workspace`` names by its key; ValueError if there is none."""
    for row in sandbox.store.rows("Organization"):
        if row["urlKey"] == values.get("workspace"):
            return row
    raise ValueError("workspace must be the key of one, such as acme")


def find_app_user(sandbox: Sandbox, organization: Row) -> Row:
    """Return the app's user in a workspace; ValueError if it never was installed there."""
    app_user = sandbox.store.find("User", app_user_id(organization["id"], CLIENT_ID))
    if app_user is None:
        raise ValueError(f"the app is not installed in {organization['name']}")
    return app_user


def administrators_context(sandbox: Sandbox, organization_id: str) -> Context:
    """Return what resolvers may use when a workspace's administrator asks."""
    person = administrator(sandbox, organization_id)
    scopes = frozenset({"read", "write"})
    return sandbox.context(Caller(organization_id, person["id"], scopes, "user", "api_key"))


@contextmanager
def acting(sandbox: Sandbox, organization_id: str) -> Iterator[Context]:
    """Do something as a mutation does it, all or nothing.

    What Linear's rules refuse becomes a ValueError.
    """
    context = administrators_context(sandbox, organization_id)
    try:
        with context.store.transaction():
            yield context
    except LinearError as error:
        raise ValueError(error.extensions["userPresentableMessage"]) from error
