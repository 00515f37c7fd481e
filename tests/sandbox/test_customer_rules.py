"""What Linear refuses in customers, and whom it lets near them."""

from typing import Any

import pytest

from .customers import (
    CREATE_CUSTOMER,
    CREATE_NEED,
    CUSTOMER,
    DELETE_CUSTOMER,
    MISSING,
    UPDATE_CUSTOMER,
    UPSERT_CUSTOMER,
    create_customer,
    named,
    scoped_app_key,
)
from .oauth_flow import connect
from .process import Linear

READS = (
    "{ customers { nodes { id } } }",
    "{ customerNeeds { nodes { id } } }",
    "{ customerTiers { nodes { id } } }",
    "{ customerStatuses { nodes { id } } }",
    '{ issue(id: "ENG-9") { needs { nodes { id } } } }',
    '{ issue(id: "ENG-9") { formerNeeds { nodes { id } } } }',
    "{ projects { nodes { needs { nodes { id } } } } }",
    "{ issues(filter: {needs: {length: {gt: 0}}}) { nodes { id } } }",
    "{ issues(filter: {customerCount: {gt: 0}}) { nodes { id } } }",
)


def _reason(linear: Linear, document: str, variables: dict[str, Any]) -> str:
    """Have a write refused, see that nothing came of it, and return the reason."""
    before = linear.get("state?workspace=acme")["customers"]
    error = linear.refusal(document, variables)
    assert error["extensions"]["type"] == "invalid input"
    assert linear.get("state?workspace=acme")["customers"] == before
    return str(error["extensions"]["userPresentableMessage"])


@pytest.mark.parametrize(
    ("domain", "reason"),
    [
        ("acorn", "acorn is not a domain"),
        ("https://acorn.example", "https://acorn.example is not a domain"),
        ("acorn..example", "acorn..example is not a domain"),
        ("-acorn.example", "-acorn.example is not a domain"),
        ("", " is not a domain"),
        ("www.acorn.example", "not an apex domain"),
        ("shop.acorn.co.uk", "not an apex domain"),
        ("gmail.com", "public email domain"),
        ("Outlook.com", "public email domain"),
        ("northwind.example", "belongs to the customer Northwind Traders already"),
    ],
)
def test_a_domain_is_refused(linear: Linear, domain: str, reason: str) -> None:
    given = {"name": "Acorn", "domains": ["good.example", domain]}
    assert reason in _reason(linear, CREATE_CUSTOMER, {"input": given})


@pytest.mark.parametrize("domain", ["acorn.co.uk", "münchen.de", "a.io", "xn--mnchen-3ya.de"])
def test_a_domain_is_taken(linear: Linear, domain: str) -> None:
    assert create_customer(linear, domains=[domain])["domains"] == [domain]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": " "}, "name should not be empty"),
        ({"externalIds": ["crm-1001"]}, "crm-1001 belongs to the customer Northwind Traders"),
        ({"mainSourceId": "a-1"}, "The main source must be one of the customer's external ids."),
        ({"ownerId": MISSING}, "Could not find referenced User."),
        ({"tierId": MISSING}, "Could not find referenced CustomerTier."),
        ({"statusId": MISSING}, "Could not find referenced CustomerStatus."),
        ({"id": "no-uuid"}, "id must be a UUID"),
    ],
)
def test_a_bad_customer_is_refused(linear: Linear, values: dict[str, Any], reason: str) -> None:
    given = {"name": "Acorn", **values}
    assert reason in _reason(linear, CREATE_CUSTOMER, {"input": given})


def test_an_app_cannot_own_a_customer(linear: Linear) -> None:
    app_id = linear.ask("{ viewer { id } }", key=linear.app_key())["viewer"]["id"]
    given = {"name": "Acorn", "ownerId": app_id}
    reason = _reason(linear, CREATE_CUSTOMER, {"input": given})
    assert reason == "An app cannot be the owner of a customer."


def test_a_slack_channel_belongs_to_one_customer(linear: Linear) -> None:
    create_customer(linear, slackChannelId="C01")
    given = {"name": "Birch", "slackChannelId": "C01"}
    assert "The Slack channel belongs to" in _reason(linear, CREATE_CUSTOMER, {"input": given})


def test_a_customer_may_keep_what_is_its_own(linear: Linear) -> None:
    customer = named(linear, "Northwind Traders")
    same = {name: customer[name] for name in ("name", "domains", "externalIds")}
    variables = {"id": customer["id"], "input": {**same, "mainSourceId": "crm-1001"}}
    changed = linear.ask(UPDATE_CUSTOMER, variables)["customerUpdate"]["customer"]
    assert changed["externalIds"] == ["crm-1001"]
    assert changed["mainSourceId"] == "crm-1001"


