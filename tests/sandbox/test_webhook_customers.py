"""Payloads of customers and their requests."""

from typing import Any

from graphql import GraphQLSchema

from .events import ENG, Eventful, told


def _run(eventful: Eventful, field: str, kind: str, **arguments: Any) -> dict[str, Any]:
    """Run a mutation whose input has the type ``kind``, and return its answer."""
    given = {"input": kind, "id": "String!"}
    declared = ", ".join(f"${name}: {given[name]}" for name in arguments)
    passed = ", ".join(f"{name}: ${name}" for name in arguments)
    selected = {"customerCreate": "customer { id }", "customerNeedCreate": "need { id }"}
    document = (
        f"mutation({declared}) {{ {field}({passed}) {{ {selected.get(field, 'success')} }} }}"
    )
    answer: dict[str, Any] = eventful.data(document, arguments)[field]
    return answer


def test_payloads_of_customers_conform(full_schema: GraphQLSchema, eventful: Eventful) -> None:
    given = {"name": "Initech", "domains": ["initech.example"], "revenue": 10, "size": 3}
    made = _run(eventful, "customerCreate", "CustomerCreateInput!", input=given)
    row_id = made["customer"]["id"]
    tier_id = next(iter(eventful.sandbox.store.rows("CustomerTier")))["id"]
    changes = {"tierId": tier_id, "ownerId": eventful.data("{ viewer { id } }")["viewer"]["id"]}
    _run(eventful, "customerUpdate", "CustomerUpdateInput!", id=row_id, input=changes)
    _run(eventful, "customerDelete", "", id=row_id)
    created, updated, removed = events = eventful.events()
    expected = [f"Customer {action}" for action in ("create", "update", "remove")]
    assert told(full_schema, events) == expected
    assert created.body["data"]["status"]["displayName"]
    assert updated.body["data"]["tier"]["id"] == tier_id
    assert updated.body["updatedFrom"].keys() == {"tierId", "ownerId", "updatedAt"}
    assert removed.body["data"]["id"] == row_id
    assert {event.team_ids for event in events} == {()}


def test_payloads_of_customer_requests_conform(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    customer_id = next(iter(eventful.sandbox.store.rows("Customer")))["id"]
    given = {
        "issueId": eventful.create(),
        "customerId": customer_id,
        "attachmentUrl": "http://a.example",
        "body": "Please",
    }
    need = _run(eventful, "customerNeedCreate", "CustomerNeedCreateInput!", input=given)["need"]
    attachment, created = events = eventful.events()
    assert told(full_schema, events) == ["Attachment create", "CustomerNeed create"]
    assert created.body["data"]["attachment"] == attachment.body["data"]
    assert created.body["data"]["customer"]["id"] == customer_id
    assert created.team_ids == (ENG,)
    changes = {"priority": 1, "body": None}
    _run(eventful, "customerNeedUpdate", "CustomerNeedUpdateInput!", id=need["id"], input=changes)
    (updated,) = events = eventful.events()
    assert told(full_schema, events) == ["CustomerNeed update"]
    previous = updated.body["updatedFrom"]
    assert {name: previous[name] for name in ("priority", "body")} == {
        "priority": 0,
        "body": "Please",
    }
    _run(eventful, "customerNeedDelete", "", id=need["id"])
    assert sorted(told(full_schema, eventful.events())) == [
        "Attachment remove",
        "CustomerNeed remove",
    ]


def test_a_request_of_a_project_belongs_to_the_projects_teams(
    full_schema: GraphQLSchema, eventful: Eventful
) -> None:
    project = next(iter(eventful.sandbox.store.rows("Project")))
    given = {"projectId": project["id"], "body": "Please"}
    _run(eventful, "customerNeedCreate", "CustomerNeedCreateInput!", input=given)
    event = eventful.event()
    assert told(full_schema, [event]) == ["CustomerNeed create"]
    assert event.team_ids == tuple(project["teamIds"])
    assert event.body["url"].endswith(f"/project/{project['slugId']}")
