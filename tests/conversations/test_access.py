"""Whoever may not see a thing is answered as if it did not exist."""

import pytest
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from conversations.access import (
    agent_for,
    company_for,
    contact_for,
    contacts_of,
    conversation_for,
    conversation_to_show,
    conversations_of,
    inbox_for,
    inboxes_of,
    membership_for,
    people_who_see,
)
from conversations.models import Membership

from ..cast import Cast

TOO_LARGE = 2**63


@pytest.fixture
def bob_at_work(cast: Cast) -> Membership:
    return membership_for(cast.bob, cast.acme_support.pk)


@pytest.fixture
def alice_at_work(cast: Cast) -> Membership:
    return membership_for(cast.alice, cast.acme_support.pk)


def test_a_membership_tells_the_role(alice_at_work: Membership, bob_at_work: Membership) -> None:
    assert alice_at_work.is_administrator
    assert not bob_at_work.is_administrator


def test_a_membership_comes_with_its_user_and_account(
    bob_at_work: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert (bob_at_work.user.name, bob_at_work.account.name) == ("Bob", "Acme Support")


@pytest.mark.parametrize("name", ["carol", "dan"])
def test_strangers_have_no_membership(cast: Cast, name: str) -> None:
    with pytest.raises(Http404):
        membership_for(getattr(cast, name), cast.acme_support.pk)


def test_an_agent_sees_their_own_inboxes_and_an_administrator_all(
    cast: Cast, alice_at_work: Membership, bob_at_work: Membership
) -> None:
    assert set(inboxes_of(bob_at_work)) == {cast.website, cast.email}
    assert set(inboxes_of(alice_at_work)) == {cast.website, cast.email, cast.enterprise}


def test_conversations_follow_the_inboxes(
    cast: Cast, alice_at_work: Membership, bob_at_work: Membership
) -> None:
    assert list(conversations_of(bob_at_work)) == [cast.conversation]
    assert set(conversations_of(alice_at_work)) == {
        cast.conversation,
        cast.other_inbox_conversation,
    }


def test_an_inbox_of_another_account_stays_closed_even_to_its_member(cast: Cast) -> None:
    cast.globex_inbox.members.add(cast.bob)
    bob = membership_for(cast.bob, cast.acme_support.pk)
    assert cast.globex_inbox not in inboxes_of(bob)
    with pytest.raises(Http404):
        inbox_for(bob, cast.globex_inbox.pk)


def test_a_conversation_may_be_given_to_whoever_sees_its_inbox(
    cast: Cast, bob_at_work: Membership
) -> None:
    for stranger in (cast.carol, cast.dan):
        cast.website.members.add(stranger)
    assert list(people_who_see(cast.website)) == [cast.alice, cast.bob]
    assert list(people_who_see(cast.enterprise)) == [cast.alice]
    cast.alice.is_active = False
    cast.alice.save()
    assert list(people_who_see(cast.website)) == [cast.bob]
    assert agent_for(cast.website, cast.bob.pk) == cast.bob
    with pytest.raises(Http404):
        agent_for(cast.website, cast.alice.pk)


def test_a_conversation_comes_with_all_that_a_page_shows(
    cast: Cast, bob_at_work: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conversation = conversation_to_show(bob_at_work, cast.conversation.display_id)
    with django_assert_num_queries(0):
        assert conversation.contact.company == cast.company
        assert conversation.inbox.account_id == conversation.account.pk


def test_a_conversation_outside_the_agents_inboxes_does_not_exist(
    cast: Cast, bob_at_work: Membership
) -> None:
    for door in (conversation_for, conversation_to_show):
        with pytest.raises(Http404):
            door(bob_at_work, cast.other_inbox_conversation.display_id)


def test_contacts_and_companies_stay_in_their_account(cast: Cast, bob_at_work: Membership) -> None:
    stranger = cast.carols_conversation.contact
    assert list(contacts_of(bob_at_work)) == [cast.contact]
    assert contact_for(bob_at_work, cast.contact.pk) == cast.contact
    assert company_for(bob_at_work, cast.company.pk) == cast.company
    with pytest.raises(Http404):
        contact_for(bob_at_work, stranger.pk)
    with pytest.raises(Http404):
        company_for(bob_at_work, stranger.company_id or 0)


@pytest.mark.parametrize("number", [-1, 0, TOO_LARGE, 10**30])
def test_numbers_that_no_row_has_are_not_found(bob_at_work: Membership, number: int) -> None:
    for door in (conversation_for, contact_for, inbox_for, company_for):
        with pytest.raises(Http404):
            door(bob_at_work, number)
    with pytest.raises(Http404):
        membership_for(bob_at_work.user, number)
