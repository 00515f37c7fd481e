"""Settings > Embedding: an administrator allows addresses, and takes them off again."""

import pytest

from conversations.models import Account, User

from .conftest import Browser, words_of

ORIGIN = "https://desk.example.com"


@pytest.fixture
def page(acme_support: Account) -> str:
    return f"/app/accounts/{acme_support.pk}/settings/embedding"


def test_at_first_no_page_may_show_the_sidebar(browser: Browser, alice: User, page: str) -> None:
    assert "No page may show the sidebar." in words_of(browser(alice).get(page))


def test_an_address_is_allowed_and_removed(
    browser: Browser, alice: User, acme_support: Account, page: str
) -> None:
    client = browser(alice)
    shown = client.post(page, {"origin": f"{ORIGIN}/"}, follow=True)
    assert f"Pages of {ORIGIN} may now show the sidebar." in words_of(shown)
    acme_support.refresh_from_db()
    assert acme_support.embedding_origins == [ORIGIN]
    shown = client.post(f"{page}/remove", {"origin": ORIGIN}, follow=True)
    assert f"Pages of {ORIGIN} may not show the sidebar any more." in words_of(shown)
    acme_support.refresh_from_db()
    assert acme_support.embedding_origins == []


@pytest.mark.parametrize(
    ("origin", "problem"),
    [
        ("", "Enter an address."),
        ("desk.example.com", "Begin with https://"),
        (f"{ORIGIN}/inbox", f"Leave out what comes after the host: {ORIGIN}"),
        (ORIGIN, f"{ORIGIN} is allowed already."),
        (f"https://{'x' * 300}", "at most 255 characters"),
    ],
)
def test_a_wrong_address_is_explained_at_its_field(
    browser: Browser, alice: User, acme_support: Account, page: str, origin: str, problem: str
) -> None:
    client = browser(alice)
    client.post(page, {"origin": ORIGIN})
    response = client.post(page, {"origin": origin})
    assert response.status_code == 422
    assert problem in words_of(response)
    assert f'value="{origin}"' in response.content.decode()
    acme_support.refresh_from_db()
    assert acme_support.embedding_origins == [ORIGIN]
