"""Members get roles and inboxes and leave; an account always keeps an administrator."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from conversations.conversations import create_conversation
from conversations.invitations import invite
from conversations.members import change_member, remove_member
from conversations.models import Invitation, Membership, User

from ..cast import Cast
from ..conftest import ApiFactory
from ..threads import in_parallel

ADMINISTRATOR, AGENT = Membership.Role.ADMINISTRATOR, Membership.Role.AGENT
ONLY = "Alice is the only administrator"


@pytest.fixture
def alice_at_work(cast: Cast) -> Membership:
    return cast.acme_support.memberships.get(user=cast.alice)


def test_a_member_gets_another_role_and_exactly_these_inboxes(
    cast: Cast, alice_at_work: Membership
) -> None:
    cast.globex_inbox.members.add(cast.bob)
    inboxes = [cast.email, cast.enterprise]
    change_member(alice_at_work, cast.bob.pk, role=ADMINISTRATOR, inboxes=inboxes)
    assert cast.acme_support.memberships.get(user=cast.bob).is_administrator
    assert set(cast.bob.inboxes.all()) == {*inboxes, cast.globex_inbox}


def test_an_inbox_of_another_account_is_never_given(cast: Cast, alice_at_work: Membership) -> None:
    with pytest.raises(ValueError, match="must be of the member's account"):
        change_member(alice_at_work, cast.bob.pk, role=AGENT, inboxes=[cast.globex_inbox])
    assert cast.bob not in cast.globex_inbox.members.all()


@pytest.mark.parametrize("name", ["carol", "dan"])
def test_who_is_in_no_account_of_ours_is_not_there(
    cast: Cast, alice_at_work: Membership, name: str
) -> None:
    stranger: User = getattr(cast, name)
    with pytest.raises(Http404):
        change_member(alice_at_work, stranger.pk, role=AGENT, inboxes=[])
    with pytest.raises(Http404):
        remove_member(alice_at_work, stranger.pk)
    assert Membership.objects.count() == 3


def test_what_a_member_sees_no_longer_is_not_theirs_to_answer(
    cast: Cast, alice_at_work: Membership
) -> None:
    kept = create_conversation(
        cast.acme_support, inbox=cast.email, contact=cast.contact, assignee=cast.bob
    )
    lost = create_conversation(
        cast.acme_support, inbox=cast.website, contact=cast.contact, assignee=cast.bob
    )
    change_member(alice_at_work, cast.bob.pk, role=AGENT, inboxes=[cast.email])
    for conversation, assignee in ((kept, cast.bob), (lost, None)):
        conversation.refresh_from_db()
        assert conversation.assignee == assignee


def test_who_was_removed_is_gone_from_this_account_alone(
    cast: Cast, alice_at_work: Membership
) -> None:
    Membership.objects.create(account=cast.globex_care, user=cast.bob)
    cast.globex_inbox.members.add(cast.bob)
    for conversation in (cast.conversation, cast.carols_conversation):
        conversation.assignee = cast.bob
        conversation.save()
    remove_member(alice_at_work, cast.bob.pk)
    assert list(cast.bob.memberships_in_order()) == [cast.globex_care.memberships.last()]
    assert list(cast.bob.inboxes.all()) == [cast.globex_inbox]
    cast.conversation.refresh_from_db()
    cast.carols_conversation.refresh_from_db()
    assert cast.conversation.assignee is None
    assert cast.carols_conversation.assignee == cast.bob


def test_the_token_of_who_was_removed_opens_the_account_no_more(
    cast: Cast, alice_at_work: Membership, api: ApiFactory
) -> None:
    client = api(cast.bob)
    address = f"/api/v1/accounts/{cast.acme_support.pk}/conversations"
    assert client.get(address).status_code == 200
    remove_member(alice_at_work, cast.bob.pk)
    assert client.get(address).status_code == 404
    assert client.get("/api/v1/profile").status_code == 200


def test_the_last_administrator_stays_one(cast: Cast, alice_at_work: Membership) -> None:
    with pytest.raises(ValidationError, match=ONLY):
        change_member(alice_at_work, cast.alice.pk, role=AGENT, inboxes=[])
    with pytest.raises(ValidationError, match=ONLY):
        remove_member(alice_at_work, cast.alice.pk)
    assert alice_at_work.account.memberships.get(user=cast.alice).is_administrator


def test_an_administrator_who_can_not_sign_in_does_not_count(
    cast: Cast, alice_at_work: Membership
) -> None:
    Membership.objects.filter(user=cast.bob).update(role=ADMINISTRATOR)
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    with pytest.raises(ValidationError, match=ONLY):
        remove_member(alice_at_work, cast.alice.pk)
    remove_member(alice_at_work, cast.bob.pk)


def test_with_another_administrator_one_may_go(cast: Cast, alice_at_work: Membership) -> None:
    Membership.objects.filter(user=cast.bob).update(role=ADMINISTRATOR)
    remove_member(alice_at_work, cast.alice.pk)
    assert [member.user for member in cast.acme_support.memberships.all()] == [cast.bob]


@pytest.mark.parametrize("leaving", ["removed", "an agent"])
def test_the_links_that_a_former_administrator_knows_are_dead(
    cast: Cast, alice_at_work: Membership, leaving: str
) -> None:
    Membership.objects.filter(user=cast.bob).update(role=ADMINISTRATOR)
    bob_at_work = cast.acme_support.memberships.get(user=cast.bob)
    known, _ = _invite(bob_at_work, "backdoor@example.com")
    kept, _ = _invite(alice_at_work, "erin@example.com")
    if leaving == "removed":
        remove_member(alice_at_work, cast.bob.pk)
    else:
        change_member(alice_at_work, cast.bob.pk, role=AGENT, inboxes=[])
    known.refresh_from_db()
    kept.refresh_from_db()
    assert known.state is Invitation.State.REVOKED
    assert kept.state is Invitation.State.OPEN


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leaving", ["removed", "agents"])
def test_two_administrators_who_drop_each_other_at_once_leave_one(cast: Cast, leaving: str) -> None:
    Membership.objects.filter(user=cast.bob).update(role=ADMINISTRATOR)
    people = [cast.alice, cast.bob]

    def drop(number: int) -> bool:
        by = Membership.objects.get(user=people[number], account=cast.acme_support)
        other = people[1 - number].pk
        try:
            if leaving == "removed":
                remove_member(by, other)
            else:
                change_member(by, other, role=AGENT, inboxes=[])
        except ValidationError:
            return False
        return True

    assert sorted(in_parallel(2, drop)) == [False, True]
    assert cast.acme_support.memberships.filter(role=ADMINISTRATOR).count() == 1


def _invite(by: Membership, email: str) -> tuple[Invitation, str]:
    return invite(by, email=email, name="", role=ADMINISTRATOR, inboxes=[])
