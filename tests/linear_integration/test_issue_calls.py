"""Create, link, unlink, search and list: what an agent does in a conversation."""

import uuid
from typing import Any

import pytest

from conversations.models import Account, Conversation, User
from linear_integration.linear.breaker import FAILURES
from linear_integration.linear.transport import reset_transport
from linear_integration.models import Hook, IssueLink, Operation
from linear_integration.writes import conversation_url

from ..sandbox_process import Sandbox
from .asking import activities, attachments_of, issues_titled, mutations
from .conftest import LinearApi, LinearFactory

pytestmark = pytest.mark.django_db(transaction=True)

# 100 kB
AWKWARD = 'He said "no" \\ "}){ \n\t<b>&amp;</b> 🦊 {{x}} $title \u2028 ' + "# Markdown\n" * 9000


def test_it_creates_an_issue_and_links_it(
    bobs: LinearApi, team: str, sandbox: Sandbox, conversation: Conversation
) -> None:
    body = {"conversation_id": 1, "title": "Export fails", "team_id": team, "priority": 2}
    answer = bobs.post("create_issue", body)
    assert answer.status_code == 200, answer.json()
    created = answer.json()["data"]
    [issue] = issues_titled(sandbox, "Export fails")
    [attachment] = attachments_of(sandbox, conversation)
    assert created["id"] == issue["id"] == attachment["issueId"]
    assert created["identifier"] == issue["identifier"]
    assert created["link_id"] == attachment["id"]
    assert issue["priority"] == 2
    assert issue["createAsUser"] == "Bob"


def test_creating_takes_one_request_to_linear(
    bobs: LinearApi, team: str, sandbox: Sandbox, conversation: Conversation
) -> None:
    before = len(sandbox.requests())
    bobs.post("create_issue", {"conversation_id": 1, "title": "Export fails", "team_id": team})
    assert len(sandbox.requests()) == before + 1


def test_creating_says_so_in_the_conversation_once(
    bobs: LinearApi, team: str, conversation: Conversation, bob: User
) -> None:
    body = {"conversation_id": 1, "title": "Export fails", "team_id": team}
    created = bobs.post("create_issue", body).json()["data"]
    [message] = conversation.messages.filter(message_type="activity")
    assert message.content == f"Created Linear issue [{created['identifier']}]"
    assert message.content_attributes["links"] == {created["identifier"]: created["url"]}
    assert message.sender == bob


def test_every_field_of_a_new_issue_reaches_linear(
    bobs: LinearApi, team: str, sandbox: Sandbox, conversation: Conversation
) -> None:
    offered = bobs.get("team_entities", team_id=team).json()["data"]
    state = next(s for s in offered["states"] if s["name"] == "QA ready")
    label = next(each for each in offered["labels"] if each["parent"] is None)
    chosen = {
        "description": "**bold**",
        "state_id": state["id"],
        "label_ids": [label["id"]],
        "assignee_id": offered["users"][0]["id"],
        "project_id": offered["projects"][0]["id"],
        "priority": 1,
        "due_date": "2026-12-24",
    }
    body = {"conversation_id": 1, "title": "All fields", "team_id": team, **chosen}
    assert bobs.post("create_issue", body).status_code == 200
    [issue] = issues_titled(sandbox, "All fields")
    assert issue["description"] == "**bold**"
    assert issue["stateId"] == state["id"]
    assert issue["labelIds"] == [label["id"]]
    assert issue["assigneeId"] == chosen["assignee_id"]
    assert issue["projectId"] == chosen["project_id"]
    [card] = bobs.get("linked_issues", conversation_id=1).json()["data"]
    assert card["issue"]["due_date"] == "2026-12-24"
    assert card["issue"]["state"]["type"] == "started"
    assert [each["name"] for each in card["issue"]["labels"]] == [label["name"]]


