"""Answers are not kept where somebody else could see them."""

import pytest
from django.test import Client

from conversations.models import Account, User

pytestmark = pytest.mark.django_db


def directives(client: Client, path: str) -> set[str]:
    """Return the Cache-Control of an answer."""
    return set(client.get(path).headers["Cache-Control"].split(", "))


def test_a_page_is_not_stored(client: Client, bob: User, acme_support: Account) -> None:
    client.force_login(bob)
    path = f"/app/accounts/{acme_support.pk}/conversations"
    assert {"private", "no-cache", "no-store"} <= directives(client, path)


def test_an_answer_of_the_api_belongs_to_its_caller(client: Client, bob: User) -> None:
    client.force_login(bob)
    assert directives(client, "/api/v1/profile") == {"private", "no-cache"}
