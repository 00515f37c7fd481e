"""The documentation at /docs/."""

import re
from pathlib import Path

import pytest

from bridge.docs import MARKDOWN

from .conftest import Browser

ROOT = Path(__file__).parents[2]
TO_TROUBLESHOOTING = re.compile(r'"troubleshooting" %}#([\w-]+)')


@pytest.mark.django_db
def test_everyone_reads_the_documentation(browser: Browser) -> None:
    client = browser(None)
    assert b'<h1 id="the-bridge">The bridge</h1>' in client.get("/docs/").content
    text = client.get("/docs/troubleshooting/").content.decode()
    assert "manage.py check_linear" in text
    assert "<table>" in text
    assert "https://&lt;your host&gt;/linear/callback" in text


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["nothing", "page", "..", "index.md"])
def test_only_its_own_pages_are_served(browser: Browser, page: str) -> None:
    assert browser(None).get(f"/docs/{page}/").status_code == 404


def test_what_pages_lead_to_is_there() -> None:
    sources = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    fragments = {each for text in sources for each in TO_TROUBLESHOOTING.findall(text)}
    assert fragments
    page = (ROOT / "templates" / "docs" / "troubleshooting.md").read_text()
    assert fragments <= set(re.findall(r'<h2 id="([^"]+)">', MARKDOWN.render(page)))
