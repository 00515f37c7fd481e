"""Tokens are shown once, kept as digests, and end when they are revoked."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conversations import tokens
from conversations.models import APIToken, User
from conversations.tokens import (
    create_token,
    forget_tokens,
    issue_token,
    revoke_token,
    store_token,
    user_for_token,
)

from ..threads import in_parallel


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
    APIToken.objects.update(last_used_at=timezone.now())
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


def test_its_use_is_noted_once_an_hour(bob: User) -> None:
    raw = issue_token(bob, "script")
    token = APIToken.objects.get()
    assert token.last_used_at is None
    start = timezone.now()
    noted: list[int] = []
    for minutes in (0, 59, 60):
        forget_tokens()
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            user_for_token(raw)
        token.refresh_from_db()
        assert token.last_used_at is not None
        noted.append(round((token.last_used_at - start).total_seconds() / 60))
    assert noted == [0, 0, 60]


def test_a_token_that_is_refused_was_not_used(bob: User) -> None:
    token = store_token(bob, "script", "demo-token")
    revoke_token(token)
    assert user_for_token("demo-token") is None
    token.refresh_from_db()
    assert token.last_used_at is None


def test_revoking_twice_keeps_the_first_time(bob: User) -> None:
    token = store_token(bob, "script", "demo-token")
    revoke_token(token)
    first = token.revoked_at
    revoke_token(token)
    token.refresh_from_db()
    assert token.revoked_at == first


@pytest.mark.django_db(transaction=True)
def test_of_equal_forms_at_once_one_makes_a_token(bob: User) -> None:
    def create(number: int) -> str | None:
        try:
            return create_token(User.objects.get(pk=bob.pk), name="Export")
        except ValidationError:
            return None

    made = [raw for raw in in_parallel(4, create) if raw is not None]
    assert len(made) == 1
    assert user_for_token(made[0]) == bob
    assert APIToken.objects.filter(name="Export").count() == 1
