"""How often a password may be guessed, and whom that keeps out."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings as project
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from conversations.models import User

from .conftest import Browser, words_of

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
SENT = {"csrfmiddlewaretoken": "planted-token"}


def attempt(client: Client, email: str, password: str, network: str = HERE, **sent: str) -> Any:
    """Try to sign in, and return the answer."""
    person = {"username": email, "password": password, **sent}
    return client.post("/login", person, REMOTE_ADDR=network)


def sign_in(client: Client, email: str, password: str, network: str = HERE) -> int:
    """Try to sign in, and return the answer's status: 302 is in, 200 the form again."""
    status: int = attempt(client, email, password, network).status_code
    return status


def guess(client: Client, email: str, times: int, network: str = HERE) -> list[int]:
    return [sign_in(client, email, f"guess {number}", network) for number in range(times)]


@pytest.fixture
def locked_out(browser: Browser, bob: User) -> Client:
    """A browser in which Bob's password was guessed too often."""
    client = browser(None)
    assert guess(client, bob.email, 10) == [200] * 9 + [429]
    return client


def test_the_right_password_is_not_looked_at_until_the_time_is_over(
    locked_out: Client, bob: User
) -> None:
    response = attempt(locked_out, bob.email, "demo")
    assert response.status_code == 429
    assert 890 <= int(response["Retry-After"]) <= 900
    assert "Try again in 15 minutes." in words_of(response)
    with time_machine.travel(timezone.now() + timedelta(minutes=14, seconds=30)):
        response = attempt(locked_out, bob.email, "demo")
        assert response.status_code == 429
        assert "Try again in a minute." in words_of(response)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert sign_in(locked_out, bob.email, "demo") == 302


def test_whoever_comes_back_when_told_is_let_in(browser: Browser, bob: User) -> None:
    client = browser(None)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(client, bob.email, 10)
        clock.shift(timedelta(seconds=100.6))
        refused = attempt(client, bob.email, "demo")
        clock.shift(timedelta(seconds=int(refused["Retry-After"])))
        assert sign_in(client, bob.email, "demo") == 302


def test_others_and_the_person_elsewhere_still_sign_in(
    browser: Browser, locked_out: Client, alice: User, bob: User
) -> None:
    assert sign_in(locked_out, alice.email, "demo") == 302
    assert sign_in(browser(None), bob.email, "demo", ELSEWHERE) == 302
    # Whoever guesses from here is kept out all the same.
    assert sign_in(browser(None), bob.email, "demo") == 429


def test_who_is_signed_in_goes_on(browser: Browser, bob: User) -> None:
    client = browser(bob)
    guess(browser(None), bob.email, 10)
    assert client.get("/app/tokens", REMOTE_ADDR=HERE).status_code == 200


def test_an_unknown_address_is_answered_alike(browser: Browser) -> None:
    assert guess(browser(None), "nobody@example.com", 10) == [200] * 9 + [429]


@pytest.mark.parametrize("spelled", ["BOB@Example.com", " bob@example.com "])
def test_another_spelling_is_no_other_person(locked_out: Client, bob: User, spelled: str) -> None:
    assert sign_in(locked_out, spelled, "demo") == 429


def test_a_letter_that_is_the_same_in_upper_case_makes_no_other_person(
    browser: Browser, alice: User
) -> None:
    client = browser(None)
    guess(client, alice.email, 10)
    assert sign_in(client, alice.email.replace("i", "\N{LATIN SMALL LETTER DOTLESS I}"), "x") == 429


def test_signing_in_forgets_what_was_mistyped(browser: Browser, bob: User) -> None:
    for _ in range(2):
        assert guess(browser(None), bob.email, 9) == [200] * 9
        assert sign_in(browser(None), bob.email, "demo") == 302


def test_the_admin_is_no_other_door(locked_out: Client, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    person = {"username": bob.email, "password": "demo"}
    assert locked_out.post("/admin/login/", person, REMOTE_ADDR=HERE).status_code == 429


def test_a_customer_of_a_provider_is_one_network(browser: Browser, bob: User) -> None:
    client = browser(None)
    for number in range(9):
        sign_in(client, bob.email, "wrong", f"2001:db8::{number + 1:x}")
    assert sign_in(client, bob.email, "wrong", "2001:db8::ffff:1") == 429
    assert sign_in(client, bob.email, "demo", "2001:db8:0:1::1") == 302


def test_an_ipv4_address_is_its_own_network_however_it_is_written(
    browser: Browser, locked_out: Client, bob: User
) -> None:
    assert sign_in(locked_out, bob.email, "demo", f"::ffff:{HERE}") == 429
    assert sign_in(browser(None), bob.email, "demo", f"::ffff:{ELSEWHERE}") == 302


def test_behind_a_proxy_the_address_that_it_has_seen_counts(
    browser: Browser, bob: User, settings: Settings
) -> None:
    settings.TRUST_PROXY_HEADERS = True
    for number in range(10):
        client = Client(headers={"X-Forwarded-For": f"192.0.2.{number}, {HERE}"})
        sign_in(client, bob.email, "wrong", "127.0.0.1")
    assert sign_in(client, bob.email, "demo", "127.0.0.1") == 429
    other = Client(headers={"X-Forwarded-For": f"{HERE}, {ELSEWHERE}"})
    assert sign_in(other, bob.email, "demo", "127.0.0.1") == 302


def test_without_a_proxy_nobody_chooses_their_address(locked_out: Client, bob: User) -> None:
    locked_out.defaults["HTTP_X_FORWARDED_FOR"] = ELSEWHERE
    assert sign_in(locked_out, bob.email, "demo") == 429


def test_an_address_that_grows_in_upper_case_can_be_counted(browser: Browser) -> None:
    sharp = "\N{LATIN SMALL LETTER SHARP S}" * 250
    assert guess(browser(None), sharp, 10) == [200] * 9 + [429]


@pytest.mark.parametrize("address", ["", "unix:", "not an address", "fe80::1%eth0"])
def test_an_address_that_is_none_counts_too(browser: Browser, bob: User, address: str) -> None:
    assert guess(browser(None), bob.email, 10, address) == [200] * 9 + [429]


def test_neither_password_nor_token_is_kept_and_nothing_for_long(
    browser: Browser, bob: User, alice: User
) -> None:
    client = browser(None)
    attempt(client, bob.email, "nearly-my-password", **SENT)
    [row] = AccessAttempt.objects.all()
    kept = " ".join(str(getattr(row, field.name)) for field in row._meta.fields)
    assert "nearly" not in kept
    assert "planted" not in kept
    later = timezone.now() + project.AXES_COOLOFF_TIME + timedelta(seconds=1)
    with time_machine.travel(later):
        sign_in(client, alice.email, "demo")
    assert not AccessAttempt.objects.exists()
