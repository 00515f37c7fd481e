"""Times on the pages, as they stand there before the script turns them to the reader's zone."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

AT = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)


def rendered(arguments: str, language: str) -> str:
    with translation.override(language):
        template = Template("{% load moments %}{% moment at " + arguments + " %}")
        return template.render(Context({"at": AT}))


@pytest.mark.parametrize(
    ("language", "day", "text"),
    [
        ("en", "5 Mar 2026", "5 Mar 2026, 14:30 UTC"),
        ("de", "5. März 2026", "5. März 2026 14:30 UTC"),
        ("fr", "5 mars 2026", "5 mars 2026 14:30 UTC"),
    ],
)
def test_a_time_is_written_as_the_language_writes_it(language: str, day: str, text: str) -> None:
    moment = f'<time datetime="2026-03-05T14:30:00+00:00">{text}</time>'
    assert rendered("", language) == moment
    assert f">{day}<" in rendered('"day"', language)


def test_a_time_says_in_which_form_the_script_shows_it() -> None:
    tag = rendered('"relative" "muted small"', "en")
    assert tag.startswith('<time class="muted small" datetime=')
    assert 'data-form="relative"' in tag
