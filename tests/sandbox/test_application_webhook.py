"""The OAuth application's own webhook: one address for all workspaces that installed it."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLSchema

from .conformity import problems
from .oauth_flow import decide, exchange
from .process import ATTACH, CLIENT, GLOBEX, UPDATE, Linear, Process, start
from .receiver import Receiver
from .webhooks import SECRET, deliveries, wait_for_status


@pytest.fixture
def heard(own: Linear, receiver: Receiver) -> Iterator[Receiver]:
    """A receiver that the application's webhook goes to; taken away in the end."""
    _set(own, receiver.url)
    yield receiver
    own.post("application_webhook", {"url": None})


def _set(linear: Linear, url: str, **more: Any) -> None:
    values = {"url": url, "secret": SECRET, **more}
    assert linear.post("application_webhook", values).status_code == 200


def test_it_hears_of_the_workspaces_that_installed_the_app(own: Linear, heard: Receiver) -> None:
    team_id = own.ask("{ teams { nodes { id } } }", key=GLOBEX)["teams"]["nodes"][0]["id"]
    create = "mutation($i: IssueCreateInput!) { issueCreate(input: $i) { success } }"
    own.ask(create, {"i": {"teamId": team_id, "title": "Of Globex"}}, key=GLOBEX)
    own.create(title="Of Acme")
    (request,) = heard.wait_for(1)
    assert request.title == "Of Acme"
    assert request.is_signed_with(SECRET)
    acme = own.get("state?workspace=acme")["workspaces"][0]["id"]
    assert request.body["organizationId"] == acme
    assert len(deliveries(own)) == 1


def test_private_teams_are_heard_of_once_the_app_may_see_them(own: Linear, heard: Receiver) -> None:
    sec = own.team("SEC")
    own.create(teamId=sec, title="Secret")
    own.post("team_access", {"workspace": "acme", "add": ["SEC"]})
    own.create(teamId=sec, title="Shared")
    told, issue = heard.wait_for(2)
    assert (told.body["type"], told.body["addedTeamIds"]) == ("PermissionChange", [sec])
    assert issue.title == "Shared"


def test_a_removed_app_hears_that_it_was_removed_and_nothing_more(
    own: Linear, heard: Receiver
) -> None:
    _set(own, heard.url, resource_types=["Issue"])
    own.create(title="Before")
    own.post("revoke_app", {"workspace": "acme"})
    own.create(title="After")
    before, removed = heard.wait_for(2)
    assert before.title == "Before"
    assert removed.headers["Linear-Event"] == "OAuthApp"
    assert removed.body["action"] == "revoked"
    assert removed.body["webhookId"] == before.body["webhookId"]
    assert len(deliveries(own)) == 2


def test_what_is_told_to_an_agent_comes_signed_and_whole(
    own: Linear, heard: Receiver, full_schema: GraphQLSchema
) -> None:
    app_id = own.ask("{ viewer { id } }", key=own.agent_key())["viewer"]["id"]
    own.ask(UPDATE, {"id": "ENG-1", "input": {"delegateId": app_id}})
    issue, *told = heard.wait_for(3)
    assert issue.headers["Linear-Event"] == "Issue"
    kinds = [request.headers["Linear-Event"] for request in told]
    assert kinds == ["AppUserNotification", "AgentSessionEvent"]
    for request in told:
        assert request.is_signed_with(SECRET)
        name = f"{request.body['type']}WebhookPayload"
        assert problems(full_schema, name, request.body) == []


def test_it_hears_of_the_last_grant_that_a_person_takes_back(own: Linear, heard: Receiver) -> None:
    code = decide(own, url_key="globex", actor="user")["code"]
    refresh_token = exchange(own, code).json()["refresh_token"]
    own.http.post("/oauth/revoke", data={"token": refresh_token, **CLIENT})
    (request,) = heard.wait_for(1)
    assert (request.body["type"], request.body["activeTokensForUser"]) == ("OAuthAuthorization", 0)


def test_it_hears_of_the_chosen_resource_types_only(own: Linear, heard: Receiver) -> None:
    _set(own, heard.url, resource_types=["Attachment"])
    issue_id = own.create()["id"]
    own.ask(ATTACH, {"input": {"issueId": issue_id, "title": "T", "url": "http://a.example"}})
    (request,) = heard.wait_for(1)
    assert request.headers["Linear-Event"] == "Attachment"


def test_too_many_failures_disable_it_until_it_is_set_or_all_is_reset(
    own: Linear, heard: Receiver
) -> None:
    own.post("settings", {"webhook_disabled_after": 1})
    heard.answers = [500]
    own.create()
    wait_for_status(own, "retrying")
    assert own.get("application_webhook")["enabled"] is False
    own.create()
    assert len(deliveries(own)) == 1
    own.post("reset")
    assert own.get("application_webhook")["enabled"] is True
    own.create()
    wait_for_status(own, "delivered")


def test_a_secret_is_made_up_and_the_webhook_can_be_taken_away(own: Linear) -> None:
    made = own.post("application_webhook", {"url": "http://a.example/hook"}).json()
    assert made["secret"].startswith("lin_wh_")
    assert {"Issue", "AgentSessionEvent"} < set(made["resourceTypes"])
    assert own.get("application_webhook") == made
    assert own.post("application_webhook", {"url": None}).json() is None
    assert own.get("application_webhook") is None
    own.create()
    assert deliveries(own) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"url": "nowhere"},
        {"url": 1},
        {"url": "http://a.example", "secret": 1},
        {"url": "http://a.example", "resource_types": "Issue"},
        {"url": "http://a.example", "resource_types": ["Isue"]},
        {"url": "http://a.example", "other": 1},
    ],
)
def test_nonsense_is_refused(own: Linear, wrong: dict[str, Any]) -> None:
    assert own.post("application_webhook", wrong).status_code == 400
    assert own.get("application_webhook") is None


def test_it_is_given_at_the_start_too(receiver: Receiver) -> None:
    process: Process = start("--webhook-url", receiver.url, "--webhook-secret", SECRET)
    try:
        Linear(process).create()
        assert receiver.wait_for(1)[0].is_signed_with(SECRET)
    finally:
        process.stop()


def test_the_page_sets_it_and_shows_and_repeats_deliveries(own: Linear, heard: Receiver) -> None:
    _set(own, heard.url, resource_types=["Issue"])
    form = {"url": f"{heard.url}/from-the-page", "secret": "other"}
    assert own.http.post("/_sandbox/application_webhook", data=form).status_code == 303
    assert own.get("application_webhook")["resourceTypes"] == ["Issue"]
    own.add_fault("duplicate", match={"webhook": "Issue"})
    own.create()
    (delivery,) = wait_for_status(own, "delivered")
    page = own.http.get("/").text
    for part in (
        form["url"],
        "The application",
        "Issue create",
        "200 (duplicate), 200 (duplicate)",
    ):
        assert part in page
    again = own.http.post(f"/_sandbox/deliveries/{delivery['id']}/redeliver", data={"x": ""})
    assert (again.status_code, again.headers["location"]) == (303, "/#deliveries")
    assert heard.wait_for(3, "/from-the-page")[2].is_signed_with("other")
    own.http.post("/_sandbox/application_webhook", data={"url": "", "secret": ""})
    assert own.get("application_webhook") is None


def test_the_page_lets_a_webhook_misbehave(own: Linear) -> None:
    form = {"field": "Issue", "action": "drop"}
    assert own.http.post("/_sandbox/faults_form", data=form).status_code == 303
    assert own.get("faults")["rules"][0]["match"] == {"webhook": "Issue"}
    assert 'value="drop"' in own.http.get("/").text
