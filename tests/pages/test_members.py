"""Settings > Members: who sees them, changes them, and invites others."""

from typing import Any

import pytest

from conversations.invitations import invite, waiting_invitations_of
from conversations.models import Account, Conversation, Inbox, Invitation, Membership, User

from .conftest import Browser, words_of

AGENT = {"role": "agent"}
ADMINISTRATOR = {"role": "administrator"}


def page_of(account: Account, rest: str = "") -> str:
    return f"/app/accounts/{account.pk}/settings/members{rest}"


def invited(account: Account, email: str = "erin@example.com") -> Invitation:
    by = account.memberships.earliest("pk")
    return invite(by, email=email, name="", role=Membership.Role.AGENT, inboxes=[])[0]


@pytest.mark.parametrize("rest", ["", "/invite", "/{bob}", "/{bob}/remove"])
def test_pages_are_for_administrators_only(
    browser: Browser,
    acme_support: Account,
    alice: User,
    bob: User,
    carol: User,
    dan: User,
    rest: str,
) -> None:
    page = page_of(acme_support, rest.format(bob=bob.pk))
    statuses = [browser(user).get(page).status_code for user in (alice, bob, carol, dan, None)]
    assert statuses == [200, 403, 404, 404, 302]


def test_members_are_listed_with_role_and_inboxes(
    browser: Browser, acme_support: Account, alice: User
) -> None:
    text = words_of(browser(alice).get(page_of(acme_support)))
    assert "Alice you alice@example.com Administrator · every inbox" in text
    assert "Bob bob@example.com Agent · Email , Website" in text
    assert "Carol" not in text
    assert "Invitations" not in text


def test_the_list_asks_the_same_however_many_there_are(
    browser: Browser,
    acme_support: Account,
    alice: User,
    inbox: Inbox,
    django_assert_max_num_queries: Any,
) -> None:
    client, page = browser(alice), page_of(acme_support)
    for number in range(20):
        user = User.objects.create_user(f"agent{number}@example.com", name=f"Agent {number}")
        Membership.objects.create(account=acme_support, user=user)
        inbox.members.add(user)
        invited(acme_support, f"new{number}@example.com")
    with django_assert_max_num_queries(12):
        assert "Agent 19" in words_of(client.get(page))


def test_role_and_inboxes_are_changed(
    browser: Browser, acme_support: Account, alice: User, bob: User, other_inbox: Inbox
) -> None:
    page = page_of(acme_support, f"/{bob.pk}")
    client = browser(alice)
    before = client.get(page).content.decode()
    assert before.count("checked") == 3  # one role, two inboxes
    response = client.post(page, {**ADMINISTRATOR, "inboxes": [other_inbox.pk]}, follow=True)
    assert response.redirect_chain == [(page_of(acme_support), 302)]
    assert "What you changed for Bob is saved." in words_of(response)
    assert acme_support.memberships.get(user=bob).is_administrator
    assert list(bob.inboxes.all()) == [other_inbox]


def test_an_inbox_of_another_account_is_refused_as_one_that_is_not_there(
    browser: Browser, acme_support: Account, alice: User, bob: User, carol: User
) -> None:
    foreign, client = carol.inboxes.get(), browser(alice)
    for page in (page_of(acme_support, f"/{bob.pk}"), page_of(acme_support, "/invite")):
        for number in (foreign.pk, 999_999, 10**30):
            form = {**AGENT, "email": "erin@example.com", "inboxes": [number]}
            response = client.post(page, form)
            assert response.status_code == 422
            assert f"{number} is not one of the available choices" in words_of(response)
            assert foreign.name not in words_of(response)
    assert bob.inboxes.count() == 2


def test_the_last_administrator_is_told_why_they_stay(
    browser: Browser, acme_support: Account, alice: User
) -> None:
    client, page = browser(alice), page_of(acme_support, f"/{alice.pk}")
    assert "only administrator" in words_of(client.get(page))
    assert "/remove" not in client.get(page).content.decode()
    for response in (client.post(page, AGENT), client.post(f"{page}/remove")):
        assert response.status_code == 422
        assert "Alice is the only administrator" in words_of(response)
    assert acme_support.memberships.get(user=alice).is_administrator


@pytest.mark.parametrize(
    ("rest", "lands"), [("", "/app/accounts/{}/conversations"), ("/remove", "/")]
)
def test_who_gives_up_being_administrator_lands_where_they_may_be(
    browser: Browser, acme_support: Account, alice: User, bob: User, rest: str, lands: str
) -> None:
    acme_support.memberships.filter(user=bob).update(role="administrator")
    client = browser(alice)
    response = client.post(page_of(acme_support, f"/{alice.pk}{rest}"), AGENT)
    assert response["Location"] == lands.format(acme_support.pk)
    assert client.get(response["Location"], follow=True).status_code == 200


def test_removing_asks_first_and_names_what_changes(
    browser: Browser, acme_support: Account, alice: User, bob: User, conversation: Conversation
) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(assignee=bob)
    client, page = browser(alice), page_of(acme_support, f"/{bob.pk}/remove")
    response = client.get(page)
    question = words_of(response)
    assert "Remove Bob from Acme Support?" in question
    assert "1 conversation that Bob looks after is assigned to nobody then." in question
    assert "API token" in question
    assert f'href="{page_of(acme_support, f"/{bob.pk}")}" autofocus' in response.content.decode()
    assert acme_support.memberships.filter(user=bob).exists()
    bobs = browser(bob)
    response = client.post(page, follow=True)
    assert "Bob is not a member of Acme Support any more." in words_of(response)
    assert bobs.get(f"/app/accounts/{acme_support.pk}/conversations").status_code == 404
    assert client.post(page).status_code == 404


def test_a_link_is_shown_once(
    browser: Browser, acme_support: Account, alice: User, inbox: Inbox
) -> None:
    client = browser(alice)
    given = {"email": "Erin@example.com", "name": "Erin", **AGENT, "inboxes": [inbox.pk]}
    response = client.post(page_of(acme_support, "/invite"), given)
    link = response.context["link"]
    assert link.startswith("http://localhost:8000/invitations/")
    assert f'value="{link}"' in response.content.decode()
    assert "No e-mail was sent." in words_of(response)
    assert "no-store" in response["Cache-Control"]
    listed = client.get(page_of(acme_support))
    assert "erin@example.com Agent · Website Its link is good until" in words_of(listed)
    assert link not in listed.content.decode()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"email": " "}, "Enter an e-mail address."),
        ({"email": "erin"}, "Enter a valid email address."),
        ({"email": f"{'e' * 250}@example.com"}, "at most 254 characters"),
        ({"email": "BOB@example.com"}, "This person is a member already."),
        ({"email": "erin@example.com", "role": "owner"}, "owner is not one of the available"),
    ],
)
def test_a_wrong_invitation_says_what_is_wrong(
    browser: Browser, acme_support: Account, alice: User, given: dict[str, str], problem: str
) -> None:
    response = browser(alice).post(page_of(acme_support, "/invite"), {**AGENT, **given})
    assert response.status_code == 422
    assert problem in words_of(response)
    assert not Invitation.objects.exists()


def test_a_revoked_invitation_leaves_the_list(
    browser: Browser, acme_support: Account, alice: User
) -> None:
    invitation, client = invited(acme_support), browser(alice)
    revoke = page_of(acme_support, f"/invitations/{invitation.pk}/revoke")
    response = client.post(revoke, follow=True)
    assert "The invitation of erin@example.com is revoked" in words_of(response)
    assert not waiting_invitations_of(acme_support).exists()
    assert "Invitations" not in words_of(client.get(page_of(acme_support)))
