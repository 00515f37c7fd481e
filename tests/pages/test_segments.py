"""Links in the text of messages."""

from conversations.pages.segments import Segment, blocks, linked, segments


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


def test_an_address_ends_before_what_belongs_to_the_sentence() -> None:
    for text, address in (
        ("(see https://a.example/b).", "https://a.example/b"),
        ("https://a.example/wiki/Linear_(app), yes", "https://a.example/wiki/Linear_(app)"),
        ("HTTP://A.EXAMPLE/?q=1&r=[2]!", "HTTP://A.EXAMPLE/?q=1&r=[2]"),
        ('"https://a.example"', "https://a.example"),
        ("a\nhttps://a.example\nb", "https://a.example"),
    ):
        pieces = linked(text)
        assert [piece.text for piece in pieces if piece.url] == [address]
        assert "".join(piece.text for piece in pieces) == text


def test_only_what_leads_to_the_web_is_linked() -> None:
    for text in (
        "javascript:alert(1)",
        "ftp://a.example",
        "www.a.example",
        "https://",
        "",
        "a@b.c",
    ):
        assert not any(piece.url for piece in linked(text))
        assert "".join(piece.text for piece in linked(text)) == text


def test_lines_after_a_mark_are_quotes_where_a_message_may_quote() -> None:
    text = "Jo commented on ENG-1:\n\n> It works <b>now</b>.\n>\n>See https://a.example\n\nBye\n> x"
    found = blocks(text, may_quote=True)
    assert [("".join(piece.text for piece in each.segments), each.is_quote) for each in found] == [
        ("Jo commented on ENG-1:", False),
        ("It works <b>now</b>.\n\nSee https://a.example", True),
        ("Bye", False),
        ("x", True),
    ]
    assert Segment("https://a.example", "https://a.example") in found[1].segments


def test_a_message_without_quotes_stays_as_it_was_written() -> None:
    for text, may_quote in (("\n a > b\n\n", True), ("> a", False)):
        (block,) = blocks(text, may_quote=may_quote)
        assert (block.segments, block.is_quote) == ([Segment(text)], False)
