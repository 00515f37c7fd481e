"""Which pages may frame the sidebar: what is taken as an origin, and how many there are."""

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from conversations.embedding_origins import (
    MOST_ORIGINS,
    allow_origin,
    parse_origin,
    remove_origin,
)
from conversations.models import Account


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://desk.example.com", "https://desk.example.com"),
        ("  HTTPS://Desk.Example.COM/ ", "https://desk.example.com"),
        ("https://desk.example.com:443", "https://desk.example.com"),
        ("https://desk.example.com:8443", "https://desk.example.com:8443"),
        ("https://desk", "https://desk"),
        ("https://10.0.0.5:8443", "https://10.0.0.5:8443"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_stored_as_browsers_write_it(written: str, origin: str) -> None:
    assert parse_origin(written) == origin


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("desk.example.com", "Begin with https://"),
        ("ftp://desk.example.com", "Begin with https://"),
        ("javascript:alert(1)", "Begin with https://"),
        ("*", "Begin with https://"),
        ("https://*.example.com", "without wildcards"),
        ("https://", "Name one host"),
        ("https://user@desk.example.com", "Name one host"),
        ("https://bücher.example", "plain ASCII"),
        ("https://desk.example.com;script-src *", "Name one host"),
        ("https://desk.example.com https://evil.example", "Name one host"),
        ("https://desk.example.com,evil.example", "Name one host"),
        ("https://desk.example.com'", "Name one host"),
        ("https://[::1]", "Name one host"),
        ("https://desk.example.com:99999", "no address of a web page"),
        ("https://desk.example.com:x", "no address of a web page"),
        ("https://[", "no address of a web page"),
        ("https://desk.example.com/inbox", "Leave out what comes after the host: https://desk"),
        ("https://desk.example.com?a=1", "Leave out"),
        ("https://desk.example.com#a", "Leave out"),
        ("http://desk.example.com", "Use https://"),
        ("http://localhost:3000", "Use https://"),
    ],
)
def test_what_is_no_origin_is_refused_in_words(written: str, problem: str) -> None:
    with pytest.raises(ValidationError) as raised:
        parse_origin(written)
    assert problem in raised.value.messages[0]


@pytest.mark.parametrize("switch", ["DEMO", "DEBUG"])
def test_a_demo_takes_pages_of_this_machine_without_https(settings: Settings, switch: str) -> None:
    setattr(settings, switch, True)
    assert parse_origin("http://localhost:3000") == "http://localhost:3000"
    assert parse_origin("http://127.0.0.1:80") == "http://127.0.0.1"
    with pytest.raises(ValidationError):
        parse_origin("http://desk.example.com")


def test_an_account_begins_with_none_and_keeps_a_few(acme_support: Account) -> None:
    assert acme_support.embedding_origins == []
    origins = [f"https://desk{n}.example.com" for n in range(MOST_ORIGINS)]
    for origin in origins:
        allow_origin(acme_support, origin)
    acme_support.refresh_from_db()
    assert acme_support.embedding_origins == origins
    with pytest.raises(ValidationError, match="At most 10"):
        allow_origin(acme_support, "https://one-more.example.com")
    remove_origin(acme_support, origins[0])
    acme_support.refresh_from_db()
    assert acme_support.embedding_origins == origins[1:]
