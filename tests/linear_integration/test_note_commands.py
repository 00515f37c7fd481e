"""Private notes that ask something of Linear: links to the issues they name, or a comment."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from conversations.conversations import create_message
from conversations.models import Account, Conversation, Message, User
from conversations.notes import post_note
from linear_integration import operations
from linear_integration.automations import store_automations
from linear_integration.models import Automations, Hook, IssueLink, Operation

from ..conftest import ApiFactory
from ..sandbox_process import Sandbox
from .asking import activities, attachments_of, comments_of, mutations
from .conftest import GLOBEX_KEY, LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

Write = Callable[..., Any]


@pytest.fixture
def write(api: ApiFactory, bob: User, acme_support: Account, acme: Hook) -> Write:
    """Return what writes a private note, or another message, of Bob's in conversation 1."""
    client = api(bob)
    path = f"/api/v1/accounts/{acme_support.pk}/conversations/1/messages"

    def send(content: str, **more: Any) -> Any:
        answer = client.post(path, {"content": content, "private": True} | more, format="json")
        assert answer.status_code in (200, 201), answer.content
        return answer.json()["data"]

    return send


@pytest.fixture
def comments_on(acme: Hook, bobs: LinearApi, conversation: Conversation) -> dict[str, Any]:
    """Let notes comment in Acme; return the issue that is linked."""
    store_automations(Automations(workspace=acme.workspace, comments_from_notes=True))
    return link(bobs, "ENG-1")


def link(who: LinearApi, identifier: str, **more: Any) -> dict[str, Any]:
    """Link an issue to the conversation."""
    answer = who.post("link_issue", {"conversation_id": 1, "issue_id": identifier, **more})
    assert answer.status_code == 200, answer.content
    return dict(answer.json()["data"])


def address(sandbox: Sandbox, identifier: str, workspace: str = "acme") -> str:
    """Return an issue's address."""
    return f"{sandbox.url}/{workspace}/issue/{identifier}"


def linked() -> list[str]:
    """Return the identifiers of the issues that are linked, in their order."""
    return list(IssueLink.objects.order_by("pk").values_list("issue__identifier", flat=True))


def notes(conversation: Conversation) -> list[str]:
    """Return the notes that no person wrote."""
    found = conversation.messages.filter(private=True, sender=None).order_by("pk")
    return [message.content for message in found]


def new_comments(sandbox: Sandbox, issue: dict[str, Any]) -> list[str]:
    """Return what Bob has commented on the issue."""
    comments = comments_of(sandbox, issue["id"])
    return [each["body"] for each in comments if each["createAsUser"] == "Bob"]


# --- links ------------------------------------------------------------------------------------


def test_every_issue_that_a_note_names_is_linked_in_its_authors_name(
    write: Write, sandbox: Sandbox, conversation: Conversation, bob: User
) -> None:
    first, second = address(sandbox, "ENG-1"), address(sandbox, "OPS-1")
    write(f"Known: {first}/slug-of-it, and ({second}). Again: {first}.")
    assert linked() == []
    assert operations.sweep() == 2
    assert linked() == ["ENG-1", "OPS-1"]
    assert {each["creatorId"] for each in attachments_of(sandbox, conversation)}
    assert activities(conversation) == [
        "Linked Linear issue [ENG-1]",
        "Linked Linear issue [OPS-1]",
    ]
    assert {link.created_by for link in IssueLink.objects.all()} == {bob}
    assert conversation.messages.filter(message_type="activity").first().sender == bob  # type: ignore[union-attr]


def test_writing_the_note_asks_linear_nothing(
    write: Write, sandbox: Sandbox, conversation: Conversation
) -> None:
    before = len(sandbox.requests())
    write(address(sandbox, "ENG-1"))
    assert len(sandbox.requests()) == before
    [operation] = Operation.objects.all()
    assert (operation.status, operation.attempts) == ("pending", 0)


def test_what_is_linked_already_is_left_alone(
    write: Write, bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    link(bobs, "ENG-1", title="As Bob calls it")
    before = Operation.objects.count()
    write(address(sandbox, "eng-1"))
    assert Operation.objects.count() == before


def test_two_notes_with_the_same_issue_say_so_once(
    write: Write, sandbox: Sandbox, conversation: Conversation
) -> None:
    for _ in range(2):
        write(address(sandbox, "ENG-1"))
    operations.sweep()
    assert linked() == ["ENG-1"]
    assert len(attachments_of(sandbox, conversation)) == 1
    assert activities(conversation) == ["Linked Linear issue [ENG-1]"]


def test_a_note_that_is_sent_again_asks_once(
    acme: Hook, sandbox: Sandbox, conversation: Conversation, bob: User
) -> None:
    key, text = uuid.uuid4(), address(sandbox, "ENG-1")
    for _ in range(2):
        create_message(conversation, content=text, private=True, sender=bob, idempotency_key=key)
    assert Operation.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "{url}/globex/issue/ENG-1",
        "{url}/acme/project/ENG-1",
        "{url}.example.com/acme/issue/ENG-1",
        "ENG-1",
    ],
)
def test_no_other_text_links_anything(
    write: Write, sandbox: Sandbox, conversation: Conversation, text: str
) -> None:
    write(text.format(url=sandbox.url))
    assert not Operation.objects.exists()


