"""Commenting on a linked issue: what is written in a conversation stands in Linear, once."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conversations.models import Conversation, User
from linear_integration import operations
from linear_integration.comments import WORD_JOINER, is_own_comment, without_quoted_mentions
from linear_integration.models import Hook, IssueLink, Operation

from ..sandbox_process import Sandbox
from .asking import activities, comments_of, mutations
from .conftest import GLOBEX_KEY, LinearApi

pytestmark = pytest.mark.django_db(transaction=True)

COMMENT = {"field": "commentCreate"}
TEXT = 'He said "no" \\ **loudly** 🦊\n\n- to `all` of it'
Comments = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def linked(bobs: LinearApi, conversation: Conversation) -> dict[str, Any]:
    """An issue that Bob has linked, as the API answered."""
    answer = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    return dict(answer.json()["data"])


@pytest.fixture
def body(linked: dict[str, Any]) -> dict[str, Any]:
    """The body of a comment_issue call."""
    return {"conversation_id": 1, "link_id": linked["link_id"], "body": TEXT}


@pytest.fixture
def comments(sandbox: Sandbox, linked: dict[str, Any]) -> Comments:
    """Return what has been commented on the linked issue since."""
    before = len(comments_of(sandbox, linked["id"]))
    return lambda: comments_of(sandbox, linked["id"])[before:]


def sweep_later() -> None:
    """Let the sweep run at a time when every open operation is due."""
    past = timezone.now() - timedelta(seconds=1)
    Operation.objects.filter(status__in=operations.OPEN).update(
        next_attempt_at=past, lease_until=past
    )
    operations.sweep()


def assert_commented_once(comments: Comments, conversation: Conversation) -> None:
    """One comment with the id that was stored, one line about it, no operation left open."""
    [comment] = comments()
    operation = Operation.objects.get(kind="comment_issue")
    assert (str(operation.comment_id), operation.status) == (comment["id"], "done")
    assert comment["body"] == TEXT
    assert activities(conversation)[1:] == ["Commented on Linear issue [ENG-1]"]


def test_a_comment_stands_in_linear_under_the_agents_name(
    bobs: LinearApi, body: dict[str, Any], linked: dict[str, Any], comments: Comments
) -> None:
    answer = bobs.post("comment_issue", body)
    assert answer.status_code == 200, answer.json()
    [comment] = comments()
    assert (comment["body"], comment["createAsUser"]) == (TEXT, "Bob")
    told = answer.json()["data"]
    assert told == {
        "id": comment["id"],
        "url": f"{linked['url']}#comment-{comment['id'][:8]}",
        "issue_id": linked["id"],
        "identifier": "ENG-1",
    }


def test_the_conversation_says_so_and_leads_to_the_comment(
    bobs: LinearApi, body: dict[str, Any], conversation: Conversation, bob: User
) -> None:
    told = bobs.post("comment_issue", body).json()["data"]
    message = conversation.messages.filter(message_type="activity").latest("pk")
    assert message.content == "Commented on Linear issue [ENG-1]"
    assert message.content_attributes["links"] == {"ENG-1": told["url"]}
    assert message.sender == bob


def test_the_log_of_operations_names_the_issue(
    alices: LinearApi, bobs: LinearApi, body: dict[str, Any], linked: dict[str, Any]
) -> None:
    bobs.post("comment_issue", body)
    logged = alices.get("operations", kind="comment_issue").json()["data"]
    assert [each["issue"]["identifier"] for each in logged] == ["ENG-1"]
    assert logged[0]["issue"]["url"] == linked["url"]
    assert logged[0]["requested_by"]["name"] == "Bob"


LOST_ANSWERS = [
    {"action": "commit_then_drop"},
    {"action": "drop_before_commit"},
    {"action": "half_body"},
    {"action": "malformed_json"},
    {"action": "data_null"},
    {"action": "http_error", "status": 502},
    {"action": "internal_error"},
]


@pytest.mark.parametrize("fault", LOST_ANSWERS, ids=lambda f: str(f["action"]))
def test_after_a_lost_answer_the_sweep_finishes_and_there_is_one_comment(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    comments: Comments,
    conversation: Conversation,
    fault: dict[str, Any],
) -> None:
    sandbox.add_fault(match=COMMENT, times=1, **fault)
    answer = bobs.post("comment_issue", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "linear_timeout")
    assert len(activities(conversation)) == 1
    sweep_later()
    assert_commented_once(comments, conversation)


def test_the_same_key_is_the_same_comment(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    comments: Comments,
    conversation: Conversation,
) -> None:
    sandbox.add_fault(match=COMMENT, action="commit_then_drop", times=1)
    assert bobs.post("comment_issue", body, key="k1").status_code == 504
    first, second = (bobs.post("comment_issue", body, key="k1") for _ in range(2))
    assert first.status_code == 200
    assert first.json() == second.json()
    assert_commented_once(comments, conversation)


def test_whoever_says_it_twice_without_a_key_has_said_it_twice(
    bobs: LinearApi, body: dict[str, Any], comments: Comments
) -> None:
    for _ in range(2):
        assert bobs.post("comment_issue", body).status_code == 200
    assert len(comments()) == 2


def test_a_comment_leaves_what_is_open_about_links_alone(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox
) -> None:
    unlink = {"conversation_id": 1, "link_id": body["link_id"]}
    sandbox.add_fault(match={"field": "attachmentDelete"}, action="drop_before_commit", times=1)
    assert bobs.post("unlink_issue", unlink).status_code == 504
    assert bobs.post("comment_issue", body).status_code == 200
    sweep_later()
    assert not IssueLink.objects.exists()


@pytest.mark.parametrize("link_id", ["5b0e6f0a-3a0c-4c55-9b53-3b8a1a4c7c11", "{carols}"])
def test_only_what_is_linked_to_the_conversation_is_commented_on(
    bobs: LinearApi,
    body: dict[str, Any],
    sandbox: Sandbox,
    globex: Hook,
    carols_conversation: Conversation,
    link_id: str,
) -> None:
    carols = IssueLink.objects.create(
        conversation=carols_conversation,
        issue=IssueLink.objects.get().issue,
        link_id=uuid.uuid4(),
    )
    sent = len(mutations(sandbox))
    wrong = body | {"link_id": link_id.format(carols=carols.link_id)}
    assert bobs.post("comment_issue", wrong).status_code == 404
    assert len(mutations(sandbox)) == sent


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"body": ...}, "body", "Missing text"),
        ({"body": " \u200b\n "}, "body", "Missing text"),
        ({"body": "x" * 250_001}, "body", "Ensure this field has no more than 250000 characters."),
        ({"link_id": ...}, "link_id", "Missing link id"),
        ({"link_id": "ENG-1"}, "link_id", "Must be an id of Linear's (a UUID)."),
    ],
)
def test_each_mistake_has_its_own_sentence(
    bobs: LinearApi, body: dict[str, Any], change: dict[str, Any], field: str, problem: str
) -> None:
    given = {name: value for name, value in (body | change).items() if value is not ...}
    error = bobs.post("comment_issue", given).json()["error"]
    assert (error["code"], error["fields"]) == ("invalid_input", {field: [problem]})


def test_an_api_key_comments_as_its_owner(
    alices: LinearApi, acme: Hook, conversation: Conversation, sandbox: Sandbox
) -> None:
    assert alices.post("api_key", {"api_key": GLOBEX_KEY}).status_code == 200
    globex = sandbox.state("globex")
    issue, url_key = globex["issues"][0], globex["workspaces"][0]["id"]
    link = {"conversation_id": 1, "issue_id": issue["id"], "workspace_id": url_key}
    link_id = alices.post("link_issue", link).json()["data"]["link_id"]
    body = {"conversation_id": 1, "link_id": link_id, "body": TEXT}
    # Of two workspaces it goes to the one that the link is in; nothing has to say which.
    assert alices.post("comment_issue", body).status_code == 200
    comment = comments_of(sandbox, issue["id"], "globex")[-1]
    assert (comment["body"], comment["createAsUser"]) == (TEXT, None)
    assert comment["userId"] is not None


def test_what_a_customer_is_quoted_with_mentions_nobody(
    bobs: LinearApi, body: dict[str, Any], acme: Hook, comments: Comments
) -> None:
    handle = f"@{acme.viewer_name.lower().replace(' ', '')}"
    quoted = body | {"body": f"> {handle} is broken\n\nSee above."}
    assert bobs.post("comment_issue", quoted).status_code == 200
    own = body | {"body": f"{handle}, is it?"}
    assert bobs.post("comment_issue", own).status_code == 200
    assert [comment["body"] for comment in comments()] == [
        f"> @{WORD_JOINER}{handle[1:]} is broken\n\nSee above.",
        f"{handle}, is it?",
    ]


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ("> @maya and @ravi", "> @*maya and @*ravi"),
        ("   > - (@maya)", "   > - (@*maya)"),
        (">> @maya", ">> @*maya"),
        ("> > @maya\n@maya", "> > @*maya\n@maya"),
        ("@maya said:\r\n> hi @ravi\r\nbye @maya", "@maya said:\r\n> hi @*ravi\r\nbye @maya"),
        ("> ann@example.com, `@maya`, a/@b", "> ann@example.com, `@maya`, a/@b"),
        ("a > b @maya", "a > b @maya"),
        ("    > code @maya", "    > code @maya"),
    ],
)
def test_mentions_are_taken_from_quotes_alone(body: str, sent: str) -> None:
    assert without_quoted_mentions(body) == sent.replace("*", WORD_JOINER)


def test_our_own_comments_are_known_before_linear_tells_of_them(
    bobs: LinearApi, body: dict[str, Any], sandbox: Sandbox, linked: dict[str, Any]
) -> None:
    sandbox.add_fault(match=COMMENT, action="commit_then_drop", times=1)
    bobs.post("comment_issue", body)
    assert Operation.objects.get(kind="comment_issue").status == "unknown"
    theirs, *_, ours = sandbox.state()["comments"]
    assert ours["issueId"] == linked["id"]
    assert is_own_comment(uuid.UUID(ours["id"]))
    assert not is_own_comment(uuid.UUID(theirs["id"]))
