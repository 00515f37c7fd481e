"""Tokens are shown once, kept as digests, and end when they are revoked."""

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from conversations import tokens
from conversations.models import APIToken, User
from conversations.tokens import issue_token, revoke_token, store_token, user_for_token


def test_a_token_stands_for_its_user(bob: User) -> None:
    assert user_for_token(issue_token(bob, "script")) == bob


def test_an_unknown_token_stands_for_nobody(bob: User) -> None:
    assert user_for_token("no-such-token") is None


def test_only_the_digest_is_kept(bob: User) -> None:
    raw = issue_token(bob, "script")
    token = APIToken.objects.get()
    assert raw not in {str(value) for value in vars(token).values()}
    assert len(token.digest) == 64


def test_the_same_token_is_never_stored_twice(bob: User, dan: User) -> None:
    store_token(bob, "demo", "demo-token")
    with pytest.raises(IntegrityError), transaction.atomic():
        store_token(dan, "demo", "demo-token")


def test_a_revoked_token_ends_at_once_though_it_was_remembered(bob: User) -> None:
    token = store_token(bob, "demo", "demo-token")
    assert user_for_token("demo-token") == bob
    revoke_token(token)
    assert user_for_token("demo-token") is None


def test_a_user_who_was_switched_off_is_refused(bob: User) -> None:
    raw = issue_token(bob, "script")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert user_for_token(raw) is None


def test_a_remembered_user_who_is_switched_off_is_refused_after_fifteen_seconds(
    bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = issue_token(bob, "script")
    for second, expected in [(0, bob), (14, bob), (15, None)]:
        monkeypatch.setattr(tokens, "monotonic", lambda second=second: 1000 + second)
        assert user_for_token(raw) == expected
        User.objects.filter(pk=bob.pk).update(is_active=False)


def test_a_second_look_up_asks_no_database_for_fifteen_seconds(
    bob: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = issue_token(bob, "script")
    for second, queries in [(0, 1), (14, 0), (16, 1), (17, 0)]:
        monkeypatch.setattr(tokens, "monotonic", lambda second=second: 1000 + second)
        with django_assert_num_queries(queries):
            assert user_for_token(raw) == bob


def test_what_a_request_does_to_its_user_reaches_no_other(bob: User) -> None:
    raw = issue_token(bob, "script")
    for _ in range(2):
        user = user_for_token(raw)
        assert user is not None
        assert user.name == "Bob"
        user.name = "Mallory"


def test_the_memory_stays_small(bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "REMEMBERED_TOKENS", 2)
    for number in range(5):
        user_for_token(issue_token(bob, f"script {number}"))
    assert len(tokens._remembered) <= 2
