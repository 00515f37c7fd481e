"""Customers: found, created, changed, matched and deleted; tiers and statuses."""

from typing import Any
from uuid import uuid4

import pytest

from .customers import (
    CREATE_CUSTOMER,
    CREATE_TIER,
    CUSTOMER,
    DELETE_CUSTOMER,
    UPDATE_CUSTOMER,
    create_customer,
    kind_ids,
    named,
)
from .process import GLOBEX, Linear


def _found(linear: Linear, condition: dict[str, Any]) -> list[str]:
    document = "query F($f: CustomerFilter) { customers(filter: $f) { nodes { name } } }"
    nodes = linear.ask(document, {"f": condition})["customers"]["nodes"]
    return sorted(node["name"] for node in nodes)


def _update(linear: Linear, customer_id: str, **values: Any) -> dict[str, Any]:
    variables = {"id": customer_id, "input": values}
    customer: dict[str, Any] = linear.ask(UPDATE_CUSTOMER, variables)["customerUpdate"]["customer"]
    return customer


def test_a_customer_is_found_by_its_id_and_by_its_slug(linear: Linear) -> None:
    customer = named(linear, "Northwind Traders")
    for reference in (customer["id"], customer["slugId"]):
        assert linear.ask(CUSTOMER, {"id": reference})["customer"] == customer
    assert customer["url"].endswith(f"/acme/customer/{customer['slugId']}")
    assert customer["owner"] == {"name": "Lena Fischer"}
    assert customer["tier"] == {"name": "enterprise"}
    assert customer["approximateNeedCount"] == len(customer["needs"]) == 2
    assert linear.refusal(CUSTOMER, {"id": "x"})["message"] == "Entity not found: Customer"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"externalIds": {"some": {"eq": "crm-1001"}}}, ["Northwind Traders"]),
        ({"domains": {"some": {"eq": "northwind-traders.example"}}}, ["Northwind Traders"]),
        ({"domains": {"some": {"eq": "northwind"}}}, []),
        ({"domains": {"some": {"startsWith": "petit"}}}, ["Petit Atelier"]),
        ({"domains": {"length": {"eq": 0}}}, ["Orbital Freight"]),
        ({"domains": {"length": {"gt": 1}}}, ["Northwind Traders"]),
        (
            {"domains": {"every": {"contains": "northwind"}, "length": {"gt": 0}}},
            ["Northwind Traders"],
        ),
        ({"domains": {"every": {"startsWith": "northwind."}, "length": {"gt": 1}}}, []),
        ({"name": {"containsIgnoreCase": "HARBOUR"}}, ["Blue Harbour"]),
        ({"tier": {"displayName": {"eq": "Pro"}}}, ["Blue Harbour", "Castello Foods"]),
        ({"status": {"name": {"eq": "churned"}}}, ["Orbital Freight"]),
        ({"owner": {"name": {"eq": "Sam Okafor"}}}, ["Lumen Clinics"]),
        ({"revenue": {"gt": 100_000}}, ["Northwind Traders"]),
        (
            {
                "or": [
                    {"externalIds": {"some": {"eq": "crm-1044"}}},
                    {"domains": {"some": {"eq": "castello.example"}}},
                ]
            },
            ["Castello Foods", "Orbital Freight"],
        ),
    ],
)
def test_customers_are_filtered_by(
    linear: Linear, condition: dict[str, Any], expected: list[str]
) -> None:
    assert _found(linear, condition) == expected


def test_a_comparator_that_lists_lack_is_refused(full: Linear) -> None:
    error = full.refusal("{ customers(sorts: [{name: {}}]) { nodes { id } } }")
    assert error["extensions"]["type"] == "feature not accessible"


def test_all_that_is_given_of_a_customer_is_kept(linear: Linear) -> None:
    row_id = str(uuid4())
    document = '{ users(filter: {name: {eq: "Maya Lindqvist"}}) { nodes { id } } }'
    owner_id = linear.ask(document)["users"]["nodes"][0]["id"]
    customer = create_customer(
        linear,
        id=row_id,
        name="Acorn",
        domains=["Acorn.example", "acorn.co.uk", "acorn.example"],
        externalIds=["a-1", "a-2"],
        mainSourceId="a-2",
        slackChannelId="C01",
        ownerId=owner_id,
        statusId=kind_ids(linear, "customerStatuses")["prospect"],
        tierId=kind_ids(linear, "customerTiers")["pro"],
        revenue=1000,
        size=12,
        logoUrl="http://localhost/logo.png",
    )
    assert customer["id"] == row_id
    assert customer["domains"] == ["acorn.example", "acorn.co.uk"]
    assert customer["externalIds"] == ["a-1", "a-2"]
    assert (customer["mainSourceId"], customer["slackChannelId"]) == ("a-2", "C01")
    assert (customer["revenue"], customer["size"]) == (1000, 12)
    assert (customer["owner"], customer["tier"]) == ({"name": "Maya Lindqvist"}, {"name": "pro"})
    assert customer["status"] == {"name": "prospect"}
    assert linear.ask(CUSTOMER, {"id": row_id})["customer"] == customer


def test_the_first_status_is_the_default(linear: Linear) -> None:
    customer = create_customer(linear)
    assert customer["status"] == {"name": "active"}
    assert (customer["tier"], customer["domains"], customer["externalIds"]) == (None, [], [])


