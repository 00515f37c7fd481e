"""Errors are kept in English and said in the reader's language."""

import pytest
from django.utils import translation

from linear_integration import wording
from linear_integration.linear import sentences

GERMAN = {
    sentences.ANSWERED: "Linear hat mit HTTP %(status)s geantwortet.",
    wording.NOT_LINKED: "%(identifier)s: nicht verknüpft (%(reason)s)",
    "The connection to Linear failed.": "Die Verbindung ist gescheitert.",
}


@pytest.fixture(autouse=True)
def _german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "gettext", lambda text: GERMAN.get(text, text))


def test_a_sentence_is_translated_with_what_it_names() -> None:
    assert wording.translated("The connection to Linear failed.").startswith("Die Verbindung")
    assert wording.translated(sentences.answered(502)).endswith("HTTP 502 geantwortet.")
    kept = wording.NOT_LINKED % {"identifier": "ENG-1", "reason": "Archived: (no)\nmore"}
    assert wording.translated(kept) == "ENG-1: nicht verknüpft (Archived: (no)\nmore)"
    kept = wording.NOT_LINKED % {"identifier": "ENG-1", "reason": sentences.answered(502)}
    assert wording.translated(kept).endswith("(Linear hat mit HTTP 502 geantwortet.)")


@pytest.mark.parametrize("text", ["", "Label of another team.", "100 %", "%(status)s"])
def test_linears_own_words_stay(text: str) -> None:
    assert wording.translated(text) == text


def test_the_client_library_marks_without_translating() -> None:
    with translation.override("de"):
        assert sentences.gettext_noop("The connection to Linear failed.").startswith("The ")
