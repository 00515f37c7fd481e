"""Bad bodies for a call, made from one that is right and from what OpenAPI says of its fields.

A field's value is a JSON text here, since no Python value says `1e999`, a key twice or half of a
character.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .values import wrong_values

# Field by field, each value as JSON.
Fields = dict[str, str]
Schema = dict[str, Any]

DEPTH = 100_000
POSITIONS = 40
# Characters that JSON allows nowhere as they are.
CONTROLS = [b"\0", b"\x0b", b"\x1f"]
TEN_MEGABYTES = 10_000_000
UNKNOWN_FIELDS = [
    "titel",
    "",
    "id",
    "account_id",
    "__proto__",
    "a.b",
    "Title ",
    "\u200b",
    "x" * 999,
]
NOT_OBJECTS = [
    "null",
    "true",
    "0",
    "1.5",
    '"text"',
    "[]",
    "[{}]",
    "[1]",
    '[["conversation_id", 1]]',
]
CONTENT_TYPES = [
    "",
    "text/plain",
    "text/json",
    "text/html",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application/jsonp",
    "application/json-seq",
    "application/vnd.api+json",
    "application/graphql",
    "application",
    "json",
    "*/*",
    "\u00e4/\u00e4",
]


@dataclass(frozen=True)
class Bad:
    """A body that must be refused."""

    name: str
    content: bytes
    content_type: str = "application/json"


def bad_bodies(right: Fields, schema: Schema) -> Iterator[Bad]:
    """Yield every bad body of a call; `schema` is the one of its body, without references."""
    text = _object(right)
    for content_type in CONTENT_TYPES:
        yield Bad(f"as {content_type or 'nothing'}", text.encode(), content_type)
    yield from _not_utf_8(text)
    yield from _not_json(text, right)
    if schema.get("required"):
        # Where nothing has to be said, it is good to say nothing.
        yield Bad("nothing", b"")
    yield from (Bad(f"not an object: {each}", each.encode()) for each in NOT_OBJECTS)
    yield from _wrong_fields(right, schema)


def _object(fields: Fields) -> str:
    return "{" + ", ".join(f"{json.dumps(name)}: {value}" for name, value in fields.items()) + "}"


def _not_utf_8(text: str) -> Iterator[Bad]:
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield Bad(encoding, text.encode(encoding))
    for at in _positions(text):
        yield Bad(f"a byte that is no UTF-8 at {at}", _inserted(text, at, b"\xff"))
    for sequence in (b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"):
        yield Bad(f"a sequence that is no UTF-8: {sequence!r}", _inserted(text, 2, sequence))


def _not_json(text: str, right: Fields) -> Iterator[Bad]:
    for at in _positions(text):
        if at:
            yield Bad(f"cut at {at}", text[:at].encode())
        for control in CONTROLS:
            yield Bad(f"{control!r} at {at}", _inserted(text, at, control))
        yield Bad(f"a quote at {at}", _inserted(text, at, b'"'))
    for name, value in right.items():
        twice = f"{text[:-1]}, {json.dumps(name)}: {value}}}"
        yield Bad(f"{name} twice", twice.encode())
        yield Bad(
            f"{name} in deep arrays", _object(right | {name: "[" * DEPTH + "]" * DEPTH}).encode()
        )
    deep_objects = '{"a":' * DEPTH + "1" + "}" * DEPTH
    others = {
        "blanks": "  \n",
        "two bodies": f"{text}{text}",
        "a line for each": f"{text}\n{text}",
        "deep arrays": "[" * DEPTH + "]" * DEPTH,
        "deep objects": deep_objects,
        "open arrays": "[" * DEPTH,
        "a last comma": f"{text[:-1]},}}",
        "a comment": f"/* */{text}",
        "a comment after": f"{text} // x",
        "single quotes": text.replace('"', "'"),
        "no quotes": text.replace('"', ""),
        "equals signs": text.replace(":", "="),
        "prefixed": f")]}}',\n{text}",
        "a form": "&".join(f"{name}={value}" for name, value in right.items()),
        "XML": f"<body>{text}</body>",
        "YAML": "\n".join(f"{name}: {value}" for name, value in right.items()),
        "10 MB of blanks": text + " " * TEN_MEGABYTES,
        "10 MB of text": '{"' + "x" * TEN_MEGABYTES + '": 1}',
    }
    yield from (Bad(name, body.encode()) for name, body in others.items())


def _wrong_fields(right: Fields, schema: Schema) -> Iterator[Bad]:
    for name in UNKNOWN_FIELDS:
        yield Bad(f"unknown field {name[:10]!r}", _object(right | {name: "1"}).encode())
    for name in schema.get("required", []):
        rest = {other: value for other, value in right.items() if other != name}
        yield Bad(f"without {name}", _object(rest).encode())
        yield Bad(f"{name} in capitals", _object(rest | {name.upper(): right[name]}).encode())
    for name, described in schema["properties"].items():
        for value in wrong_values(described, is_required=name in schema.get("required", [])):
            yield Bad(f"{name}: {value[:60]}", _object(right | {name: value}).encode())


def _positions(text: str) -> Iterator[int]:
    step = max(1, len(text) // POSITIONS)
    return iter(range(0, len(text), step))


def _inserted(text: str, at: int, piece: bytes) -> bytes:
    return text[:at].encode() + piece + text[at:].encode()
