"""Inserting a row that may be there already."""

from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

from .prepared import cursor_for


def insert_if_new(row: Model) -> bool:
    """Insert the row unless one is there that it would clash with; return whether it was.

    One statement, so that of several at once exactly one is told that it was the first, and an
    open transaction goes on either way. A row that was inserted has its primary key.
    """
    database = connections[DEFAULT_DB_ALIAS]
    fields = _fields_to_insert(type(row), has_key=row.pk is not None)
    values = [field.get_db_prep_save(field.pre_save(row, True), database) for field in fields]
    statement = _statement(type(row), fields, database.vendor)
    with cursor_for(statement, database) as cursor:
        cursor.execute(statement, values)
        inserted = cursor.fetchone()
    if inserted is None:
        return False
    row.pk = row.pk or inserted[0]
    row._state.adding = False
    return True


@lru_cache
def _fields_to_insert(model: type[Model], *, has_key: bool) -> "tuple[Field[object, object], ...]":
    # A key that the database makes is left out.
    return tuple(field for field in model._meta.concrete_fields if has_key or not field.primary_key)


@lru_cache
def _statement(model: type[Model], fields: "tuple[Field[object, object], ...]", vendor: str) -> str:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _ in fields)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of ours
    return f"{insert} ON CONFLICT DO NOTHING RETURNING {key}"
