"""Rich text as Linear keeps it: a ProseMirror document of paragraphs, as far as we need it."""

from __future__ import annotations

import json
from typing import Any

from ..api.errors import LinearError, invalid_argument
from ..json_input import UnreadableBody, is_plain_json, read_json


def document_of(text: str) -> str:
    """Write a text as the JSON of a ProseMirror document with a paragraph for each of its own."""
    paragraphs = [
        {"type": "paragraph", "content": [{"type": "text", "text": part}] if part else []}
        for part in text.split("\n\n")
    ]
    return json.dumps({"type": "doc", "content": paragraphs}, ensure_ascii=False)


def text_of(document: Any) -> str:
    """Read the text of a ProseMirror document, which is an object or the JSON of one.

    Marks and lists are lost: what is left are paragraphs.
    """
    if isinstance(document, str):
        try:
            document = read_json(document.encode())
        except UnreadableBody:
            raise _no_document() from None
    is_document = isinstance(document, dict) and document.get("type") == "doc"
    if not is_document or not is_plain_json(document):
        raise _no_document()
    return "\n\n".join(_text(node) for node in _content(document))


def body_of(given: dict[str, Any]) -> str | None:
    """Return the text of an input that takes ``body`` or ``bodyData``, not both."""
    body, data = given.get("body"), given.get("bodyData")
    if body is not None and data is not None:
        raise LinearError(
            "body and bodyData cannot be used together",
            for_people="Give the text as body or as bodyData, not as both.",
        )
    return body if data is None else text_of(data)


def _text(node: dict[str, Any]) -> str:
    if node.get("type") == "hardBreak":
        return "\n"
    return str(node.get("text", "")) + "".join(_text(child) for child in _content(node))


def _content(node: dict[str, Any]) -> list[dict[str, Any]]:
    content = node.get("content") or []
    if not isinstance(content, list) or not all(isinstance(child, dict) for child in content):
        raise _no_document()
    return content


def _no_document() -> LinearError:
    return invalid_argument("bodyData", "isDocument", "bodyData must be a ProseMirror document")
