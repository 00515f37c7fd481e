"""While a release is rolled out, the one before it goes on writing to the migrated database."""

from collections.abc import Iterator

import pytest
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

OURS = {"conversations", "linear_integration"}


def later_migrations() -> Iterator[Migration]:
    """Yield our migrations after the first of each app, which nothing older writes beside."""
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in OURS and not name.startswith("0001"):
            yield migration


@pytest.mark.parametrize("migration", list(later_migrations()), ids=str)
def test_a_new_column_needs_nothing_of_who_does_not_know_it(migration: Migration) -> None:
    made_here = {
        operation.name.lower()
        for operation in migration.operations
        if isinstance(operation, CreateModel)
    }
    for operation in migration.operations:
        if isinstance(operation, AddField) and operation.model_name_lower not in made_here:
            field = operation.field
            has_default = getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
            assert field.null or has_default, f"{operation.model_name}.{operation.name}"
