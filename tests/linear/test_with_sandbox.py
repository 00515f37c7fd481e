"""The client against a Linear that answers over HTTP: the sandbox, large and small workspace."""

import dataclasses
import uuid

import pytest

from linear_integration.linear.client import LinearClient, authorization_header
from linear_integration.linear.deadline import time_limit
from linear_integration.linear.errors import (
    IdConflict,
    InvalidInput,
    LinearError,
    NotFound,
    RateLimited,
    Reauthorize,
    Timeout,
    Unavailable,
)
from linear_integration.linear.inputs import (
    AttachmentCreate,
    CommentCreate,
    IssueCreate,
    IssueUpdate,
    WebhookCreate,
    WebhookUpdate,
)
from linear_integration.linear.oauth import OAuthApplication
from linear_integration.linear.rate_limit import Budget
from linear_integration.linear.references import parse_issue_reference
from linear_integration.linear.types import Webhook

from ..consent import decide
from ..sandbox_process import REDIRECT_URI, Sandbox
from .test_inputs import NASTY

URL = "https://help.example/app/accounts/1/conversations/1"
VERIFIER = "v" * 64


def client_of(sandbox: Sandbox, key: str) -> LinearClient:
    return LinearClient(
        api_url=sandbox.url, authorization=authorization_header(key, "api_key"), budget=Budget()
    )


@pytest.fixture
def acme(sandbox: Sandbox) -> LinearClient:
    return client_of(sandbox, "lin_api_demo_acme")


@pytest.fixture
def globex(sandbox: Sandbox) -> LinearClient:
    return client_of(sandbox, "lin_api_demo_globex")


@pytest.fixture
def issue(acme: LinearClient) -> IssueCreate:
    (team, *_) = acme.teams()
    return IssueCreate(id=str(uuid.uuid4()), team_id=team.id, title="It burns", priority=1)


@pytest.fixture
def link(issue: IssueCreate) -> AttachmentCreate:
    return AttachmentCreate(id=str(uuid.uuid4()), issue_id=issue.id, url=URL, title="Help")


@pytest.fixture
def application(sandbox: Sandbox) -> OAuthApplication:
    return OAuthApplication(
        client_id="demo-client-id",
        client_secret="demo-client-secret",
        authorize_url=f"{sandbox.url}/oauth/authorize",
        api_url=sandbox.url,
    )


def test_every_team_and_every_list_of_a_large_team_comes_back(
    sandbox: Sandbox, globex: LinearClient
) -> None:
    teams = globex.teams()
    assert len(teams) == len({team.id for team in teams}) == 130
    before = len(sandbox.requests())
    found = globex.team_entities(next(team.id for team in teams if team.key == "BIG"))
    assert len(sandbox.requests()) - before == 6  # 260 members in pages of 50
    assert (len(found.users), len(found.labels), len(found.projects)) == (260, 260, 120)
    for each in (found.users, found.labels, found.projects, found.states):
        assert len({item.id for item in each}) == len(each)
    assert any(label.parent for label in found.labels)
    assert {label.team is None for label in found.labels} == {True, False}


def test_a_small_team_is_one_request(sandbox: Sandbox, acme: LinearClient) -> None:
    team = next(team for team in acme.teams() if team.key == "ENG")
    before = len(sandbox.requests())
    acme.team_entities(team.id)
    assert len(sandbox.requests()) - before == 1


def test_an_issue_is_created_with_its_link_and_found_in_every_way(
    acme: LinearClient, issue: IssueCreate, link: AttachmentCreate, sandbox: Sandbox
) -> None:
    created, attachment = acme.create_linked_issue(issue, link)
    assert (created.id, attachment.id, attachment.url) == (issue.id, link.id, URL)
    assert acme.issue(created.identifier).id == issue.id
    reference = parse_issue_reference(created.url, web_url=created.url.split("/acme/")[0])
    assert reference is not None
    assert acme.issue(reference.value).id == issue.id
    assert [each.id for each in acme.issues([issue.id, str(uuid.uuid4())])] == [issue.id]
    assert [each.id for each in acme.search_issues("burns")] == [issue.id]
    assert [each.id for each in acme.attachments_for_url(URL)] == [link.id]


