"""Linear's own GraphQL schema; it lies outside of the repository, where LINEAR_SCHEMA says."""

import hashlib
import os
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema

SHA256 = "b00d24d8d252a306f5e2088267b1a17dd6e4442f8b793928410b8d4673a7081d"
HOW_TO_GET_IT = (
    "LINEAR_SCHEMA is unset: let it name a copy of packages/sdk/src/schema.graphql of "
    "the repository linear/linear on GitHub, at commit 8335e09 (SDK 88.3.0)"
)


def schema_path() -> Path:
    """Return where the schema lies; without one the test is left out."""
    path = os.environ.get("LINEAR_SCHEMA")
    if not path:
        pytest.skip(HOW_TO_GET_IT)
    return Path(path)


def schema_text() -> str:
    """Return the schema's text, of exactly the version that the tests were written for."""
    raw = schema_path().read_bytes()
    assert hashlib.sha256(raw).hexdigest() == SHA256, "another version of Linear's schema"
    return raw.decode()


def linear_schema() -> GraphQLSchema:
    """Return the schema."""
    return build_schema(schema_text(), assume_valid=True)