@pytest.mark.parametrize(
    ("name", "values", "is_taken"),
    [
        ("Castello Foods", {"logoUrl": "http://localhost/logo.png"}, True),
        ("Castello Foods", {"ownerId": None}, True),
        ("Castello Foods", {"revenue": 1}, False),
        ("Castello Foods", {"tierId": None}, False),
        ("Castello Foods", {"name": "Castello"}, False),
        ("Castello Foods", {"domains": []}, False),
        ("Lumen Clinics", {"revenue": 1, "size": 2, "tierId": None}, True),
        ("Lumen Clinics", {"name": "Lumen"}, False),
        ("Lumen Clinics", {"externalIds": ["x"]}, False),
        ("Blue Harbour", {"name": "Harbour", "domains": []}, True),
    ],
)
def test_what_an_integration_manages_is_left_to_it(
    linear: Linear, name: str, values: dict[str, Any], is_taken: bool
) -> None:
    variables = {"id": named(linear, name)["id"], "input": values}
    if is_taken:
        assert linear.ask(UPDATE_CUSTOMER, variables)["customerUpdate"]["success"] is True
    else:
        reason = _reason(linear, UPDATE_CUSTOMER, variables)
        assert "manages this customer" in reason
        assert min(values) in reason


def test_an_upsert_may_name_a_managed_customer_but_not_change_it(linear: Linear) -> None:
    same = {"externalId": "intercom-77", "name": "Castello Foods", "domains": ["castello.example"]}
    customer = linear.ask(UPSERT_CUSTOMER, {"input": same})["customerUpsert"]["customer"]
    assert customer["id"] == named(linear, "Castello Foods")["id"]
    changed = {**same, "domains": ["castello-foods.example"]}
    assert "Intercom manages" in _reason(linear, UPSERT_CUSTOMER, {"input": changed})


@pytest.mark.parametrize("document", READS)
def test_an_app_reads_customers_with_its_scope_only(linear: Linear, document: str) -> None:
    error = linear.refusal(document, key=scoped_app_key(linear, "read,write,customer:write"))
    assert error["message"] == "Invalid scope: `customer:read` required"
    assert error["extensions"]["code"] == "FORBIDDEN"
    linear.ask(document, key=scoped_app_key(linear, "read,customer:read"))
    linear.ask(document)


def test_an_app_writes_customers_with_its_scope_only(linear: Linear) -> None:
    variables = {"id": named(linear, "Blue Harbour")["id"], "input": {"name": "Harbour"}}
    for document, given in (
        (UPDATE_CUSTOMER, variables),
        (CREATE_CUSTOMER, {"input": {"name": "Acorn"}}),
        (DELETE_CUSTOMER, variables),
        (CREATE_NEED, {"input": {"issueId": "ENG-1"}}),
    ):
        error = linear.refusal(document, given, key=scoped_app_key(linear, "write,customer:read"))
        assert error["message"] == "Invalid scope: `customer:write` required"
        linear.ask(document, given, key=scoped_app_key(linear, "customer:write"))


def test_a_persons_token_needs_no_scope_of_customers_unless_told_otherwise(
    linear: Linear,
) -> None:
    document = CREATE_CUSTOMER
    person_key = f"Bearer {connect(linear, actor='user')['access_token']}"
    linear.ask(document, {"input": {"name": "Acorn"}}, key=person_key)
    linear.ask(READS[0], key=person_key)
    linear.post("settings", {"people_reach_customers_without_scope": False})
    for attempt in (document, READS[0]):
        error = linear.refusal(attempt, {"input": {"name": "Birch"}}, key=person_key)
        assert "customer:" in error["message"]
    linear.ask(document, {"input": {"name": "Cedar"}})


def test_a_workspace_without_the_feature_refuses_all_of_it(linear: Linear) -> None:
    customer_id = named(linear, "Blue Harbour")["id"]
    linear.post("settings", {"customers_enabled": False})
    assert linear.ask("{ organization { customersEnabled } }") == {
        "organization": {"customersEnabled": False}
    }
    for document, variables in (
        *((document, {}) for document in READS[:4]),
        (CUSTOMER, {"id": customer_id}),
        (CREATE_CUSTOMER, {"input": {"name": "Acorn"}}),
        (CREATE_NEED, {"input": {"issueId": "ENG-1"}}),
    ):
        error = linear.refusal(document, variables)
        assert error["extensions"]["type"] == "feature not accessible"
        assert error["message"] == "Customers feature is not enabled"
    linear.ask('{ issue(id: "ENG-9") { id } }')
