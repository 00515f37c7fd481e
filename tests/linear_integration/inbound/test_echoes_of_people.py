"""What an agent writes as their own user in Linear comes back as no news, either."""

import pytest

from conversations.models import Account, Conversation, User
from linear_integration.automations import store_automations
from linear_integration.models import Automations, Hook, LinkEvent

from ..asking import activities
from ..conftest import LinearApi
from ..own_user import Person
from .conftest import Loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bob_in_linear(bob: User, acme_support: Account, acme: Hook) -> Person:
    """Bob, who is Jonas in Linear, where every comment is noted."""
    store_automations(
        Automations(workspace=acme.workspace, note_on_comment=True, reopen_on_comment=True)
    )
    person = Person(bob, acme_support)
    person.connect(acme, "Jonas Weber")
    return person


def notes(conversation: Conversation) -> list[str]:
    """Return the private notes of the conversation."""
    return list(conversation.messages.filter(private=True).values_list("content", flat=True))


def test_an_issue_its_link_and_a_comment_of_ones_own_do_not_come_back(
    loop: Loop, bob_in_linear: Person, bobs: LinearApi, team: str, conversation: Conversation
) -> None:
    body = {"conversation_id": conversation.display_id}
    created = bobs.post("create_issue", body | {"team_id": team, "title": "Mine"}).json()["data"]
    linked = bobs.post("link_issue", body | {"issue_id": "ENG-1"}).json()["data"]
    for each in (created, linked):
        said = bobs.post("comment_issue", body | {"link_id": each["link_id"], "body": "Hello"})
        assert said.status_code == 200
    before = activities(conversation)
    loop.settle()
    assert activities(conversation) == before
    assert notes(conversation) == []
    assert not LinkEvent.objects.exists()


def test_nor_is_the_app_told_of_it_as_of_somebody_elses_comment(
    loop: Loop,
    bob_in_linear: Person,
    alices: LinearApi,
    bobs: LinearApi,
    team: str,
    conversation: Conversation,
) -> None:
    body = {"conversation_id": conversation.display_id}
    created = alices.post("create_issue", body | {"team_id": team, "title": "The app's"}).json()
    link_id = created["data"]["link_id"]
    bobs.post("comment_issue", body | {"link_id": link_id, "body": "Hello"})
    loop.settle()
    assert notes(conversation) == []
