"""Links in the text of an activity message."""

from conversations.pages.segments import Segment, segments


def test_a_known_word_in_brackets_becomes_a_link() -> None:
    url = "https://linear.app/acme/issue/ENG-1"
    assert segments("Linked [ENG-1] and [ENG-2].", {"ENG-1": url}) == [
        Segment("Linked ["),
        Segment("ENG-1", url),
        Segment("] and ["),
        Segment("ENG-2"),
        Segment("]."),
    ]


def test_the_text_stays_whole() -> None:
    for text in ("", "[", "[]", "a [b", "[[x]]", "[a][b]"):
        assert "".join(piece.text for piece in segments(text, {"x": "https://x.example"})) == text