def test_a_template_fills_in_what_is_not_given_and_what_is_given_wins(
    bobs: LinearApi, team: str, sandbox: Sandbox, conversation: Conversation
) -> None:
    offered = bobs.get("team_entities", team_id=team).json()["data"]
    label = next(each for each in offered["labels"] if each["name"] == "API")
    body = {
        "conversation_id": 1,
        "team_id": team,
        "template_id": next(t["id"] for t in offered["templates"] if t["name"] == "Bug report"),
    }
    assert bobs.post("create_issue", body | {"title": "By template"}).status_code == 200
    [filled] = issues_titled(sandbox, "By template")
    assert filled["description"].startswith("## What happened")
    assert filled["priority"] == 2
    bug = next(each for each in offered["labels"] if each["name"] == "Bug")
    assert filled["labelIds"] == [bug["id"]]
    own = {"title": "Own", "description": "Mine", "priority": 0, "label_ids": [label["id"]]}
    assert bobs.post("create_issue", body | own).status_code == 200
    [given] = issues_titled(sandbox, "Own")
    assert (given["description"], given["priority"]) == ("Mine", 0)
    assert given["labelIds"] == [label["id"]]


def test_an_untouched_choice_is_none(
    bobs: LinearApi, team: str, conversation: Conversation
) -> None:
    blank = dict.fromkeys(("project_id", "assignee_id", "state_id", "template_id"), "")
    body = {"conversation_id": 1, "title": "Blank", "team_id": team, **blank}
    assert bobs.post("create_issue", body).status_code == 200


def test_awkward_text_reaches_linear_unchanged(
    bobs: LinearApi, team: str, sandbox: Sandbox, conversation: Conversation
) -> None:
    title = 'The "}){ \\ title 🦊'
    body = {"conversation_id": 1, "title": title, "team_id": team, "description": AWKWARD}
    assert bobs.post("create_issue", body).status_code == 200
    [issue] = issues_titled(sandbox, title)
    assert issue["description"] == AWKWARD
    found = bobs.get("search_issue", q='"}){ \\ title').json()["data"]
    assert title in [each["title"] for each in found]


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"title": None}, "title", "Missing title"),
        ({"title": " \u200b "}, "title", "Missing title"),
        ({"title": ...}, "title", "Missing title"),
        ({"team_id": ...}, "team_id", "Missing team id"),
        ({"team_id": ""}, "team_id", "Missing team id"),
        ({"team_id": "ENG"}, "team_id", "Must be an id of Linear's (a UUID)."),
        ({"conversation_id": ...}, "conversation_id", "Missing conversation id"),
        (
            {"priority": 5},
            "priority",
            "Invalid priority value. Priority must be 0, 1, 2, 3, or 4.",
        ),
        (
            {"priority": "1"},
            "priority",
            "Invalid priority value. Priority must be 0, 1, 2, 3, or 4.",
        ),
        ({"label_ids": "bug"}, "label_ids", "label_ids must be an array of strings."),
        ({"label_ids": [1]}, "label_ids", "label_ids must be an array of strings."),
        ({"due_date": "tomorrow"}, "due_date", "Name the day as YYYY-MM-DD."),
    ],
)
def test_each_mistake_has_its_own_sentence_and_nothing_is_written(
    bobs: LinearApi,
    team: str,
    sandbox: Sandbox,
    conversation: Conversation,
    change: dict[str, Any],
    field: str,
    problem: str,
) -> None:
    body = {"conversation_id": 1, "title": "Export fails", "team_id": team} | change
    answer = bobs.post("create_issue", {k: v for k, v in body.items() if v is not ...})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "invalid_input")
    assert error["message"].endswith(problem)
    assert error["fields"] == {field: [problem]}
    assert mutations(sandbox) == []
    assert not Operation.objects.exists()


@pytest.mark.parametrize("number", [2, 99, 2**63])
def test_a_conversation_out_of_sight_is_404(
    bobs: LinearApi,
    team: str,
    sandbox: Sandbox,
    other_inbox_conversation: Conversation,
    number: int,
) -> None:
    body = {"conversation_id": number, "title": "Export fails", "team_id": team}
    assert bobs.post("create_issue", body).status_code == 404
    assert mutations(sandbox) == []


def test_linears_refusal_is_told_in_linears_words_and_leaves_nothing(
    bobs: LinearApi, team: str, sandbox: Sandbox, conversation: Conversation
) -> None:
    body = {"conversation_id": 1, "title": "Export fails", "team_id": str(uuid.uuid4())}
    answer = bobs.post("create_issue", body)
    assert answer.status_code == 422
    assert "team" in answer.json()["error"]["message"].lower()
    assert issues_titled(sandbox, "Export fails") == []
    assert not IssueLink.objects.exists()
    assert activities(conversation) == []
    assert Operation.objects.get().status == "refused"


