"""The documentation at /docs/."""

import pytest

from .conftest import Browser


@pytest.mark.django_db
def test_everyone_reads_the_documentation(browser: Browser) -> None:
    client = browser(None)
    assert b"<h1>The bridge</h1>" in client.get("/docs/").content
    text = client.get("/docs/troubleshooting/").content.decode()
    assert "manage.py check_linear" in text
    assert "<table>" in text
    assert "https://&lt;your host&gt;/linear/callback" in text


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["nothing", "page", "..", "index.md"])
def test_only_its_own_pages_are_served(browser: Browser, page: str) -> None:
    assert browser(None).get(f"/docs/{page}/").status_code == 404
