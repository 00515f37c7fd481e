"""Each kind of notification that Linear names has words for people."""

from pathlib import Path

from graphql import GraphQLEnumType

from linear_integration.pages.notification_kinds import DEEDS, KINDS, in_words

from ..linear_schema import linear_schema

KINDS_OF_LINEAR = Path(__file__).parents[1] / "fixtures" / "notification_kinds.txt"


def test_every_kind_of_linears_list_has_words() -> None:
    kinds = KINDS_OF_LINEAR.read_text().split()
    assert len(kinds) > 80
    assert set(kinds) - set(KINDS) == set()


def test_every_kind_in_linears_schema_has_words() -> None:
    others = linear_schema().type_map["OtherNotificationType"]
    assert isinstance(others, GraphQLEnumType)
    # What Linear itself has to say, which may be anything.
    assert set(others.values) - set(KINDS) == {"system"}


def test_the_words_say_what_it_is_about_and_what_has_happened() -> None:
    words = in_words("projectUpdateCommentMention")
    assert (words.about, words.deed) == ("Project update", "The app was mentioned in a comment")
    assert in_words("projectMention").about == "Project"


def test_no_words_are_left_over() -> None:
    used = {words.deed for words in KINDS.values()}
    assert {str(deed) for deed in DEEDS.values()} == {str(deed) for deed in used}


def test_a_kind_that_is_new_stands_as_linear_names_it() -> None:
    words = in_words("holographMention")
    assert (words.about, words.deed) == ("holographMention", "")
