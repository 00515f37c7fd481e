"""The API's OpenAPI schema as it is committed."""

from functools import cache
from typing import Any

import yaml

from .sandbox_process import ROOT

FILE = ROOT / "openapi.yaml"


@cache
def document() -> dict[str, Any]:
    """Return the schema; nobody may change it."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return read