def test_a_reply_to_the_customer_and_what_the_customer_writes_link_nothing(
    write: Write, sandbox: Sandbox, conversation: Conversation
) -> None:
    write(address(sandbox, "ENG-1"), private=False)
    write(address(sandbox, "ENG-1"), private=False, message_type="incoming")
    assert not Operation.objects.exists()


def test_our_own_notes_link_nothing(
    acme: Hook, sandbox: Sandbox, conversation: Conversation
) -> None:
    post_note(conversation, f"/linear {address(sandbox, 'ENG-1')}", author="Linear")
    assert not Operation.objects.exists()


def test_an_issue_that_linear_does_not_know_stands_in_the_log_alone(
    write: Write, alices: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    write(address(sandbox, "ENG-99999"))
    operations.sweep()
    assert (linked(), activities(conversation), notes(conversation)) == ([], [], [])
    [logged] = alices.get("operations").json()["data"]
    assert (logged["status"], logged["issue"]["identifier"]) == ("refused", "ENG-99999")
    assert logged["requested_by"]["name"] == "Bob"


def test_a_lost_answer_ends_in_one_link(
    write: Write, sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match={"field": "attachmentCreate"}, action="commit_then_drop", times=1)
    write(address(sandbox, "ENG-1"))
    operations.sweep()
    assert linked() == []
    past = timezone.now() - timedelta(seconds=1)
    Operation.objects.update(next_attempt_at=past, lease_until=past)
    operations.sweep()
    assert linked() == ["ENG-1"]
    assert len(attachments_of(sandbox, conversation)) == 1


def test_an_attempt_that_dies_is_repeated_soon(
    write: Write, sandbox: Sandbox, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The end of the process."""

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    write(address(sandbox, "ENG-1"))
    with monkeypatch.context() as patch:
        patch.setattr("linear_integration.operations.attempt", die)
        with pytest.raises(Killed):
            operations.sweep()
    due = Operation.objects.get().next_attempt_at
    assert due - timezone.now() < timedelta(seconds=10)


def test_a_note_full_of_addresses_links_the_first_twenty(
    write: Write, sandbox: Sandbox, conversation: Conversation
) -> None:
    write(" ".join(address(sandbox, f"ENG-{number}") for number in range(1, 50)))
    assert Operation.objects.count() == 20


# --- switches ---------------------------------------------------------------------------------


def test_the_administrator_can_switch_links_off(
    write: Write, acme: Hook, sandbox: Sandbox, conversation: Conversation
) -> None:
    store_automations(Automations(workspace=acme.workspace, link_from_notes=False))
    write(address(sandbox, "ENG-1"))
    assert not Operation.objects.exists()


def test_without_the_feature_or_a_connection_a_note_is_a_note(
    write: Write, acme: Hook, acme_support: Account, sandbox: Sandbox, conversation: Conversation
) -> None:
    acme_support.features = []
    acme_support.save()
    write(address(sandbox, "ENG-1"))
    acme_support.features = ["linear_integration"]
    acme_support.save()
    acme.delete()
    write(address(sandbox, "ENG-1"))
    write("/linear Hello")
    assert not Operation.objects.exists()
    assert notes(conversation) == []


def test_comments_are_opt_in(
    write: Write, bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    link(bobs, "ENG-1")
    before = len(mutations(sandbox))
    write("/linear We can reproduce this.")
    assert operations.sweep() == 0
    assert len(mutations(sandbox)) == before
    assert notes(conversation) == []


# --- comments ---------------------------------------------------------------------------------


def test_a_note_that_begins_with_the_command_is_posted_once(
    write: Write,
    comments_on: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
) -> None:
    write("/linear We can **reproduce** this.\n\n> @maya said so")
    operations.sweep()
    operations.sweep()
    assert new_comments(sandbox, comments_on) == [
        "We can **reproduce** this.\n\n> @\u2060maya said so"
    ]
    assert activities(conversation)[1:] == ["Commented on Linear issue [ENG-1]"]
    assert notes(conversation) == []


@pytest.mark.parametrize(
    ("note", "comment"),
    [
        ("/linear ENG-1 It burns", "It burns"),
        ("/LINEAR eng-1: It burns", "It burns"),
        ("/linear\nIt burns", "It burns"),
        ("/linear {address}/slug It burns", "It burns"),
        ("/linear It burns, see {address}", "It burns, see {address}"),
    ],
)
def test_the_issue_may_be_named(
    write: Write, comments_on: dict[str, Any], sandbox: Sandbox, note: str, comment: str
) -> None:
    url = address(sandbox, "ENG-1")
    write(note.format(address=url))
    operations.sweep()
    assert new_comments(sandbox, comments_on) == [comment.format(address=url)]
    assert linked() == ["ENG-1"]


@pytest.mark.parametrize("note", ["/linearly speaking", "see /linear ENG-1 text", "// linear x"])
def test_what_only_looks_like_the_command_is_a_note(
    write: Write, comments_on: dict[str, Any], note: str
) -> None:
    write(note)
    assert not Operation.objects.filter(kind="comment_issue").exists()


def test_of_several_issues_one_has_to_be_named(
    write: Write,
    comments_on: dict[str, Any],
    bobs: LinearApi,
    sandbox: Sandbox,
    conversation: Conversation,
) -> None:
    second = link(bobs, "OPS-1")
    write("/linear It burns")
    operations.sweep()
    assert not Operation.objects.filter(kind="comment_issue").exists()
    assert notes(conversation) == [
        "Nothing was sent to Linear: several issues are linked. Name one:"
        " /linear ENG-1 …, /linear OPS-1 …."
    ]
    assert conversation.messages.latest("pk").author == "Linear"
    write("/linear OPS-1 It burns")
    operations.sweep()
    assert new_comments(sandbox, second) == ["It burns"]
    assert new_comments(sandbox, comments_on) == []


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("/linear", "the comment is missing. Write it behind the command: /linear ENG-1 …."),
        ("/linear ENG-1", "the comment is missing. Write it behind the command: /linear ENG-1 …."),
        (
            "/linear ENG-7 It burns",
            "ENG-7 is not linked to this conversation. Link it first, or name one that is:"
            " /linear ENG-1 ….",
        ),
    ],
)
def test_what_is_not_understood_is_told_in_a_note(
    write: Write, comments_on: dict[str, Any], conversation: Conversation, note: str, why: str
) -> None:
    write(note)
    assert notes(conversation) == [f"Nothing was sent to Linear: {why}"]
    assert not Operation.objects.filter(kind="comment_issue").exists()


def test_without_a_linked_issue_it_says_so(
    write: Write, acme: Hook, conversation: Conversation
) -> None:
    store_automations(Automations(workspace=acme.workspace, comments_from_notes=True))
    write("/linear It burns")
    assert notes(conversation) == [
        "Nothing was sent to Linear: no issue that can be commented on from here is linked to this"
        " conversation."
    ]


def test_what_linear_refuses_is_told_in_a_note(
    write: Write, comments_on: dict[str, Any], sandbox: Sandbox, conversation: Conversation
) -> None:
    write("/linear It burns")
    Operation.objects.filter(kind="comment_issue").update(issue_id=uuid.uuid4())
    operations.sweep()
    [note] = notes(conversation)
    assert note.startswith("The comment on ENG-1 was not posted in Linear: ")
    assert activities(conversation)[1:] == []


def test_of_two_workspaces_each_switch_and_address_counts(
    write: Write,
    alices: LinearApi,
    comments_on: dict[str, Any],
    sandbox: Sandbox,
    conversation: Conversation,
) -> None:
    assert alices.post("api_key", {"api_key": GLOBEX_KEY}).status_code == 200
    globex = Hook.objects.get(workspace__url_key="globex")
    theirs = sandbox.state("globex")["issues"][0]
    write(address(sandbox, theirs["identifier"], "globex"))
    operations.sweep()
    assert linked() == ["ENG-1", theirs["identifier"]]
    # Only Acme takes comments from notes.
    write("/linear It burns")
    write(f"/linear {theirs['identifier']} It drips")
    assert notes(conversation) == [
        "Nothing was sent to Linear: comments from notes are not switched on for the workspace"
        " Globex."
    ]
    store_automations(Automations(workspace=globex.workspace, comments_from_notes=True))
    write(f"/linear {address(sandbox, theirs['identifier'], 'globex')} It drips")
    operations.sweep()
    assert new_comments(sandbox, comments_on) == ["It burns"]
    assert comments_of(sandbox, theirs["id"], "globex")[-1]["body"] == "It drips"


def test_a_note_outlives_what_can_not_be_stored_with_it(
    write: Write, sandbox: Sandbox, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr("linear_integration.operations.queue", fail)
    text = address(sandbox, "ENG-1")
    write(text)
    assert Message.objects.filter(content=text).exists()
