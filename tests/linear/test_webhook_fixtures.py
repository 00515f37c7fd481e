"""Every webhook that was captured is an event that we can read."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from linear_integration.linear.app_payloads import AGENT_SESSION_EVENT, APP_USER_NOTIFICATION
from linear_integration.linear.webhook_payloads import ISSUE
from linear_integration.linear.webhooks import read_event

from ..webhook_fixtures import NAMES, payload, raw

ISSUES = [name for name in NAMES if payload(name)["type"] == "Issue"]
NOTIFICATIONS = [name for name in NAMES if payload(name)["type"] == "AppUserNotification"]
SESSIONS = [name for name in NAMES if payload(name)["type"] == "AgentSessionEvent"]


@pytest.mark.parametrize("name", NAMES)
def test_its_envelope_is_read(name: str) -> None:
    body = payload(name)
    event = read_event(raw(body))
    envelope = event.envelope
    assert (envelope.type, envelope.action) == (body["type"], body["action"])
    assert envelope.organization_id == UUID(body["organizationId"])
    assert event.sent_at == datetime.fromtimestamp(body["webhookTimestamp"] / 1000, UTC)
    assert event.entity_id == body.get("data", {}).get("id", "")
    assert envelope.updated_from == body.get("updatedFrom")
    actor = body.get("actor")
    assert (envelope.actor and envelope.actor.name) == (actor and actor["name"])


@pytest.mark.parametrize("name", ISSUES)
def test_an_issue_is_read(name: str) -> None:
    data = payload(name)["data"]
    issue = read_event(raw(payload(name))).data(ISSUE)
    assert (issue.identifier, issue.title, issue.url) == (
        data["identifier"],
        data["title"],
        data["url"],
    )
    assert issue.previous_identifiers == data["previousIdentifiers"]
    assert (issue.state and issue.state.type) == data["state"]["type"]
    assert issue.trashed == data.get("trashed")
    assert (issue.archived_at is None) == ("archivedAt" not in data)
    assert [label.id for label in issue.labels] == data["labelIds"]


@pytest.mark.parametrize("name", NOTIFICATIONS)
def test_a_notification_is_read(name: str) -> None:
    body = payload(name)
    told, read = body["notification"], read_event(raw(body)).body(APP_USER_NOTIFICATION)
    assert read.app_user_id == body["appUserId"]
    assert read.notification.id == UUID(told["id"])
    assert read.notification.actor
    assert read.notification.actor.name == told["actor"]["name"]
    assert read.notification.issue
    assert read.notification.issue.identifier == told["issue"]["identifier"]
    assert (read.notification.comment and read.notification.comment.body) == (
        told["comment"]["body"] if "comment" in told else None
    )


@pytest.mark.parametrize("name", SESSIONS)
def test_an_agent_session_is_read(name: str) -> None:
    body = payload(name)
    session, read = body["agentSession"], read_event(raw(body)).body(AGENT_SESSION_EVENT)
    assert (read.app_user_id, str(read.agent_session.id)) == (body["appUserId"], session["id"])
    assert read.agent_session.issue
    assert read.agent_session.issue.id == session["issueId"]
    said = body.get("agentActivity")
    assert (read.agent_activity and str(read.agent_activity.id)) == (said and said["id"])
    assert (read.agent_activity and read.agent_activity.content) == (said and said["content"])
