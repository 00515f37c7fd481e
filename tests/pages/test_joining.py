"""The link of an invitation: who may accept it, with what, and what it says when it has ended."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from conversations.invitations import find_invitation, invite, revoke_invitation
from conversations.models import Account, Inbox, Invitation, Membership, User
from conversations.tokens import digest_of

from .conftest import Browser, words_of

PAGE = "/invitation"
PASSWORD = "correct horse battery"
NEW_USER = {"name": "Erin", "password": PASSWORD, "password_again": PASSWORD}


def link_for(account: Account, email: str, *inboxes: Inbox) -> str:
    by = account.memberships.earliest("pk")
    _, raw = invite(by, email=email, name="Erin", role=Membership.Role.AGENT, inboxes=inboxes)
    return f"/invitations/{raw}"


def test_a_new_user_chooses_name_and_password_and_is_in(
    browser: Browser, acme_support: Account, inbox: Inbox
) -> None:
    link, client = link_for(acme_support, "erin@example.com", inbox), browser(None)
    opened = client.get(link, follow=True)
    assert opened.redirect_chain == [(PAGE, 302)]
    assert "Join Acme Support erin@example.com is invited" in words_of(opened)
    assert 'value="Erin"' in opened.content.decode()
    joined = client.post(PAGE, NEW_USER, follow=True)
    assert joined.redirect_chain == [(f"/app/accounts/{acme_support.pk}/conversations", 302)]
    assert "Welcome to Acme Support." in words_of(joined)
    erin = User.objects.get(email="erin@example.com")
    assert acme_support.memberships.get(user=erin).role == "agent"
    assert list(erin.inboxes.all()) == [inbox]
    person = {"username": "erin@example.com", "password": PASSWORD}
    assert browser(None).post("/login", person)["Location"] == "/"


def test_the_secret_stays_in_no_address_cache_or_session(
    browser: Browser, acme_support: Account
) -> None:
    link, client = link_for(acme_support, "erin@example.com"), browser(None)
    opened = client.get(link)
    assert opened["Location"] == PAGE
    assert opened["Referrer-Policy"] == "no-referrer"
    secret = link.rpartition("/")[2]
    assert secret not in str(dict(client.session))
    page = client.get(PAGE)
    assert secret not in page.content.decode()
    for response in (opened, page):
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"name": " "}, "Enter your name."),
        ({"password": ""}, "Choose a password."),
        ({"password_again": ""}, "Enter the password once more."),
        ({"password_again": "another"}, "The two passwords are not the same."),
        ({"password": "short", "password_again": "short"}, "too short"),
        ({"password": "password", "password_again": "password"}, "too common"),
        ({"password": "erin@example", "password_again": "erin@example"}, "too similar"),
    ],
)
def test_a_wrong_form_lets_nobody_in(
    browser: Browser, acme_support: Account, given: dict[str, str], problem: str
) -> None:
    client = browser(None)
    client.get(link_for(acme_support, "erin@example.com"))
    response = client.post(PAGE, {**NEW_USER, **given})
    assert response.status_code == 422
    assert problem in words_of(response)
    assert PASSWORD not in response.content.decode()
    assert not User.objects.filter(email="erin@example.com").exists()
    assert client.post(PAGE, NEW_USER).status_code == 302


def test_a_user_signs_in_first_and_then_accepts(
    browser: Browser, acme_support: Account, dan: User
) -> None:
    client = browser(None)
    opened = client.get(link_for(acme_support, dan.email), follow=True)
    assert 'href="/login?next=/invitation"' in opened.content.decode()
    assert "password" not in opened.content.decode()
    refused = client.post(PAGE, NEW_USER)
    assert "Sign in with this address to accept." in words_of(refused)
    assert not dan.memberships.exists()
    person = {"username": dan.email, "password": "demo", "next": PAGE}
    signed_in = client.post("/login", person, follow=True)
    assert signed_in.redirect_chain == [(PAGE, 302)]
    assert not dan.memberships.exists()
    assert "Welcome to Acme Support." in words_of(client.post(PAGE, follow=True))
    assert [member.account for member in dan.memberships.all()] == [acme_support]


def test_whoever_is_signed_in_as_somebody_else_is_told_and_signs_out(
    browser: Browser, acme_support: Account, carol: User, dan: User
) -> None:
    client = browser(carol)
    opened = client.get(link_for(acme_support, dan.email), follow=True)
    assert "You are signed in as carol@example.com" in words_of(opened)
    assert "You are signed in as" in words_of(client.post(PAGE))
    assert not acme_support.memberships.filter(user__in=[carol, dan]).exists()
    left = client.post(f"{PAGE}/sign-out", follow=True)
    assert left.redirect_chain == [(PAGE, 302)]
    assert "Sign in with this address to accept." in words_of(left)


def test_a_link_is_good_once(browser: Browser, acme_support: Account) -> None:
    link = link_for(acme_support, "erin@example.com")
    first, second = browser(None), browser(None)
    for client in (first, second):
        client.get(link)
    assert first.post(PAGE, NEW_USER).status_code == 302
    late = second.post(PAGE, {**NEW_USER, "name": "Mallory"})
    assert late.status_code == 410
    assert "This invitation was used" in words_of(late)
    assert "_auth_user_id" not in second.session


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_an_ended_one_says_so_and_lets_nobody_in(
    browser: Browser, acme_support: Account, dan: User, how: str
) -> None:
    link = link_for(acme_support, dan.email)
    if how == "revoked":
        revoke_invitation(Invitation.objects.get())
    days = 7 if how == "expired" else 0
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        client = browser(dan)
        client.get(link)
        for response in (client.get(PAGE), client.post(PAGE)):
            assert response.status_code == 410
            assert f"This invitation {'has' if how == 'expired' else 'was'} {how}" in words_of(
                response
            )
            assert "an administrator of Acme Support" in words_of(response)
    assert not dan.memberships.exists()


@pytest.mark.parametrize("secret", ["unknown", ""])
def test_without_a_link_there_is_no_invitation(browser: Browser, db: Any, secret: str) -> None:
    client = browser(None)
    if secret:
        client.get(f"/invitations/{secret}")
    for response in (client.get(PAGE), client.post(PAGE, NEW_USER)):
        assert response.status_code == 404
        assert "There is no such invitation" in words_of(response)


def test_a_digest_that_leaked_opens_nothing(browser: Browser, acme_support: Account) -> None:
    link = link_for(acme_support, "erin@example.com")
    client = browser(None)
    client.get(f"/invitations/{digest_of(link.rpartition('/')[2])}")
    assert client.get(PAGE).status_code == 404


def test_what_ends_between_page_and_form_is_told(
    browser: Browser, acme_support: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(None)
    client.get(link_for(acme_support, "erin@example.com"))

    def find_and_revoke(digest: str) -> Invitation | None:
        found = find_invitation(digest)
        revoke_invitation(Invitation.objects.get())
        return found

    monkeypatch.setattr("conversations.pages.joining.find_invitation", find_and_revoke)
    response = client.post(PAGE, NEW_USER)
    assert response.status_code == 410
    assert "This invitation was revoked" in words_of(response)
    assert not User.objects.filter(email="erin@example.com").exists()


def test_a_user_who_appears_between_page_and_form_signs_in(
    browser: Browser, acme_support: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(None)
    client.get(link_for(acme_support, "erin@example.com"))
    User.objects.create_user("erin@example.com", PASSWORD, name="Erin")
    monkeypatch.setattr("conversations.pages.joining.has_user", lambda _: False)
    response = client.post(PAGE, NEW_USER)
    assert response["Location"] == PAGE
    monkeypatch.undo()
    text = words_of(client.get(PAGE))
    assert "There is a user with this e-mail address already. Sign in to accept." in text
    assert Invitation.objects.get().state is Invitation.State.OPEN