def test_a_second_creation_with_the_same_id_is_a_conflict(
    acme: LinearClient, issue: IssueCreate, link: AttachmentCreate
) -> None:
    acme.create_issue(issue)
    with pytest.raises(IdConflict) as caught:
        acme.create_linked_issue(issue, link)
    assert not caught.value.outcome_unknown


def test_linking_twice_keeps_the_first_id_with_the_new_title(
    acme: LinearClient, issue: IssueCreate, link: AttachmentCreate
) -> None:
    acme.create_linked_issue(issue, link)
    again = acme.link_issue(dataclasses.replace(link, id=str(uuid.uuid4()), title="New"))
    assert (again.id, again.title, again.issue.id) == (link.id, "New", issue.id)


def test_an_issue_is_moved_to_its_teams_first_completed_state(
    acme: LinearClient, issue: IssueCreate
) -> None:
    acme.create_issue(issue)
    found = acme.completion(issue.id)
    assert found.issue.completed_at is None
    assert found.state is not None
    assert found.state.type == "completed"
    moved = acme.update_issue(issue.id, IssueUpdate(state_id=found.state.id))
    assert (moved.state, moved.completed_at is not None) == (found.state, True)
    assert acme.update_issue(issue.id, IssueUpdate(state_id=found.state.id)).completed_at == (
        moved.completed_at
    )
    with pytest.raises(NotFound):
        acme.completion(str(uuid.uuid4()))


def test_a_deleted_link_is_gone(
    acme: LinearClient, issue: IssueCreate, link: AttachmentCreate
) -> None:
    acme.create_linked_issue(issue, link)
    acme.delete_attachment(link.id)
    assert acme.attachments_for_url(URL) == []
    with pytest.raises(NotFound):
        acme.delete_attachment(link.id)


def test_a_comment_is_made_once_and_found_by_its_id(
    acme: LinearClient, issue: IssueCreate, sandbox: Sandbox
) -> None:
    acme.create_issue(issue)
    comment = CommentCreate(id=str(uuid.uuid4()), issue_id=issue.id, body="**Really**")
    made = acme.create_comment(comment)
    with pytest.raises(IdConflict):
        acme.create_comment(dataclasses.replace(comment, body="Again"))
    assert acme.comment(comment.id) == made
    assert [each["body"] for each in sandbox.state()["comments"] if each["id"] == made.id] == [
        "**Really**"
    ]
    with pytest.raises(NotFound):
        acme.comment(str(uuid.uuid4()))


def test_a_webhook_is_made_once_changed_and_deleted_once(
    sandbox: Sandbox, acme: LinearClient
) -> None:
    webhook = WebhookCreate(
        id=str(uuid.uuid4()),
        url="https://help.example/linear/webhooks/1",
        secret="lin_wh_ours",
        resource_types=("Issue", "Comment"),
        all_public_teams=True,
    )
    acme.create_webhook(webhook)
    with pytest.raises(IdConflict):
        acme.create_webhook(webhook)
    assert acme.webhook(webhook.id) == Webhook(enabled=True, url=webhook.url)
    for change in (WebhookUpdate(enabled=False), WebhookUpdate(url=f"{URL}/2")) * 2:
        acme.update_webhook(webhook.id, change)
    assert acme.webhook(webhook.id) == Webhook(enabled=False, url=f"{URL}/2")
    acme.delete_webhook(webhook.id)
    for call in (
        lambda: acme.webhook(webhook.id),
        lambda: acme.update_webhook(webhook.id, WebhookUpdate(enabled=True)),
        lambda: acme.delete_webhook(webhook.id),
    ):
        with pytest.raises(NotFound):
            call()
    assert "lin_wh_ours" not in repr(webhook)


@pytest.mark.parametrize(
    ("action", "expected", "issue_exists", "link_exists"),
    [
        ("commit_then_drop", Unavailable, True, True),
        ("half_body", Unavailable, True, True),
        ("malformed_json", Unavailable, True, True),
        ("data_null", Unavailable, True, True),
        ("commit_then_hang", Timeout, True, True),
        ("fail_second_mutation", LinearError, True, False),
        ("drop_before_commit", Unavailable, False, False),
        ("http_error", Unavailable, False, False),
        ("internal_error", Unavailable, False, False),
    ],
)
def test_after_a_lost_answer_reconciling_tells_what_exists(
    sandbox: Sandbox,
    acme: LinearClient,
    issue: IssueCreate,
    link: AttachmentCreate,
    action: str,
    expected: type[LinearError],
    issue_exists: bool,
    link_exists: bool,
) -> None:
    sandbox.add_fault(match={"field": "issueCreate"}, action=action)
    with time_limit(1), pytest.raises(expected) as caught:
        acme.create_linked_issue(issue, link)
    assert caught.value.outcome_unknown
    found = acme.reconcile(issue.id, URL)
    assert (found.issue is not None, found.attachment is not None) == (issue_exists, link_exists)


