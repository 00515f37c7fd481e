from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    get_named_type,
    is_abstract_type,
    is_list_type,
    is_non_null_type,
)

from ..apps.notices import tell_apps
from ..state.store import Row
from ..webhooks.changes import post_changes
from .connections import connection
from .context import Context
from .errors import unsupported
from .registry import FIELDS, LISTS, MUTATIONS

Plan = Callable[[Context, Row, dict[str, Any]], Any]

# A search result has an issue's fields and is an issue's row.
_SAME_ROWS = {"IssueSearchResult": "Issue"}
_SCALARS: dict[str, Any] = {
    "Boolean": False,
    "Int": 0,
    "Float": 0.0,
    "JSON": {},
    "JSONObject": {},
    "DateTime": "2020-01-01T00:00:00.000Z",
    "TimelessDate": "2020-01-01",
}


class Resolving:
    """Resolves every field of a schema: what is registered, what the row holds, or a default.

    The default follows the type: null where it may be, else an empty list, connection or value.
    A root field that nobody registered is refused, never made up.
    """

    def __init__(self) -> None:
        self._plans: dict[tuple[str, str], Plan] = {}

    def resolve(self, source: Any, info: GraphQLResolveInfo[Context], **arguments: Any) -> Any:
        key = (info.parent_type.name, info.field_name)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _plan(info)
        return plan(info.context, source or {}, arguments)


def resolve_type(value: Row, _info: GraphQLResolveInfo[Context], _abstract: Any) -> str:
    """Name the concrete type of a value behind an interface or union."""
    return str(value["__typename"])


def _plan(info: GraphQLResolveInfo[Context]) -> Plan:
    type_name = _SAME_ROWS.get(info.parent_type.name, info.parent_type.name)
    name = info.field_name
    if type_name == "Mutation":
        return _plan_mutation(name)
    if (type_name, name) in LISTS:
        lister = LISTS[type_name, name]
        node_type = node_type_name(info.return_type)
        return lambda context, row, arguments: connection(
            context, node_type, lister(context, row), arguments
        )
    if (type_name, name) in FIELDS:
        resolver = FIELDS[type_name, name]
        return lambda context, row, arguments: resolver(context, row, **arguments)
    if type_name in {"Query", "Subscription"}:
        return _refuse(name)
    return _plan_value(info, name)


def node_type_name(return_type: GraphQLOutputType) -> str:
    """Name the rows' type behind a connection's type, or of a list or single object."""
    name = get_named_type(return_type).name
    return {"IssueSearchPayload": "Issue"}.get(name, name.removesuffix("Connection"))


def _plan_mutation(name: str) -> Plan:
    if name not in MUTATIONS:
        return _refuse(name)
    resolver, scopes = MUTATIONS[name]

    def run(context: Context, _root: Row, arguments: dict[str, Any]) -> Any:
        context.mutation_count += 1
        context.before_mutation(context.mutation_count)
        context.caller.require_scope(*scopes)
        with context.outbox.held():
            with context.store.transaction() as changes:
                answer = resolver(context, **arguments)
            post_changes(context, changes)
            tell_apps(context, changes)
        return {"success": True, "lastSyncId": context.store.last_sync_id, **answer}

    return run


def _refuse(name: str) -> Plan:
    def refuse(_context: Context, _root: Row, _arguments: dict[str, Any]) -> Any:
        raise unsupported(name)

    return refuse


def _plan_value(info: GraphQLResolveInfo[Context], name: str) -> Plan:
    table = get_named_type(info.return_type).name
    default = _default(info.return_type, info)
    relation = f"{name}Id"

    def value(context: Context, row: Row, _arguments: dict[str, Any]) -> Any:
        if relation in row and name not in row:
            return context.find(table, row[relation])
        found = row.get(name)
        return default if found is None else found

    return value


def _default(return_type: GraphQLOutputType, info: GraphQLResolveInfo[Context]) -> Any:
    if not is_non_null_type(return_type):
        return None
    inner = return_type.of_type
    if is_list_type(inner):
        return []
    if isinstance(inner, GraphQLEnumType):
        return next(iter(inner.values))
    if isinstance(inner, GraphQLScalarType):
        return _SCALARS.get(inner.name, "")
    if is_abstract_type(inner):
        possible: list[GraphQLObjectType] = info.schema.get_possible_types(inner)
        return {"__typename": possible[0].name}
    return {}
