"""Values that a field must refuse, as JSON texts, by what OpenAPI says of the field."""

import json
from typing import Any

HUGE_NUMBERS = [str(2**63), str(-(2**63) - 1), "1" + "0" * 30, "9" * 5_000]
NOT_JSON = [
    "NaN",
    "Infinity",
    "-Infinity",
    "01",
    "+1",
    "0x1",
    "'x'",
    "undefined",
    "True",
    ".5",
    "1.",
]
INFINITE = ["1e999", "-1e999"]
STRUCTURES = ["[]", "{}", "[[]]", "[1]", '["x"]', '{"x": 1}', '{"$ne": null}']
NOT_TEXTS = ["0", "1", "-1", "1.5", "true", "false", *HUGE_NUMBERS, *INFINITE, *STRUCTURES]
NOT_NUMBERS = ['""', '"1"', '"x"', '"1e3"', "true", "false", "1.5", "-0.5", *INFINITE, *STRUCTURES]
# What no text holds: NUL, and half of a character.
IMPOSSIBLE_TEXTS = [r'"\u0000"', r'"a\u0000b"', r'"\ud83d"', r'"\ude42\ud83d"', r'"a\udfffb"']
# What is drawn as nothing.
BLANKS = ['""', '" "', r'"\t\n"', r'"\u200b"', r'"\u200b\u2060\ufeff"', r'"\u0001"', r'"\u3164"']
INJECTIONS = [
    json.dumps(text)
    for text in (
        "' OR 1=1 --",
        "1; DROP TABLE users",
        "../../../etc/passwd",
        "{{7*7}}",
        "${jndi:ldap://example.com/x}",
        "<script>alert(1)</script>",
        "%00",
        "ENG-1\r\nX-Injected: 1",
        'x") { id } #',
        "javascript:alert(1)",
        "https://linear.app.example.com/acme/issue/ENG-1",
    )
]
NOT_UUIDS = ['"x"', '"1"', '"11111111-1111-4111-8111-11111111111"', '"0" ', *INJECTIONS]
NOT_DATES = [
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "30.02.2026",
    "2026-1-1",
    "today",
    "0000-01-01",
]
OTHER_TIMES = ["2026-01-01T00:00:00Z", "20260101", "2026-W01-1", "12026-01-01", "2026-01-01 "]
NOT_ADDRESSES = [
    "x",
    f"{'x' * 250}@example.com",
    "a@",
    "@b.example",
    "a b@c.example",
    "a@b@c.example",
    "a@b..example",
]


def wrong_values(schema: dict[str, Any], *, is_required: bool) -> list[str]:
    """Return the wrong values of a field, each once; `schema` is OpenAPI's, without references."""
    values = [*NOT_JSON, *_by_kind(schema, is_required=is_required)]
    if not schema.get("nullable"):
        values.append("null")
    return list(dict.fromkeys(values))


def _by_kind(schema: dict[str, Any], *, is_required: bool) -> list[str]:
    if "enum" in schema:
        return ['""', '"OPENED"', '"open "', *NOT_TEXTS, *IMPOSSIBLE_TEXTS, *BLANKS, *INJECTIONS]
    match schema["type"]:
        case "integer":
            return _wrong_numbers(schema)
        case "boolean":
            return ['"maybe"', "2", "-1", "1.5", *STRUCTURES, *INFINITE, *INJECTIONS]
        case "array":
            return _wrong_lists(schema)
    match schema.get("format"):
        case "uuid":
            return [*NOT_TEXTS, *NOT_UUIDS, *IMPOSSIBLE_TEXTS]
        case "date":
            return [*NOT_TEXTS, *map(json.dumps, NOT_DATES + OTHER_TIMES), *INJECTIONS]
        case "email":
            return [*NOT_TEXTS, *map(json.dumps, NOT_ADDRESSES), *IMPOSSIBLE_TEXTS]
    return _wrong_texts(schema, is_required=is_required)


def _wrong_numbers(schema: dict[str, Any]) -> list[str]:
    ends = [schema.get("minimum", 0) - 1, schema.get("maximum", 2**63 - 1) + 1]
    return [*NOT_NUMBERS, *HUGE_NUMBERS, *map(str, ends), *INJECTIONS]


def _wrong_texts(schema: dict[str, Any], *, is_required: bool) -> list[str]:
    too_long = [json.dumps("x" * length) for length in (schema["maxLength"] + 1, 999_999)]
    blanks = BLANKS if is_required else []
    return [*NOT_TEXTS, *IMPOSSIBLE_TEXTS, *blanks, *too_long]


def _wrong_lists(schema: dict[str, Any]) -> list[str]:
    wrong_items = [f"[{value}]" for value in _by_kind(schema["items"], is_required=True)]
    too_many = json.dumps(
        [f"11111111-1111-4111-8111-{n:012}" for n in range(schema["maxItems"] + 1)]
    )
    not_lists = [text for text in NOT_TEXTS if not text.startswith("[")]
    return [*not_lists, '"x"', "[null]", too_many, *wrong_items]
