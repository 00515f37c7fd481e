"""Bodies of webhooks as Linear sends them, for tests of the product: `tests/fixtures/webhooks/`.

They were captured from the sandbox, and are held to Linear's schema by tests/sandbox.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "fixtures" / "webhooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def payload(name: str) -> dict[str, Any]:
    """Return a body as an object, to be changed at will."""
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return content


def raw(content: Any) -> bytes:
    """Return a body as Linear writes it."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
