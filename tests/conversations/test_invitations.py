"""An invitation lets one person in, once, and for a week."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from conversations.invitations import (
    InvitationEnded,
    accept,
    accept_as_new_user,
    find_invitation,
    invite,
    revoke_invitation,
    waiting_invitations_of,
)
from conversations.models import Inbox, Invitation, Membership, User
from conversations.tokens import digest_of

from ..cast import Cast
from ..threads import in_parallel

AGENT = Membership.Role.AGENT
State = Invitation.State


@pytest.fixture
def alice_at_work(cast: Cast) -> Membership:
    return cast.acme_support.memberships.get(user=cast.alice)


def invited(by: Membership, email: str = "erin@example.com", *inboxes: Inbox) -> Invitation:
    invitation, _ = invite(by, email=email, name="Erin", role=AGENT, inboxes=inboxes)
    return invitation


def test_only_the_digest_of_the_link_is_kept(alice_at_work: Membership) -> None:
    invitation, raw = invite(
        alice_at_work, email="erin@example.com", name="", role=AGENT, inboxes=[]
    )
    assert raw not in {str(value) for value in vars(invitation).values()}
    assert len(raw) == 43  # 256 bits
    assert find_invitation(digest_of(raw)) == invitation
    assert find_invitation(digest_of("another")) is None


def test_a_new_user_becomes_a_member_of_what_was_chosen(
    cast: Cast, alice_at_work: Membership
) -> None:
    invitation = invited(alice_at_work, " Erin@Example.com ", cast.email)
    erin = accept_as_new_user(invitation, name="Erin", password="correct horse")
    assert (erin.email, erin.name) == ("erin@example.com", "Erin")
    assert erin.check_password("correct horse")
    assert cast.acme_support.memberships.get(user=erin).role == AGENT
    assert list(erin.inboxes.all()) == [cast.email]
    invitation.refresh_from_db()
    assert invitation.state is State.ACCEPTED


def test_a_user_joins_with_what_they_have(cast: Cast, alice_at_work: Membership) -> None:
    invitation = invited(alice_at_work, "CAROL@example.com", cast.email)
    member = accept(invitation, cast.carol)
    assert (member.account, member.role) == (cast.acme_support, AGENT)
    assert set(cast.carol.inboxes.all()) == {cast.email, cast.globex_inbox}
    assert cast.carol.memberships.count() == 2


def test_nobody_accepts_what_is_for_another(cast: Cast, alice_at_work: Membership) -> None:
    invitation = invited(alice_at_work, "erin@example.com")
    with pytest.raises(ValueError, match="another person"):
        accept(invitation, cast.dan)
    assert not cast.dan.memberships.exists()


def test_it_is_good_for_a_week(cast: Cast, alice_at_work: Membership) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        invitation = invited(alice_at_work, cast.dan.email)
    almost = timedelta(days=7) - timedelta(seconds=1)
    for passed, state in ((almost, State.OPEN), (timedelta(days=7), State.EXPIRED)):
        with time_machine.travel(start + passed, tick=False):
            assert invitation.state is state
    with time_machine.travel(start + timedelta(days=7), tick=False):
        with pytest.raises(InvitationEnded):
            accept(invitation, cast.dan)
        assert invitation in waiting_invitations_of(cast.acme_support)
    with time_machine.travel(start + almost, tick=False):
        accept(invitation, cast.dan)


def test_it_is_good_once(cast: Cast, alice_at_work: Membership) -> None:
    invitation = invited(alice_at_work, cast.dan.email)
    accept(invitation, cast.dan)
    cast.dan.memberships.all().delete()
    with pytest.raises(InvitationEnded):
        accept(invitation, cast.dan)
    assert not cast.dan.memberships.exists()
    assert not waiting_invitations_of(cast.acme_support).exists()


def test_a_revoked_one_lets_nobody_in(cast: Cast, alice_at_work: Membership) -> None:
    invitation = invited(alice_at_work)
    revoke_invitation(invitation)
    with pytest.raises(InvitationEnded):
        accept_as_new_user(invitation, name="Erin", password="correct horse")
    assert not User.objects.filter(email="erin@example.com").exists()
    invitation.refresh_from_db()
    assert invitation.state is State.REVOKED


def test_what_was_accepted_is_not_revoked_any_more(cast: Cast, alice_at_work: Membership) -> None:
    invitation = invited(alice_at_work, cast.dan.email)
    accept(invitation, cast.dan)
    revoke_invitation(invitation)
    invitation.refresh_from_db()
    assert invitation.state is State.ACCEPTED


def test_a_second_invitation_takes_the_place_of_the_first(
    cast: Cast, alice_at_work: Membership
) -> None:
    first = invited(alice_at_work, "erin@example.com")
    second = invited(alice_at_work, "ERIN@example.com")
    first.refresh_from_db()
    assert (first.state, second.state) == (State.REVOKED, State.OPEN)
    assert list(waiting_invitations_of(cast.acme_support)) == [second]


def test_a_member_is_not_invited(cast: Cast, alice_at_work: Membership) -> None:
    with pytest.raises(ValidationError, match="a member already"):
        invited(alice_at_work, "BOB@example.com")
    assert not Invitation.objects.exists()


def test_who_is_a_member_meanwhile_keeps_their_role(cast: Cast, alice_at_work: Membership) -> None:
    invitation = invited(alice_at_work, cast.dan.email, cast.email)
    Membership.objects.create(account=cast.acme_support, user=cast.dan, role="administrator")
    assert accept(invitation, cast.dan).is_administrator
    assert not cast.dan.inboxes.exists()


def test_an_inbox_of_another_account_is_never_offered(
    cast: Cast, alice_at_work: Membership
) -> None:
    with pytest.raises(ValueError, match="must be of the account"):
        invited(alice_at_work, "erin@example.com", cast.globex_inbox)


def test_who_got_a_user_meanwhile_signs_in_and_may_accept_then(
    cast: Cast, alice_at_work: Membership
) -> None:
    invitation = invited(alice_at_work, cast.dan.email)
    with pytest.raises(ValidationError, match="Sign in to accept"):
        accept_as_new_user(invitation, name="Not Dan", password="correct horse")
    invitation.refresh_from_db()
    assert invitation.state is State.OPEN
    cast.dan.refresh_from_db()
    assert cast.dan.check_password("demo")


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_gets_through(cast: Cast, alice_at_work: Membership) -> None:
    pk = invited(alice_at_work).pk

    def join(number: int) -> User | None:
        invitation = Invitation.objects.get(pk=pk)
        try:
            return accept_as_new_user(invitation, name=f"Erin {number}", password="correct horse")
        except InvitationEnded:
            return None

    joined = [user for user in in_parallel(4, join) if user is not None]
    assert [user.email for user in joined] == ["erin@example.com"]
    assert cast.acme_support.memberships.filter(user=joined[0]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_equal_forms_at_once_one_link_stays_good(cast: Cast, alice_at_work: Membership) -> None:
    in_parallel(4, lambda _: invited(alice_at_work))
    assert waiting_invitations_of(cast.acme_support).count() == 1