@pytest.mark.parametrize("kind", ["identifier", "lower case", "address", "uuid"])
def test_it_links_an_issue_however_it_is_named(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation, kind: str
) -> None:
    issue = next(i for i in sandbox.state()["issues"] if i["identifier"].startswith("ENG-"))
    names = {
        "identifier": issue["identifier"],
        "lower case": issue["identifier"].lower(),
        "address": f"{sandbox.url}/acme/issue/{issue['identifier']}/some-title?x=1#comment",
        "uuid": issue["id"],
    }
    answer = bobs.post("link_issue", {"conversation_id": 1, "issue_id": names[kind]})
    assert answer.status_code == 200, answer.json()
    linked = answer.json()["data"]
    [attachment] = attachments_of(sandbox, conversation)
    assert attachment["issueId"] == issue["id"] == linked["id"]
    assert linked["identifier"] == issue["identifier"]
    assert linked["link_id"] == attachment["id"]
    assert activities(conversation) == [f"Linked Linear issue [{issue['identifier']}]"]


def test_linking_twice_gives_the_same_link_and_one_activity_message(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    body = {"conversation_id": 1, "issue_id": "ENG-1"}
    first, second = (bobs.post("link_issue", body).json()["data"] for _ in range(2))
    assert first == second
    assert len(attachments_of(sandbox, conversation)) == 1
    assert len(activities(conversation)) == 1


def test_an_issue_of_another_workspace_is_refused_before_linear_is_asked(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    body = {"conversation_id": 1, "issue_id": f"{sandbox.url}/globex/issue/BIG-1"}
    answer = bobs.post("link_issue", body)
    assert answer.status_code == 422
    assert "Acme" in answer.json()["error"]["message"]
    assert mutations(sandbox) == []


@pytest.mark.parametrize("name", ["not an issue", "ENG-999999"])
def test_an_issue_that_is_none_is_422(
    bobs: LinearApi, conversation: Conversation, name: str
) -> None:
    answer = bobs.post("link_issue", {"conversation_id": 1, "issue_id": name})
    assert answer.status_code == 422
    assert activities(conversation) == []


def test_it_unlinks_and_the_issue_stays(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    linked = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"}).json()["data"]
    answer = bobs.post("unlink_issue", {"conversation_id": 1, "link_id": linked["link_id"]})
    assert answer.json() == {"data": {"link_id": linked["link_id"]}}
    assert attachments_of(sandbox, conversation) == []
    assert any(i["id"] == linked["id"] for i in sandbox.state()["issues"])
    assert bobs.get("linked_issues", conversation_id=1).json() == {"data": []}
    assert activities(conversation)[-1] == f"Unlinked Linear issue [{linked['identifier']}]"


def test_a_link_deleted_in_linear_can_be_unlinked_and_linked_again(
    bobs: LinearApi, alices: LinearApi, conversation: Conversation, acme: Hook
) -> None:
    link = {"conversation_id": 1, "issue_id": "ENG-1"}
    first = bobs.post("link_issue", link).json()["data"]
    bobs.post("unlink_issue", {"conversation_id": 1, "link_id": first["link_id"]})
    # As if our own row had missed that.
    kept = IssueLink.objects.create(
        conversation=conversation,
        issue=acme.workspace.issues.get(),
        link_id=first["link_id"],
    )
    unlink = {"conversation_id": 1, "link_id": str(kept.link_id)}
    assert bobs.post("unlink_issue", unlink).status_code == 200
    assert bobs.post("link_issue", link).status_code == 200


def test_a_foreign_link_is_404_and_nothing_is_sent(
    bobs: LinearApi,
    alices: LinearApi,
    sandbox: Sandbox,
    conversation: Conversation,
    other_inbox_conversation: Conversation,
) -> None:
    body = {"conversation_id": 2, "issue_id": "ENG-1"}
    foreign = alices.post("link_issue", body).json()["data"]["link_id"]
    sent = len(mutations(sandbox))
    for link_id in (foreign, str(uuid.uuid4())):
        answer = bobs.post("unlink_issue", {"conversation_id": 1, "link_id": link_id})
        assert answer.status_code == 404
    assert len(mutations(sandbox)) == sent
    assert len(attachments_of(sandbox, other_inbox_conversation)) == 1


def test_two_issues_and_three_conversations_are_all_listed(
    alices: LinearApi,
    conversation: Conversation,
    other_inbox_conversation: Conversation,
) -> None:
    for number in (1, 2):
        for issue in ("ENG-1", "ENG-2"):
            body = {"conversation_id": number, "issue_id": issue}
            assert alices.post("link_issue", body).status_code == 200
    for number in (1, 2):
        listed = alices.get("linked_issues", conversation_id=number).json()["data"]
        assert [each["issue"]["identifier"] for each in listed] == ["ENG-1", "ENG-2"]


@pytest.mark.parametrize("query", ["", "   ", None])
def test_a_blank_search_is_422(bobs: LinearApi, sandbox: Sandbox, query: str | None) -> None:
    answer = bobs.get("search_issue", **({} if query is None else {"q": query}))
    assert answer.status_code == 422
    assert answer.json()["error"]["message"] == "Specify search string with parameter q"


def test_search_looks_an_identifier_up_and_searches_for_words(
    bobs: LinearApi, sandbox: Sandbox
) -> None:
    issue = next(i for i in sandbox.state()["issues"] if i["identifier"] == "ENG-1")
    for query in ("eng-1", f"{sandbox.url}/acme/issue/ENG-1/x", issue["title"]):
        found = bobs.get("search_issue", q=query).json()["data"]
        assert found[0]["identifier"] == "ENG-1", query
        assert found[0]["state"]["name"]
    assert bobs.get("search_issue", q="ENG-99999").json() == {"data": []}
    assert bobs.get("search_issue", q="quite & unfindable # words").json() == {"data": []}


def test_linked_issues_need_no_request_to_linear_while_they_are_fresh(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation
) -> None:
    bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    before = len(sandbox.requests())
    [linked] = bobs.get("linked_issues", conversation_id=1).json()["data"]
    assert linked["stale_since"] is None
    assert linked["issue"]["identifier"] == "ENG-1"
    assert len(sandbox.requests()) == before


def test_old_cards_are_refreshed_or_shown_as_stale_while_linear_is_down(
    bobs: LinearApi, sandbox: Sandbox, conversation: Conversation, acme: Hook
) -> None:
    bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    long_ago = "2026-01-01T00:00:00Z"
    acme.workspace.issues.update(fetched_at=long_ago, asked_at=long_ago)
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503, times=None)
    [linked] = bobs.get("linked_issues", conversation_id=1).json()["data"]
    assert linked["stale_since"] == "2026-01-01T00:01:00Z"
    assert linked["issue"]["title"]
    sandbox.reset_faults()
    reset_transport()  # the breaker has opened
    before = len(sandbox.requests())
    bobs.get("linked_issues", conversation_id=1)
    assert len(sandbox.requests()) == before, "Linear is asked once a minute"
    acme.workspace.issues.update(asked_at=long_ago)
    [linked] = bobs.get("linked_issues", conversation_id=1).json()["data"]
    assert linked["stale_since"] is None


def test_while_linear_is_spared_a_write_is_refused_before_anything_is_stored(
    bobs: LinearApi, team: str, sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503, times=None)
    body = {"conversation_id": 1, "title": "Export fails", "team_id": team}
    for _ in range(FAILURES):
        bobs.post("create_issue", body)
    stored, asked = Operation.objects.count(), len(sandbox.requests())
    refused = bobs.post("create_issue", body)
    assert refused.status_code == 502
    assert int(refused["Retry-After"]) >= 1
    assert (Operation.objects.count(), len(sandbox.requests())) == (stored, asked)


def test_with_several_workspaces_a_call_says_which(
    linear: LinearFactory,
    alices: LinearApi,
    alice: User,
    acme_support: Account,
    acme: Hook,
    conversation: Conversation,
) -> None:
    assert alices.post("api_key", {"api_key": "lin_api_demo_globex"}).status_code == 200
    teams = alices.get("teams").json()["data"]
    assert len({team["workspace_id"] for team in teams}) == 2
    body = {"conversation_id": 1, "issue_id": "ENG-1"}
    unnamed = alices.post("link_issue", body)
    assert unnamed.status_code == 422
    assert "workspace_id" in unnamed.json()["error"]["fields"]
    named = alices.post("link_issue", body | {"workspace_id": str(acme.workspace.linear_id)})
    assert named.status_code == 200


def test_the_attachments_url_opens_the_conversation(conversation: Conversation) -> None:
    url = conversation_url(conversation)
    account = conversation.account_id
    assert url == f"http://localhost:8000/app/accounts/{account}/conversations/1"