def test_a_clients_id_is_taken_once(linear: Linear) -> None:
    row_id = create_customer(linear)["id"]
    error = linear.refusal(CREATE_CUSTOMER, {"input": {"name": "Again", "id": row_id}})
    assert error["message"] == "conflict on insert of Customer"
    people = error["extensions"]["userPresentableMessage"]
    assert people == f"Entity Customer with id {row_id} already exists."


def test_an_update_replaces_domains_and_adds_external_ids(linear: Linear) -> None:
    customer = named(linear, "Northwind Traders")
    changed = _update(linear, customer["id"], domains=["nw.example"], externalIds=["crm-7"])
    assert changed["domains"] == ["nw.example"]
    assert changed["externalIds"] == ["crm-1001", "crm-7"]
    assert changed["updatedAt"] > customer["updatedAt"]
    assert changed["name"] == "Northwind Traders"


def test_null_clears_what_may_be_empty(linear: Linear) -> None:
    customer = named(linear, "Northwind Traders")
    nothing = dict.fromkeys(("ownerId", "tierId", "revenue", "size", "name", "statusId", "domains"))
    changed = _update(linear, customer["slugId"], **nothing)
    assert changed["owner"] is changed["tier"] is changed["revenue"] is changed["size"] is None
    for name in ("name", "status", "domains"):
        assert changed[name] == customer[name]


def test_a_deleted_customer_takes_its_requests_along(linear: Linear) -> None:
    customer = named(linear, "Northwind Traders")
    gone = linear.ask(DELETE_CUSTOMER, {"id": customer["id"]})["customerDelete"]
    assert gone == {"success": True, "entityId": customer["id"]}
    linear.refusal(CUSTOMER, {"id": customer["id"]})
    needs = linear.get("state?workspace=acme")["needs"]
    assert customer["id"] not in {need["customerId"] for need in needs}
    assert len(needs) == 6


def test_tiers_and_statuses_can_be_put_in_order(linear: Linear) -> None:
    document = (
        "{ tiers: customerTiers { nodes { displayName position color } } "
        "statuses: customerStatuses { nodes { displayName position color } } }"
    )
    data = linear.ask(document)
    for name, expected in (
        ("tiers", ["Free", "Pro", "Enterprise"]),
        ("statuses", ["Active", "Prospect", "Churned"]),
    ):
        nodes = sorted(data[name]["nodes"], key=lambda node: float(node["position"]))
        assert [node["displayName"] for node in nodes] == expected


def test_a_tier_is_created_at_the_end(linear: Linear) -> None:
    row_id = str(uuid4())
    given = {"id": row_id, "displayName": "Partner", "color": "#ff0000", "position": 1}
    tier = linear.ask(CREATE_TIER, {"input": given})["customerTierCreate"]["tier"]
    assert tier == {**given, "name": "Partner", "description": None, "position": 3}
    document = "query T($id: String!) { customerTier(id: $id) { name } }"
    assert linear.ask(document, {"id": row_id})["customerTier"] == {"name": "Partner"}
    assert (
        "must be unique" in linear.refusal(CREATE_TIER, {"input": {**given, "id": None}})["message"]
    )
    named = {"name": "gold", "displayName": "Gold", "color": "#ffd700"}
    tier = linear.ask(CREATE_TIER, {"input": named})["customerTierCreate"]["tier"]
    assert (tier["name"], tier["displayName"]) == ("gold", "Gold")
    for bad in ({"color": "#fff"}, {"color": "red", "name": "A"}):
        linear.refusal(CREATE_TIER, {"input": bad})


def test_a_status_is_found_by_its_id(linear: Linear) -> None:
    row_id = kind_ids(linear, "customerStatuses")["active"]
    document = "query S($id: String!) { customerStatus(id: $id) { displayName } }"
    assert linear.ask(document, {"id": row_id})["customerStatus"] == {"displayName": "Active"}


def test_the_workspace_counts_its_customers(linear: Linear) -> None:
    document = "{ organization { customersEnabled customerCount } }"
    assert linear.ask(document)["organization"] == {"customersEnabled": True, "customerCount": 6}


def test_customers_of_another_workspace_are_not_there(linear: Linear) -> None:
    customer = named(linear, "Northwind Traders")
    for document in (CUSTOMER, DELETE_CUSTOMER):
        error = linear.refusal(document, {"id": customer["id"]}, key=GLOBEX)
        assert error["message"] == "Entity not found: Customer"
    values = {"domains": customer["domains"], "externalIds": customer["externalIds"]}
    assert create_customer(linear, key=GLOBEX, **values)["domains"] == customer["domains"]


def test_a_large_workspace_has_more_customers_than_a_page(linear: Linear) -> None:
    document = (
        "query P($after: String) { customers(first: 50, after: $after) "
        "{ nodes { domains } pageInfo { hasNextPage endCursor } } }"
    )
    domains: list[str] = []
    page: dict[str, Any] = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while page["pageInfo"]["hasNextPage"]:
        after = page["pageInfo"]["endCursor"]
        page = linear.ask(document, {"after": after}, key=GLOBEX)["customers"]
        domains += [domain for node in page["nodes"] for domain in node["domains"]]
    assert len(domains) == len(set(domains)) == 120
