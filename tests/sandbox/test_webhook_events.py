"""What a mutation queues for webhooks: the right events, of committed changes only."""

from contextlib import suppress

from linear_integration.sandbox.state.store import Change, Store
from linear_integration.sandbox.webhooks.events import Event
from linear_integration.sandbox.webhooks.outbox import Outbox

from .events import ENG, Eventful
from .process import ATTACH, CREATE, UPDATE


def test_a_transaction_folds_its_changes_by_row() -> None:
    store = Store({"Team": {"1": {"id": "1", "n": 1}, "2": {"id": "2"}}})
    with store.transaction() as changes:
        store.update("Team", "1", n=2)
        store.insert("User", {"id": "3"})
        store.delete("Team", "2")
        store.update("Team", "1", n=3)
        assert changes == []
    assert changes == [
        Change("Team", {"id": "1", "n": 1}, {"id": "1", "n": 3}),
        Change("User", None, {"id": "3"}),
        Change("Team", {"id": "2"}, None),
    ]


def test_what_comes_and_goes_in_one_transaction_is_no_change() -> None:
    store = Store({"Team": {"1": {"id": "1", "n": 1}}})
    with store.transaction() as changes:
        store.insert("User", {"id": "3"})
        store.delete("User", "3")
        store.update("Team", "1", n=2)
        store.update("Team", "1", n=1)
    assert changes == []


def test_a_failed_transaction_has_no_changes() -> None:
    store = Store({"Team": {"1": {"id": "1", "n": 1}}})
    with suppress(RuntimeError), store.transaction() as changes:
        store.update("Team", "1", n=2)
        raise RuntimeError
    assert changes == []
    assert store.find("Team", "1") == {"id": "1", "n": 1}


def test_a_created_issue_is_told_with_its_team_and_workspace(eventful: Eventful) -> None:
    eventful.data(CREATE, {"input": {"teamId": ENG, "title": "Broken"}})
    event = eventful.event()
    assert (event.kind, event.action, event.team_ids) == ("Issue", "create", (ENG,))
    assert event.body["data"]["title"] == "Broken"
    assert "updatedFrom" not in event.body
    organization = eventful.data("{ organization { id } }")["organization"]
    assert event.organization_id == organization["id"]


def test_a_refused_mutation_tells_nothing(eventful: Eventful) -> None:
    issues = [{"teamId": ENG, "title": "Good"}, {"teamId": ENG, "title": ""}]
    document = (
        "mutation($input: IssueBatchCreateInput!) { issueBatchCreate(input: $input) { success } }"
    )
    assert "errors" in eventful.ask(document, {"input": {"issues": issues}})
    assert eventful.events() == []


def test_updated_from_holds_previous_values_of_what_changed(eventful: Eventful) -> None:
    issue_id = eventful.create(description="Old", priority=2)
    eventful.sandbox.clock.advance(1)
    eventful.data(
        UPDATE,
        {"id": issue_id, "input": {"description": None, "priority": 2, "dueDate": "2030-01-02"}},
    )
    event = eventful.event()
    assert event.action == "update"
    previous = event.body["updatedFrom"]
    assert previous.pop("updatedAt") < event.body["data"]["updatedAt"]
    assert previous == {"description": "Old", "dueDate": None}
    assert event.body["data"]["dueDate"] == "2030-01-02"


def test_an_update_that_changes_nothing_tells_nothing(eventful: Eventful) -> None:
    issue_id = eventful.create(priority=2)
    eventful.data(UPDATE, {"id": issue_id, "input": {"priority": 2}})
    assert eventful.events() == []


def test_archive_and_trash_are_updates_and_only_a_deletion_removes(eventful: Eventful) -> None:
    issue_id = eventful.create()
    eventful.data(ATTACH, {"input": {"issueId": issue_id, "title": "T", "url": "http://a.example"}})
    eventful.events()
    eventful.data("mutation($id: String!) { issueArchive(id: $id) { success } }", {"id": issue_id})
    event = eventful.event()
    assert event.action == "update"
    assert event.body["updatedFrom"]["archivedAt"] is None
    eventful.data("mutation($id: String!) { issueDelete(id: $id) { success } }", {"id": issue_id})
    event = eventful.event()
    assert event.action == "update"
    assert event.body["data"]["trashed"] is True
    document = (
        "mutation($id: String!) { issueDelete(id: $id, permanentlyDelete: true) { success } }"
    )
    eventful.data(document, {"id": issue_id})
    removed = {event.kind: event for event in eventful.events()}
    assert {event.action for event in removed.values()} == {"remove"}
    assert removed["Issue"].body["data"]["id"] == issue_id
    # The issue is gone, and yet its attachment's event knows the team.
    assert removed["Attachment"].team_ids == (ENG,)


def test_the_actor_is_the_person_or_the_application(eventful: Eventful) -> None:
    eventful.data(CREATE, {"input": {"teamId": ENG, "title": "By a person"}})
    viewer = eventful.data("{ viewer { id name email url } }")["viewer"]
    assert eventful.event().body["actor"] == {"type": "user", **viewer}
    form = {
        "grant_type": "refresh_token",
        "refresh_token": "lin_refresh_demo_acme",
        "client_id": "demo-client-id",
        "client_secret": "demo-client-secret",
    }
    token = eventful.post("/oauth/token", data=form).json()["access_token"]
    given = {"teamId": ENG, "title": "By the app", "createAsUser": "Ann"}
    eventful.ask(CREATE, {"input": given}, key=f"Bearer {token}")
    event = eventful.event()
    assert event.body["actor"] == {
        "type": "oauthClient",
        "id": "demo-client-id",
        "name": "Support Bridge",
    }
    assert '"userDisplayName": "Ann"' in event.body["data"]["botActor"]


def test_held_events_are_queued_together_or_not_at_all() -> None:
    outbox = Outbox()
    posted: list[str] = []
    outbox.on_post = lambda: posted.append("post")
    event = Event("OAuthApp", "revoked", {}, "organization")
    with outbox.held():
        outbox.post(event)
        assert outbox.take() is None
    assert posted == ["post"]
    assert (outbox.take(), outbox.take()) == (event, None)
    with suppress(RuntimeError), outbox.held():
        outbox.post(event)
        raise RuntimeError
    assert outbox.take() is None
