"""Whatever webhooks missed is right again after one comparison with Linear."""

import time
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from conversations.models import Conversation
from linear_integration import connection, operations
from linear_integration.addresses import conversation_url
from linear_integration.automations import store_automations
from linear_integration.connection.clients import HookClient
from linear_integration.linear.types import Issue as Card
from linear_integration.models import (
    Automations,
    Hook,
    Issue,
    IssueLink,
    Reconciliation,
    Webhook,
)
from linear_integration.reconciliation import reconcile_due, runs, want
from linear_integration.reconciliation.runs import EVERY, PAUSE, RESERVED_FRACTION
from linear_integration.webhook_trust import TRUSTED_FOR

from ..sandbox_process import Sandbox
from .asking import activities, in_linear
from .conftest import LinearApi
from .inbound.test_entity_events import RENAME_LABEL, RENAME_PROJECT
from .inbound.test_issue_events import team_of

pytestmark = pytest.mark.django_db(transaction=True)

UPDATE = """
mutation ($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success }
}
"""
DELETE = "mutation ($id: String!) { issueDelete(id: $id, permanentlyDelete: true) { success } }"
ATTACH = """
mutation ($input: AttachmentCreateInput!) { attachmentCreate(input: $input) { success } }
"""
MARK = """
mutation ($issue: String!, $of: String!) {
  issueRelationCreate(input: { issueId: $issue, relatedIssueId: $of, type: duplicate }) { success }
}
"""
COMMENT = "mutation ($input: CommentCreateInput!) { commentCreate(input: $input) { success } }"
DETACH = "mutation ($id: String!) { attachmentDelete(id: $id) { success } }"
LONG_AGO = "2026-01-01T00:00:00Z"
SECOND = {"operation": "IssuesUpdatedSince"}
DONE = "{ teams { nodes { key states { nodes { id name } } } } }"


@pytest.fixture
def issue(bobs: LinearApi, acme: Hook) -> Issue:
    """ENG-1, linked to the conversation; what there was to compare has been compared."""
    bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    assert reconcile_due() == 1
    return Issue.objects.get()


def change(sandbox: Sandbox, issue: Issue, **values: Any) -> None:
    in_linear(sandbox, UPDATE, id=str(issue.linear_id), input=values)


def complete(sandbox: Sandbox, issue: Issue) -> None:
    teams = in_linear(sandbox, DONE)["teams"]["nodes"]
    states = next(team for team in teams if team["key"] == "ENG")["states"]["nodes"]
    change(sandbox, issue, stateId=next(each["id"] for each in states if each["name"] == "Done"))


def notes(conversation: Conversation) -> list[str]:
    return list(conversation.messages.filter(private=True).values_list("content", flat=True))


def a_round_later() -> Any:
    return time_machine.travel(timezone.now() + EVERY + timedelta(seconds=1))


def requests(sandbox: Sandbox) -> int:
    return len([each for each in sandbox.requests() if each["path"] == "/graphql"])


def test_a_card_that_no_webhook_told_of_is_right_a_quarter_of_an_hour_later(
    issue: Issue, sandbox: Sandbox
) -> None:
    change(sandbox, issue, title="Changed while nobody listened", priority=1)
    assert reconcile_due() == 0, "it is not due yet"
    with a_round_later():
        assert reconcile_due() == 1
    issue.refresh_from_db()
    assert issue.title == "Changed while nobody listened"
    assert Card.from_json(issue.card).priority == 1
    assert Reconciliation.objects.get().repaired == 1


def test_names_that_changed_unheard_are_right_on_cards(issue: Issue, sandbox: Sandbox) -> None:
    team = team_of(sandbox, "ENG")
    label, project = team["labels"]["nodes"][0], team["projects"]["nodes"][0]
    change(sandbox, issue, labelIds=[label["id"]], projectId=project["id"])
    want(issue.workspace)
    reconcile_due()
    in_linear(sandbox, RENAME_LABEL, id=label["id"], input={"name": "Crash"})
    in_linear(sandbox, RENAME_PROJECT, id=project["id"], name="Apollo")
    # The issue itself has not changed since.
    Reconciliation.objects.update(since=timezone.now())
    for repaired in (1, 0):
        want(issue.workspace)
        assert reconcile_due() == 1
        issue.refresh_from_db()
        card = Card.from_json(issue.card)
        assert [each.name for each in card.labels] == ["Crash"]
        assert card.project is not None
        assert card.project.name == "Apollo"
        assert Reconciliation.objects.get().repaired == repaired


GONE = {"id": str(uuid.UUID(int=1)), "name": "Gone", "color": "#000000", "parent": None}


