"""What an agent writes who connected their own user is theirs in Linear; else it is the app's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from conversations.models import Account, Conversation, User
from linear_integration import operations
from linear_integration.connection.application import oauth_application
from linear_integration.models import (
    ConnectionHealth,
    Hook,
    IssueLink,
    Operation,
    PersonalConnection,
)

from ..sandbox_process import Sandbox
from .asking import in_linear, issues_titled, mutations
from .conftest import LinearApi
from .own_user import Person

pytestmark = pytest.mark.django_db(transaction=True)

JONAS, PRIYA = "Jonas Weber", "Priya Raman"
AUTHORS = """query Authors($title: String!) {
  issues(first: 5, filter: {title: {eq: $title}}) { nodes {
    creator { name } botActor { userDisplayName } attachments { nodes { creator { name } } }
  } }
}"""

Create = Callable[..., Any]


@pytest.fixture
def bob_in_linear(bob: User, acme_support: Account, acme: Hook) -> Person:
    """Bob, who is Jonas in Linear."""
    person = Person(bob, acme_support)
    person.connect(acme, JONAS)
    return person


@pytest.fixture
def create(bobs: LinearApi, team: str, conversation: Conversation) -> Create:
    """Create an issue as Bob does, and return the answer."""

    def send(title: str, **more: Any) -> Any:
        body = {"conversation_id": conversation.display_id, "team_id": team, "title": title}
        return bobs.post("create_issue", body | more)

    return send


def written(sandbox: Sandbox, title: str) -> dict[str, Any]:
    """Return who wrote the issue of this title and its links."""
    (issue,) = in_linear(sandbox, AUTHORS, title=title)["issues"]["nodes"]
    found: dict[str, Any] = issue
    return found


def creator(sandbox: Sandbox, title: str) -> str:
    """Return in whose name the issue of this title was created; an app's has a bot beside it."""
    issue = written(sandbox, title)
    if issue["botActor"] is None:
        return str(issue["creator"]["name"])
    return f"{issue['botActor']['userDisplayName']} (via the app)"


def test_an_issue_and_its_link_are_the_persons_own(
    bob_in_linear: Person, create: Create, sandbox: Sandbox
) -> None:
    assert create("Mine").status_code == 200
    issue = written(sandbox, "Mine")
    assert (issue["creator"], issue["botActor"]) == ({"name": JONAS}, None)
    assert issue["attachments"]["nodes"] == [{"creator": {"name": JONAS}}]
    (sent,) = mutations(sandbox)
    assert "createAsUser" not in str(sent["variables"])


