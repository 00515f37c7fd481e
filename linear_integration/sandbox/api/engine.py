from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    parse,
    specified_rules,
    validate,
)

from .. import areas
from .complexity import complexity
from .context import Context
from .errors import LinearError, document_invalid, internal_error
from .resolving import Resolving, resolve_type
from .scalars import install_scalars

logger = logging.getLogger("sandbox")
OWN_SDL = Path(__file__).parent.parent / "sdl"
# Some of the rules take the square of a document's length.
MAXIMUM_TOKENS = 10_000
MAXIMUM_COMMENTS = 1_000
MAXIMUM_LENGTH = 200_000
# Documents of Linear's SDK carry fragments that they don't use, and Linear takes them.
_RULES = [rule for rule in specified_rules if rule.__name__ != "NoUnusedFragmentsRule"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as parsed and validated once, and asked for many times."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]
    operations: tuple[OperationDefinitionNode, ...] = ()

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """Return the operation of that name, or the only one."""
        if name is None:
            return self.operations[0] if len(self.operations) == 1 else None
        named = (node for node in self.operations if node.name and node.name.value == name)
        return next(named, None)


class Engine:
    """Runs GraphQL documents on a schema: the sandbox's own SDL, or Linear's full one."""

    def __init__(self, schema_path: Path | None = None) -> None:
        areas.register()
        self.schema = load_schema(schema_path)
        self.prepare = lru_cache(maxsize=512)(self._prepare)
        self._resolve = Resolving().resolve

    def _prepare(self, text: str) -> Prepared:
        try:
            document = parse(
                text,
                max_lexical_tokens=MAXIMUM_TOKENS,
                max_comments=MAXIMUM_COMMENTS,
                max_source_length=MAXIMUM_LENGTH,
            )
        except GraphQLError as error:
            return Prepared(None, (error,))
        operations = tuple(
            node for node in document.definitions if isinstance(node, OperationDefinitionNode)
        )
        return Prepared(document, tuple(validate(self.schema, document, _RULES)), operations)

    def points(
        self, prepared: Prepared, operation: OperationDefinitionNode, variables: dict[str, Any]
    ) -> int:
        """Estimate the complexity of one operation of a valid document."""
        definitions = prepared.document.definitions if prepared.document else ()
        fragments = {
            node.name.value: node
            for node in definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        return complexity(self.schema, operation, fragments, variables)

    def execute(
        self,
        document: DocumentNode,
        variables: dict[str, Any],
        operation_name: str | None,
        context: Context | None,
    ) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Run a valid document; return the answer's body, HTTP status and further headers.

        Nothing else runs meanwhile, so root mutations are serial across callers too, and each is
        a transaction of its own.
        """
        result = execute_sync(
            self.schema,
            document,
            context_value=context,
            variable_values=variables,
            operation_name=operation_name,
            field_resolver=self._resolve,
            type_resolver=resolve_type,
        )
        headers = context.headers if context else {}
        if not result.errors:
            return {"data": result.data}, 200, headers
        pairs = [(error, _as_linear_error(error)) for error in result.errors]
        body = {"errors": [error_body(reason, error) for error, reason in pairs]}
        first = pairs[0][1]
        status = first.http_status if result.data is None else 200
        return {**body, "data": result.data}, status, {**headers, **first.headers}


def load_schema(schema_path: Path | None) -> GraphQLSchema:
    """Build the schema from Linear's SDL at that path, or from the sandbox's own files."""
    if schema_path:
        sdl = schema_path.read_text()
    else:
        sdl = "\n".join(path.read_text() for path in sorted(OWN_SDL.glob("*.graphql")))
    schema = build_schema(sdl, assume_valid=True)
    install_scalars(schema)
    return schema


def root_fields(operation: OperationDefinitionNode | None) -> list[str]:
    """Name the root fields that an operation selects."""
    if operation is None:
        return []
    selections = operation.selection_set.selections
    return [node.name.value for node in selections if isinstance(node, FieldNode)]


def error_body(reason: LinearError, error: GraphQLError | None = None) -> dict[str, Any]:
    """Write an error as Linear's answers hold it."""
    body: dict[str, Any] = {"message": reason.message}
    if error and error.path:
        body["path"] = list(error.path)
    if error and error.locations:
        body["locations"] = [location.formatted for location in error.locations]
    return {**body, "extensions": reason.extensions}


def _as_linear_error(error: GraphQLError) -> LinearError:
    original = error.original_error
    if isinstance(original, LinearError):
        return original
    if original is None or isinstance(original, GraphQLError):
        # Variables and arguments that don't fit their types.
        return document_invalid(error.message)
    logger.error("a resolver failed", exc_info=original)
    return internal_error()