@pytest.mark.parametrize(
    ("shown", "repaired"),
    [
        ({"labels": [GONE], "labelIds": [GONE["id"]]}, 1),
        ({"labels": [GONE]}, 1),
        ({"labelIds": [GONE["id"]]}, 0),
        ({"project": {"id": GONE["id"], "name": "Gone"}}, 1),
        ({"state": {"name": "Its name before"}}, 0),
        ({"team": {"name": "Its name before"}}, 0),
    ],
    ids=str,
)
def test_what_linear_counts_as_no_change_of_an_issue_is_repaired_too(
    issue: Issue, shown: dict[str, Any], repaired: int
) -> None:
    right = Issue.objects.get().card
    for name, value in shown.items():
        part = right[name] | value if name in ("state", "team") else value
        issue.card = {**issue.card, name: part}
    assert issue.card != right
    issue.save()
    want(issue.workspace)
    assert reconcile_due() == 1
    issue.refresh_from_db()
    assert issue.card == right
    assert Reconciliation.objects.get().repaired == repaired


def test_an_end_that_was_missed_is_told_once(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    Conversation.objects.update(status="resolved")
    complete(sandbox, issue)
    for _ in range(3):
        want(issue.workspace)
        assert reconcile_due() == 1
    [note] = notes(conversation)
    assert "ENG-1 was completed" in note
    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_the_first_comparison_tells_nobody_of_old_news(
    bobs: LinearApi, acme: Hook, sandbox: Sandbox, conversation: Conversation
) -> None:
    bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    issue = Issue.objects.get()
    complete(sandbox, issue)
    assert reconcile_due() == 1
    issue.refresh_from_db()
    assert Card.from_json(issue.card).state.name == "Done"
    assert notes(conversation) == []


def test_an_issue_that_was_deleted_unseen_is_gone_and_one_that_is_shown_again_is_back(
    issue: Issue, sandbox: Sandbox
) -> None:
    sandbox.change_teams(remove=["ENG"])
    want(issue.workspace)
    reconcile_due()
    issue.refresh_from_db()
    assert issue.gone_at is not None
    sandbox.change_teams(add=["ENG"])
    want(issue.workspace)
    reconcile_due()
    issue.refresh_from_db()
    assert issue.gone_at is None
    in_linear(sandbox, DELETE, id=str(issue.linear_id))
    want(issue.workspace)
    reconcile_due()
    issue.refresh_from_db()
    assert issue.gone_at is not None


def test_a_quiet_workspace_costs_a_request_for_each_list(issue: Issue, sandbox: Sandbox) -> None:
    before = requests(sandbox)
    want(issue.workspace)
    reconcile_due()
    assert requests(sandbox) - before <= 3


def test_it_leaves_the_rest_of_the_budget_to_people(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "RESERVED_FRACTION", 1.1)
    row = want(issue.workspace)
    assert reconcile_due() == 0
    row.refresh_from_db()
    assert row.is_running
    assert row.next_at > timezone.now() + PAUSE / 2
    monkeypatch.setattr(runs, "RESERVED_FRACTION", RESERVED_FRACTION)
    with a_round_later():
        assert reconcile_due() == 1


def test_it_goes_on_where_it_stopped(
    issue: Issue,
    alices: LinearApi,
    bobs: LinearApi,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-2"})
    for linked in Issue.objects.all():
        change(sandbox, linked, title="New")
    monkeypatch.setattr(runs.PHASES["issues"], "chunk_size", 1)
    sandbox.add_fault(match=SECOND, after=1, action="rate_limited")
    row = want(issue.workspace)
    assert reconcile_due() == 0
    row.refresh_from_db()
    assert (row.done, row.repaired, row.error) == (1, 1, _rate_limited(row))
    assert alices.get("reconciliation").json()["data"]["error"] == row.error
    # Linear said when to come back.
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert reconcile_due() == 1
    assert set(Issue.objects.values_list("title", flat=True)) == {"New"}
    row.refresh_from_db()
    assert (row.repaired, row.error, row.is_running) == (2, None, False)


def _rate_limited(row: Reconciliation) -> dict[str, str]:
    assert row.error is not None
    return {"code": "rate_limited", "message": row.error["message"]}


def test_of_two_workers_one_compares(issue: Issue) -> None:
    row = want(issue.workspace)
    assert runs._take(row)
    assert not runs._take(row)
    assert reconcile_due() == 0


def test_workspaces_share_a_round_and_the_next_begins_with_what_is_left(
    issue: Issue, globex: Hook, bobs: LinearApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-2"})
    reconcile_due()
    repair = runs.PHASES["issues"].repair

    def repair_slowly(*args: Any) -> int:
        time.sleep(0.3)
        return repair(*args)

    monkeypatch.setattr(runs.PHASES["issues"], "chunk_size", 1)
    monkeypatch.setattr(runs.PHASES["issues"], "repair", repair_slowly)
    monkeypatch.setattr(runs, "ROUND_SECONDS", 0.2)
    acme_row, globex_row = want(issue.workspace), want(globex.workspace)
    Reconciliation.objects.filter(pk=acme_row.pk).update(lease_until=LONG_AGO)
    assert reconcile_due() == 0
    acme_row.refresh_from_db()
    globex_row.refresh_from_db()
    assert (acme_row.is_running, globex_row.is_running) == (True, False)
    monkeypatch.setattr(runs, "ROUND_SECONDS", 30.0)
    assert [row.pk for row in taken(monkeypatch)] == [globex_row.pk, acme_row.pk]


def taken(monkeypatch: pytest.MonkeyPatch) -> list[Reconciliation]:
    """Let a round pass, and return whose turn it was, in order."""
    rows: list[Reconciliation] = []
    take = runs._take

    def note_and_take(row: Reconciliation) -> bool:
        rows.append(row)
        return take(row)

    monkeypatch.setattr(runs, "_take", note_and_take)
    assert reconcile_due() == 2
    return rows


def test_what_a_dead_worker_left_is_taken_up_again(issue: Issue) -> None:
    row = want(issue.workspace)
    assert runs._take(row)
    later: datetime = timezone.now() + runs.LEASE + timedelta(seconds=1)
    with time_machine.travel(later):
        assert reconcile_due() == 1


def asked_for_cards(bobs: LinearApi, sandbox: Sandbox) -> int:
    """Return how often Linear is asked when an agent looks at cards that have grown old."""
    Issue.objects.update(asked_at=LONG_AGO, fetched_at=LONG_AGO)
    before = requests(sandbox)
    [shown] = bobs.get("linked_issues", conversation_id=1).json()["data"]
    assert shown["stale_since"] is None
    return requests(sandbox) - before


def test_where_webhooks_prove_to_tell_everything_looking_at_a_card_costs_no_request(
    issue: Issue, bobs: LinearApi, sandbox: Sandbox, settings: Settings
) -> None:
    settings.LINEAR_WEBHOOK_SECRET = ""
    assert asked_for_cards(bobs, sandbox) == 1, "there is no webhook"
    settings.LINEAR_WEBHOOK_SECRET = "lin_wh_known_to_both"
    assert asked_for_cards(bobs, sandbox) == 0
    change(sandbox, issue, title="Told by nobody")
    want(issue.workspace)
    reconcile_due()
    assert asked_for_cards(bobs, sandbox) == 1, "it has missed something"
    with time_machine.travel(timezone.now() + TRUSTED_FOR):
        assert asked_for_cards(bobs, sandbox) == 1, "it was not compared for too long"
        reconcile_due()
        assert asked_for_cards(bobs, sandbox) == 0


def make_right_webhook(hook: Hook) -> None:
    """Let a hook have a webhook of its own, which Linear has confirmed."""
    webhook = Webhook(hook=hook, secret="s", confirmed_at=timezone.now())
    webhook.address = connection.own_address(webhook)
    webhook.save()


def test_a_webhook_of_our_own_tells_nothing_while_it_is_disabled(
    issue: Issue, bobs: LinearApi, sandbox: Sandbox, settings: Settings, acme: Hook
) -> None:
    settings.LINEAR_WEBHOOK_SECRET = ""
    make_right_webhook(acme)
    assert asked_for_cards(bobs, sandbox) == 0
    Webhook.objects.update(is_enabled=False)
    assert asked_for_cards(bobs, sandbox) == 1


def test_a_webhook_of_our_own_tells_nothing_while_its_events_go_elsewhere(
    issue: Issue, bobs: LinearApi, sandbox: Sandbox, settings: Settings, acme: Hook
) -> None:
    settings.LINEAR_WEBHOOK_SECRET = ""
    make_right_webhook(acme)
    settings.FRONTEND_URL = "https://new.example.com"
    assert asked_for_cards(bobs, sandbox) == 1


def attach(sandbox: Sandbox, identifier: str, conversation: Conversation) -> None:
    """Paste the conversation's address on an issue, in Linear."""
    url = conversation_url(conversation)
    in_linear(sandbox, ATTACH, input={"issueId": identifier, "url": url, "title": "The customer"})


def test_a_link_that_was_made_in_linear_unheard_appears(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    attach(sandbox, "ENG-2", conversation)
    for _ in range(2):
        want(issue.workspace)
        assert reconcile_due() == 1
    linked = conversation.issue_links.order_by("pk").values_list("issue__identifier", flat=True)
    assert list(linked) == ["ENG-1", "ENG-2"]
    assert activities(conversation).count("Linear issue [ENG-2] was linked in Linear") == 1


def test_a_link_that_was_removed_in_linear_unheard_goes(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    link = conversation.issue_links.get()
    in_linear(sandbox, DETACH, id=str(link.link_id))
    for _ in range(2):
        want(issue.workspace)
        assert reconcile_due() == 1
    assert not conversation.issue_links.exists()
    assert activities(conversation).count("Linear issue [ENG-1] was unlinked in Linear") == 1


def test_a_link_of_an_issue_that_is_gone_stays_with_its_card(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    in_linear(sandbox, DELETE, id=str(issue.linear_id))
    want(issue.workspace)
    assert reconcile_due() == 1
    assert conversation.issue_links.get().issue.gone_at is not None


def test_what_is_linked_while_the_answer_is_under_way_stays(
    issue: Issue, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(client: object, urls: object) -> list[object]:
        IssueLink.objects.update(created_at=timezone.now())
        return []

    monkeypatch.setattr(HookClient, "attachments_for_urls", ask)
    want(issue.workspace)
    assert reconcile_due() == 1
    assert conversation.issue_links.exists()


def attach_to(sandbox: Sandbox, identifier: str, url: str) -> None:
    """Paste an address on an issue, in Linear."""
    in_linear(sandbox, ATTACH, input={"issueId": identifier, "url": url, "title": "The customer"})


def links_after_comparing(issue: Issue, conversation: Conversation) -> list[str]:
    """Compare with Linear, and return the identifiers of what is linked then."""
    for _ in range(2):
        want(issue.workspace)
        assert reconcile_due() == 1
    links = conversation.issue_links.order_by("issue__identifier")
    return [link.issue.identifier for link in links.select_related("issue")]


def test_a_link_whose_address_is_spelled_otherwise_stays(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    attach_to(sandbox, "ENG-2", conversation_url(conversation) + "/?x=1")
    [other] = [each for each in sandbox.state()["attachments"] if each["url"].endswith("x=1")]
    second = Issue.objects.get(pk=issue.pk)
    second.pk, second.linear_id, second.identifier = None, other["issueId"], "ENG-2"
    second.save()
    conversation.issue_links.create(issue=second, link_id=other["id"])
    assert links_after_comparing(issue, conversation) == ["ENG-1", "ENG-2"]
    assert len(activities(conversation)) == 1


@pytest.mark.parametrize("former", [[], ["http://old.example.com"]])
def test_links_outlive_another_frontend_url(
    issue: Issue,
    sandbox: Sandbox,
    conversation: Conversation,
    settings: Settings,
    former: list[str],
) -> None:
    settings.FRONTEND_URL = "http://old.example.com"
    attach(sandbox, "ENG-2", conversation)
    settings.FRONTEND_URL, settings.FORMER_FRONTEND_URLS = "https://new.example.com", former
    expected = ["ENG-1", "ENG-2"] if former else ["ENG-1"]
    assert links_after_comparing(issue, conversation) == expected


def test_a_link_that_linear_moved_unheard_is_where_it_has_it(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    sandbox.change_settings(duplicate_moves_attachments=True)
    in_linear(sandbox, MARK, issue="ENG-1", of="ENG-2")
    assert links_after_comparing(issue, conversation) == ["ENG-2"]
    assert any(note.startswith("Linear moved the link") for note in notes(conversation))


def test_a_link_that_was_removed_and_made_anew_unheard_is_the_same(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    before = conversation.issue_links.get()
    in_linear(sandbox, DETACH, id=str(before.link_id))
    attach(sandbox, "ENG-1", conversation)
    assert links_after_comparing(issue, conversation) == ["ENG-1"]
    assert conversation.issue_links.get().link_id != before.link_id
    assert len(activities(conversation)) == 1


def test_a_comment_that_was_missed_is_told_once_where_comments_are_told(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    def say(text: str) -> None:
        in_linear(sandbox, COMMENT, input={"issueId": str(issue.linear_id), "body": text})

    say("Nobody wants to hear this")
    want(issue.workspace)
    assert reconcile_due() == 1
    assert notes(conversation) == []
    store_automations(Automations(workspace=issue.workspace, note_on_comment=True))
    say("The fix is out")
    for _ in range(2):
        want(issue.workspace)
        assert reconcile_due() == 1
    [note] = [each for each in notes(conversation) if "> The fix is out" in each]
    assert "Maya Lindqvist commented on ENG-1" in note


def test_a_duplicate_that_was_missed_leaves_its_link_to_the_canonical_issue(
    issue: Issue, sandbox: Sandbox, conversation: Conversation
) -> None:
    in_linear(sandbox, MARK, issue="ENG-1", of="ENG-2")
    want(issue.workspace)
    assert reconcile_due() == 1
    operations.sweep()
    assert conversation.issue_links.get().issue.identifier == "ENG-2"
