"""What counts as blank."""

import pytest

from conversations.text import is_blank


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "\u200b",
        "\u200d\u2060",
        "\ufeff",
        "\u00ad",
        "\u3164",
        "\u2800",
        "\u202e",
        "\ufe0f",
    ],
)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " . ", "\u200bx", "🙂", "é", "👩\u200d💻", "-"])
def test_what_shows_something_is_not(text: str) -> None:
    assert not is_blank(text)
