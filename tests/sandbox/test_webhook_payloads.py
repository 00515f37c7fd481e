"""Every payload is as Linear's schema says: nothing missing, nothing unknown."""

from typing import Any

from graphql import GraphQLSchema

from linear_integration.sandbox.state.store import Row
from linear_integration.sandbox.webhooks.events import Event

from .conformity import problems
from .events import ENG, Eventful, told
from .process import UPDATE


def test_the_walker_finds_what_is_missing_wrong_or_unknown(full_schema: GraphQLSchema) -> None:
    label: dict[str, Any] = {"id": 1, "name": None, "color": "#fff", "colour": "#fff"}
    assert sorted(problems(full_schema, "IssueLabelChildWebhookPayload", label)) == [
        "IssueLabelChildWebhookPayload.colour is unknown",
        "IssueLabelChildWebhookPayload.id is no String: 1",
        "IssueLabelChildWebhookPayload.name is missing",
    ]


def _everything_of_acme(eventful: Eventful) -> dict[str, Any]:
    """Return values for an issue that has something everywhere."""
    document = """{ team(id: "%s") { members { nodes { id } } labels { nodes { id isGroup } }
        projects { nodes { id } } cycles { nodes { id } } } }"""
    team = eventful.data(document % ENG)["team"]
    return {
        "assigneeId": team["members"]["nodes"][0]["id"],
        "labelIds": [next(row["id"] for row in team["labels"]["nodes"] if not row["isGroup"])],
        "projectId": team["projects"]["nodes"][0]["id"],
        "cycleId": team["cycles"]["nodes"][0]["id"],
        "description": "Für alle",
        "dueDate": "2030-01-02",
        "estimate": 3,
        "priority": 1,
    }


def test_payloads_of_issues_conform(full_schema: GraphQLSchema, eventful: Eventful) -> None:
    create = "mutation($i: IssueCreateInput!) { issueCreate(input: $i) { issue { id } } }"
    full = {"teamId": ENG, "title": "Full", **_everything_of_acme(eventful)}
    issue_id = eventful.data(create, {"i": full})["issueCreate"]["issue"]["id"]
    eventful.data(create, {"i": {"teamId": ENG, "title": "Bare", "parentId": issue_id}})
    eventful.data(UPDATE, {"id": issue_id, "input": {"title": "Fuller", "labelIds": []}})
    delete = "mutation($id: String!) { issueDelete(id: $id, permanentlyDelete: true) { success } }"
    assert told(full_schema, eventful.events()) == ["Issue create", "Issue create", "Issue update"]
    eventful.data(delete, {"id": issue_id})
    assert told(full_schema, eventful.events()) == ["Issue remove"]


def test_payloads_of_attachments_conform(full_schema: GraphQLSchema, eventful: Eventful) -> None:
    issue_id = eventful.create()
    create = (
        "mutation($i: AttachmentCreateInput!) { attachmentCreate(input: $i) { attachment { id } } }"
    )
    given = {"issueId": issue_id, "title": "T", "url": "http://a.example", "metadata": {"a": 1}}
    row_id = eventful.data(create, {"i": given})["attachmentCreate"]["attachment"]["id"]
    eventful.data(create, {"i": {**given, "subtitle": "S"}})
    delete = "mutation($id: String!) { attachmentDelete(id: $id) { success } }"
    eventful.data(delete, {"id": row_id})
    expected = [f"Attachment {action}" for action in ("create", "update", "remove")]
    assert told(full_schema, eventful.events()) == expected


def test_payloads_of_comments_conform(full_schema: GraphQLSchema, eventful: Eventful) -> None:
    issue_id = eventful.create()
    create = "mutation($i: CommentCreateInput!) { commentCreate(input: $i) { comment { id } } }"
    given = {"issueId": issue_id, "body": "Seen", "doNotSubscribeToIssue": True}
    row_id = eventful.data(create, {"i": given})["commentCreate"]["comment"]["id"]
    eventful.data(create, {"i": {**given, "parentId": row_id}})
    update = (
        "mutation($id: String!, $i: CommentUpdateInput!)"
        " { commentUpdate(id: $id, input: $i) { success } }"
    )
    eventful.data(update, {"id": row_id, "i": {"body": "Seen twice"}})
    events = eventful.events()
    assert told(full_schema, events) == ["Comment create"] * 2 + ["Comment update"]
    assert str(events[0].body["url"]).endswith(f"#comment-{row_id[:8]}")
    eventful.data("mutation($id: String!) { commentDelete(id: $id) { success } }", {"id": row_id})
    events = eventful.events()
    assert told(full_schema, events) == ["Comment remove"] * 2
    assert {event.team_ids for event in events} == {(ENG,)}


def test_a_comment_from_outside_names_who_wrote_it(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    outside = next(row for row in eventful.sandbox.store.rows("Comment") if row["externalUserId"])
    (event,) = eventful.change(lambda store: store.update("Comment", outside["id"], body="Changed"))
    assert told(full_schema, [event]) == ["Comment update"]
    assert event.body["data"]["externalUser"]["name"] == "Ravi Menon"


def _life(eventful: Eventful, table: str, row: Row, **changes: Any) -> list[Event]:
    """Create a row, change and remove it: what the sandbox has no mutation for, or not for all."""
    return [
        *eventful.change(lambda store: store.insert(table, row)),
        *eventful.change(lambda store: store.update(table, row["id"], **changes)),
        *eventful.change(lambda store: store.delete(table, row["id"])),
    ]


def _like_first(eventful: Eventful, table: str, **values: Any) -> Row:
    """Return a new row like the first of a table."""
    return {**next(iter(eventful.sandbox.store.rows(table))), "id": "new", **values}


def test_payloads_of_labels_conform(full_schema: GraphQLSchema, eventful: Eventful) -> None:
    row = _like_first(eventful, "IssueLabel", teamId=ENG)
    events = _life(eventful, "IssueLabel", row, name="Renamed", description="D")
    expected = [f"IssueLabel {action}" for action in ("create", "update", "remove")]
    assert told(full_schema, events) == expected
    assert {event.team_ids for event in events} == {(ENG,)}


def test_payloads_of_projects_conform(full_schema: GraphQLSchema, eventful: Eventful) -> None:
    row = _like_first(eventful, "Project", teamIds=[ENG, "another"], leadId=_person(eventful))
    events = _life(eventful, "Project", row, targetDate="2030-01-02", leadId=None)
    expected = [f"Project {action}" for action in ("create", "update", "remove")]
    assert told(full_schema, events) == expected
    previous = {"targetDate": None, "leadId": row["leadId"], "updatedAt": row["updatedAt"]}
    assert events[1].body["updatedFrom"] == previous
    assert {event.team_ids for event in events} == {(ENG, "another")}


def _person(eventful: Eventful) -> str:
    return str(eventful.data("{ viewer { id } }")["viewer"]["id"])
