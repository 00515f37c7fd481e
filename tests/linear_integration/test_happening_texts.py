"""The words in which a happening is told."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.models import Contact, Conversation
from linear_integration.automations import texts
from linear_integration.automations.happenings import Happening, Kind
from linear_integration.models import Issue

URL = "https://linear.app/acme/issue/ENG-12/the-export-fails"
COMMENT_URL = f"{URL}#comment-4f9d"
ISSUE = Issue(identifier="ENG-12", title="The export fails", url=URL)


def happening(kind: Kind, **more: Any) -> Happening:
    return Happening(kind=kind, key="k", at=datetime(2026, 11, 21, tzinfo=UTC), **more)


def commented(comment: str) -> str:
    """Return the note about a comment of Ada's."""
    return texts.note(
        ISSUE, happening(Kind.COMMENTED, actor="Ada", comment=comment, url=COMMENT_URL)
    )


@pytest.mark.parametrize(
    ("kind", "facts", "lines"),
    [
        (
            Kind.COMPLETED,
            {"actor": "Ada", "state": "Done", "state_before": "In Progress"},
            ["ENG-12 was completed by Ada: The export fails", "In Progress → Done"],
        ),
        (
            Kind.CANCELED,
            {"actor": "", "state": "Canceled"},
            ["ENG-12 was canceled: The export fails", "Canceled"],
        ),
        (Kind.COMPLETED, {}, ["ENG-12 was completed: The export fails"]),
        (
            Kind.STATE_CHANGED,
            {"actor": "Ada", "state": "In Review", "state_before": "In Progress"},
            ["ENG-12 was moved to In Review by Ada: The export fails", "In Progress → In Review"],
        ),
        (Kind.STATE_CHANGED, {}, ["ENG-12 was moved to another state: The export fails"]),
    ],
)
def test_a_note_says_what_happened_to_which_issue_and_who_did_it(
    kind: Kind, facts: dict[str, str], lines: list[str]
) -> None:
    assert texts.note(ISSUE, happening(kind, **facts)).splitlines() == [*lines, URL]


def test_a_comment_is_quoted_line_by_line_with_its_markdown() -> None:
    assert commented("**Fixed** in `main`\n\n- a list\n\n```\ncode\n```\n").split("\n") == [
        "Ada commented on ENG-12: The export fails",
        "",
        "> **Fixed** in `main`",
        ">",
        "> - a list",
        ">",
        "> ```",
        "> code",
        "> ```",
        "",
        COMMENT_URL,
    ]


def test_a_comment_of_nobody_who_is_named_is_somebodys() -> None:
    note = texts.note(ISSUE, happening(Kind.COMMENTED, comment="Hi"))
    assert note == f"Somebody commented on ENG-12: The export fails\n\n> Hi\n\n{URL}"


@pytest.mark.parametrize(
    ("comment", "quoted"),
    [
        ("![A chart](https://x.example/a.png)", "> [A chart](https://x.example/a.png)"),
        ("![](https://x.example/a.png)", "> [image](https://x.example/a.png)"),
        ("See ![one](u1) and ![two](u2 'Two')", "> See [one](u1) and [two](u2 'Two')"),
        ("![a][1]", "> [a][1]"),
        ("Wow! [a link](u) and 5! (sic)", "> Wow! [a link](u) and 5! (sic)"),
    ],
)
def test_images_become_links(comment: str, quoted: str) -> None:
    assert quoted in commented(comment).splitlines()


@given(
    st.text(
        alphabet=st.characters() | st.sampled_from("\r\n\v\f\u2028\u0085>![]() "), max_size=2_500
    )
)
def test_no_line_of_a_comment_stands_outside_the_quote(comment: str) -> None:
    lines = commented(comment).splitlines()
    assert lines[0] == "Ada commented on ENG-12: The export fails"
    assert lines[-1] == COMMENT_URL
    assert all(line.startswith(">") for line in lines[2:-2])


def test_a_comment_without_a_word_is_told_all_the_same() -> None:
    assert commented(" \n") == f"Ada commented on ENG-12: The export fails\n\n{COMMENT_URL}"


def test_a_long_comment_ends_at_a_word_and_leads_to_the_rest() -> None:
    note = commented("word " * 1_000)
    lines = note.splitlines()
    assert lines[-4:] == [lines[2], "> …", "", COMMENT_URL]
    assert lines[2].endswith("word")
    assert texts.LONGEST_QUOTE - 10 < len(lines[2]) <= texts.LONGEST_QUOTE + 2
    without_blanks = commented("x" * 5_000)
    assert f"> {'x' * texts.LONGEST_QUOTE}\n> …\n" in without_blanks


def test_a_comment_that_just_fits_is_whole() -> None:
    assert "…" not in commented("x" * texts.LONGEST_QUOTE)


def test_the_line_of_a_reopening_says_why_and_brackets_what_is_a_link() -> None:
    completed = happening(Kind.COMPLETED, actor="Ada")
    line = texts.reopening(ISSUE, completed)
    assert line == "Conversation was reopened: [ENG-12] was completed by Ada"
    bell = texts.notification(ISSUE, completed)
    assert bell == "[ENG-12] was completed by Ada: The export fails"


@pytest.mark.parametrize(
    ("subject", "about"), [("No export", "wrote to us about “No export” has"), ("", "to us has")]
)
def test_a_suggested_reply_names_the_customer_and_says_that_nothing_was_sent(
    subject: str, about: str
) -> None:
    conversation = Conversation(contact=Contact(name="Ingrid Berg"), subject=subject)
    suggestion = texts.suggestion(conversation, ISSUE)
    assert suggestion.startswith("Suggested reply, as ENG-12 was completed. Nothing was sent.\n\n")
    assert "> Hello Ingrid Berg," in suggestion
    assert about in suggestion
