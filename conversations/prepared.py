"""Queries and updates whose SQL is built once.

Django builds the SQL anew each time, which costs several times what running it does
(tests/bench/RESULTS.md). What every call of the API asks is prepared.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)


def cursor_for(statement: str, database: BaseDatabaseWrapper) -> CursorWrapper:
    """Return a cursor for a statement that is run again and again; PostgreSQL's are kept."""
    kept: Callable[[str], CursorWrapper] | None = getattr(database, "kept_cursor", None)
    return kept(statement) if kept else database.cursor()


class Parameter(Expression):
    """Stands in a prepared query for a value that is given when it is run."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return a placeholder, and as its value the parameter itself."""
        return "%s", [self]

    def bind(self, value: object, database: BaseDatabaseWrapper) -> object:
        """Return a value as the database driver takes it."""
        return self.output_field.get_db_prep_value(value, database)


class PreparedQuery(Generic[Row]):
    """A queryset with Parameters in its filters; `build` returns it and is called once."""

    def __init__(self, build: Callable[[], QuerySet[Row]]) -> None:
        self._build = build

    def all(self, **values: object) -> list[Row]:
        """Return the rows for these values of the parameters, with what select_related names."""
        compiler, sql, parameters = self._compiled
        database = connections[DEFAULT_DB_ALIAS]
        with cursor_for(sql, database) as cursor:
            cursor.execute(sql, _bound(parameters, values, database))
            found = cursor.fetchall()
        converted = (
            compiler.apply_converters(found, self._converters) if self._converters else found
        )
        return [self._read(row) for row in converted]

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._build().query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, *compiler.as_sql()

    @cached_property
    def _converters(self) -> dict[int, Any]:
        compiler = self._compiled[0]
        return compiler.get_converters([column[0] for column in compiler.select])

    @cached_property
    def _read(self) -> Callable[[Any], Row]:
        """Return what makes a model's instance of a row, as Django's ModelIterable does."""
        compiler = self._compiled[0]
        info: dict[str, Any] = compiler.klass_info
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in compiler.select[start:end]]
        # The stubs are those of a later Django.
        related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

        def read(row: Any) -> Row:
            instance: Row = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
            for populator in related:
                populator.populate(row, instance)
            return instance

        return read


class PreparedValues:
    """A queryset's `values_list` with Parameters; each value comes as the database has it."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build

    def all(self, **values: object) -> list[tuple[Any, ...]]:
        """Return the rows for these values of the parameters."""
        sql, parameters = self._compiled
        database = connections[DEFAULT_DB_ALIAS]
        with cursor_for(sql, database) as cursor:
            cursor.execute(sql, _bound(parameters, values, database))
            return list(cursor.fetchall())

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = self._build().query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return sql, parameters


class PreparedUpdate:
    """An update of the rows of a queryset; Parameters stand in its filters and in what is set."""

    def __init__(self, build: Callable[[], QuerySet[Any]], **changes: object) -> None:
        self._build = build
        self._changes = changes

    def run(self, **values: object) -> int:
        """Update the rows for these values of the parameters; return how many there were."""
        sql, parameters = self._compiled
        database = connections[DEFAULT_DB_ALIAS]
        with cursor_for(sql, database) as cursor:
            cursor.execute(sql, _bound(parameters, values, database))
            return int(cursor.rowcount)

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        # The stubs say that a chained query keeps its class.
        query: UpdateQuery = self._build().query.chain(UpdateQuery)  # type: ignore[assignment]
        query.add_update_values(self._changes)
        sql, parameters = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return sql, parameters


def _bound(
    parameters: Iterable[Any], values: Mapping[str, object], database: BaseDatabaseWrapper
) -> list[Any]:
    return [
        each.bind(values[each.name], database) if isinstance(each, Parameter) else each
        for each in parameters
    ]