def test_so_are_a_link_and_a_comment_on_an_issue_that_was_there(
    bob_in_linear: Person, bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    number = conversation.display_id
    linked = bobs.post("link_issue", {"conversation_id": number, "issue_id": "ENG-1"}).json()
    body = {
        "conversation_id": number,
        "link_id": linked["data"]["link_id"],
        "body": "It still fails.",
    }
    assert bobs.post("comment_issue", body).status_code == 200
    document = """{ issue(id: "ENG-1") { attachments { nodes { creator { name } url } }
        comments { nodes { body user { name } } } } }"""
    issue = in_linear(sandbox, document)["issue"]
    ours = [each for each in issue["attachments"]["nodes"] if "/conversations/" in each["url"]]
    assert [each["creator"]["name"] for each in ours] == [JONAS]
    comments = {each["body"]: each["user"] for each in issue["comments"]["nodes"]}
    assert comments["It still fails."] == {"name": JONAS}


def test_others_go_on_through_the_app_with_their_names_beside_it(
    bob_in_linear: Person,
    alices: LinearApi,
    team: str,
    conversation: Conversation,
    sandbox: Sandbox,
) -> None:
    body = {"conversation_id": conversation.display_id, "team_id": team, "title": "Alice's"}
    assert alices.post("create_issue", body).status_code == 200
    assert creator(sandbox, "Alice's") == "Alice (via the app)"


def test_after_disconnecting_it_is_the_app_again(
    bob_in_linear: Person, acme: Hook, create: Create, sandbox: Sandbox
) -> None:
    create("Before")
    bob_in_linear.disconnect(acme)
    create("After")
    assert creator(sandbox, "Before") == JONAS
    assert creator(sandbox, "After") == "Bob (via the app)"


def test_an_unlink_is_the_apps(
    bob_in_linear: Person, create: Create, bobs: LinearApi, conversation: Conversation
) -> None:
    link_id = create("Mine").json()["data"]["link_id"]
    PersonalConnection.objects.update(scopes=[], viewer_name="nobody")
    body = {"conversation_id": conversation.display_id, "link_id": link_id}
    assert bobs.post("unlink_issue", body).status_code == 200
    assert not IssueLink.objects.exists()


@pytest.mark.parametrize("is_expired_here", [False, True])
def test_an_expired_token_is_renewed_and_the_issue_is_the_persons_own(
    bob_in_linear: Person, create: Create, sandbox: Sandbox, is_expired_here: bool
) -> None:
    before = bob_in_linear.connection
    sandbox.expire_tokens()
    if is_expired_here:
        PersonalConnection.objects.update(token_expires_at=timezone.now())
    assert create("Renewed").status_code == 200
    assert creator(sandbox, "Renewed") == JONAS
    assert bob_in_linear.connection.access_token != before.access_token


@pytest.mark.parametrize("is_expired_here", [False, True])
def test_what_linear_no_longer_accepts_of_a_person_is_written_by_the_app(
    bob_in_linear: Person, create: Create, sandbox: Sandbox, acme: Hook, is_expired_here: bool
) -> None:
    revoked_in_linear(sandbox, bob_in_linear)
    if is_expired_here:
        PersonalConnection.objects.update(token_expires_at=timezone.now())
    assert create("Goes on").status_code == 200
    assert creator(sandbox, "Goes on") == "Bob (via the app)"
    assert bob_in_linear.connection.status == "reauthorize"
    page = bob_in_linear.browser.get(bob_in_linear.page).content
    assert b"Linear no longer accepts this connection" in page
    assert (Hook.objects.get().status, failures()) == ("enabled", [])
    before = len(sandbox.requests())
    create("Next")
    assert len(sandbox.requests()) == before + 1, "the person's token is asked no more"
    bob_in_linear.connect(acme, JONAS)
    create("Again")
    assert creator(sandbox, "Again") == JONAS


def revoked_in_linear(sandbox: Sandbox, person: Person) -> None:
    """Let Linear forget what the person allowed."""
    oauth_application().revoke(str(person.connection.refresh_token), "refresh_token")


def failures() -> list[Any]:
    """Return the failures that are noted of connections."""
    return list(ConnectionHealth.objects.exclude(error=None).values_list("error", flat=True))


@pytest.mark.parametrize("fault", ["rate_limited", "unauthorized"])
def test_a_persons_own_failures_are_not_the_workspaces(
    bob_in_linear: Person, create: Create, sandbox: Sandbox, fault: str
) -> None:
    sandbox.add_fault(match={"field": "issueCreate"}, action=fault, times=1)
    assert create("Mine").status_code == 200
    assert len(issues_titled(sandbox, "Mine")) == 1
    assert failures() == []
    assert bob_in_linear.connection.status == "enabled"


def test_where_the_person_may_not_write_the_app_does(
    bob_in_linear: Person, acme: Hook, create: Create, sandbox: Sandbox, bobs: LinearApi
) -> None:
    bob_in_linear.connect(acme, PRIYA)
    sandbox.change_teams(add=["SEC"])
    teams = bobs.get("teams", refresh="true").json()["data"]
    private = next(each["id"] for each in teams if each["key"] == "SEC")
    assert create("In private", team_id=private).status_code == 200
    assert creator(sandbox, "In private") == "Bob (via the app)"
    create("In public")
    assert creator(sandbox, "In public") == PRIYA


def test_what_linear_refuses_as_wrong_is_refused_and_not_tried_again_by_the_app(
    bob_in_linear: Person, create: Create, sandbox: Sandbox
) -> None:
    sandbox.add_fault(match={"field": "issueCreate"}, action="usage_limit", times=1)
    assert create("Too much").status_code == 422
    assert len(mutations(sandbox)) == 1
    assert Operation.objects.get().status == "refused"


@pytest.mark.parametrize("leaves", [False, True])
def test_a_lost_answer_is_finished_in_the_background_by_whoever_may(
    bob_in_linear: Person, acme: Hook, create: Create, sandbox: Sandbox, leaves: bool
) -> None:
    sandbox.add_fault(match={"field": "issueCreate"}, action="commit_then_drop", times=1)
    assert create("Lost").status_code == 504
    if leaves:
        bob_in_linear.disconnect(acme)
    Operation.objects.update(next_attempt_at=timezone.now(), lease_until=timezone.now())
    assert operations.sweep() == 1
    assert Operation.objects.get().status == "done"
    assert creator(sandbox, "Lost") == JONAS
    assert len(written(sandbox, "Lost")["attachments"]["nodes"]) == 1


@pytest.mark.parametrize("leaves", [False, True])
def test_a_link_that_failed_after_the_issue_is_made_up_for(
    bob_in_linear: Person, acme: Hook, create: Create, sandbox: Sandbox, leaves: bool
) -> None:
    match = {"field": "attachmentCreate"}
    sandbox.add_fault(match=match, action="fail_second_mutation", times=1)
    if leaves:
        sandbox.add_fault(match=match, action="revoke_token", times=1)
    assert create("Half").status_code == 200
    issue = written(sandbox, "Half")
    assert issue["creator"]["name"] == JONAS
    (link,) = issue["attachments"]["nodes"]
    assert (link["creator"] == {"name": JONAS}) != leaves