def test_a_rate_limit_holds_back_and_is_not_sent_again(
    sandbox: Sandbox, acme: LinearClient
) -> None:
    acme.viewer()
    sandbox.add_fault(match={"field": "viewer"}, action="rate_limited", retry_after=30)
    before = len(sandbox.requests())
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            acme.viewer()
        assert 29 <= (caught.value.retry_after_seconds or 0) <= 30
    assert len(sandbox.requests()) - before == 1


def test_searches_that_run_out_hold_back_nothing_else(acme: LinearClient) -> None:
    for _ in range(30):
        acme.search_issues("card")
    for _ in range(2):
        with pytest.raises(RateLimited):
            acme.search_issues("card")
    assert acme.viewer().app is False


@pytest.mark.parametrize("text", NASTY[:4] + NASTY[-1:], ids=range(5))
def test_text_is_stored_as_it_was_written(
    acme: LinearClient, issue: IssueCreate, link: AttachmentCreate, text: str
) -> None:
    acme.create_linked_issue(
        dataclasses.replace(issue, title=text[:200], description=text),
        dataclasses.replace(link, title=text[:200]),
    )
    stored = acme.issue(issue.id)
    assert (stored.title, stored.description) == (text[:200], text)
    (attachment,) = acme.attachments_for_url(URL)
    assert attachment.title == text[:200]


def test_a_wrong_team_is_refused_with_linears_words(acme: LinearClient) -> None:
    issue = IssueCreate(id=str(uuid.uuid4()), team_id=str(uuid.uuid4()), title="x")
    with pytest.raises(InvalidInput) as caught:
        acme.create_issue(issue)
    assert str(caught.value)
    assert not caught.value.outcome_unknown


def test_a_workspace_sees_nothing_of_the_other(
    acme: LinearClient, globex: LinearClient, issue: IssueCreate
) -> None:
    acme.create_issue(issue)
    with pytest.raises(NotFound):
        globex.issue(issue.id)
    assert globex.issues([issue.id]) == []


def test_consent_leads_to_tokens_that_work_are_renewed_and_end(
    sandbox: Sandbox, application: OAuthApplication
) -> None:
    url = application.authorize_url_for(REDIRECT_URI, "state", ("read", "write"), "app", VERIFIER)
    back = decide(url)
    assert back["state"] == "state"
    tokens = application.exchange(back["code"], REDIRECT_URI, VERIFIER)
    assert tokens.scopes == ("read", "write")
    assert viewer_is_app(sandbox, tokens.access_token)
    sandbox.expire_tokens()
    with pytest.raises(Reauthorize):
        viewer_is_app(sandbox, tokens.access_token)
    renewed = application.refresh(tokens.refresh_token or "")
    assert application.refresh(tokens.refresh_token or "").access_token == renewed.access_token
    assert viewer_is_app(sandbox, renewed.access_token)
    application.revoke(renewed.refresh_token or "", "refresh_token")
    application.revoke(renewed.refresh_token or "", "refresh_token")
    with pytest.raises(Reauthorize):
        application.refresh(renewed.refresh_token or "")


def test_a_code_is_bound_to_its_verifier_and_used_once(application: OAuthApplication) -> None:
    url = application.authorize_url_for(REDIRECT_URI, "state", ("read",), "app", VERIFIER)
    code = decide(url)["code"]
    with pytest.raises(LinearError):
        application.exchange(code, REDIRECT_URI, "w" * 64)
    code = decide(url)["code"]
    application.exchange(code, REDIRECT_URI, VERIFIER)
    with pytest.raises(Reauthorize):
        application.exchange(code, REDIRECT_URI, VERIFIER)


def viewer_is_app(sandbox: Sandbox, token: str) -> bool:
    authorization = authorization_header(token, "oauth")
    client = LinearClient(api_url=sandbox.url, authorization=authorization, budget=Budget())
    return client.viewer().app
