"""customerUpsert: which customer a key finds, and what it changes or creates."""

from typing import Any
from uuid import uuid4

import pytest

from .customers import (
    UPSERT_CUSTOMER,
    create_customer,
    kind_ids,
    named,
)
from .process import Linear


def _upsert(linear: Linear, **values: Any) -> dict[str, Any]:
    answer = linear.ask(UPSERT_CUSTOMER, {"input": values})["customerUpsert"]
    customer: dict[str, Any] = answer["customer"]
    return customer


@pytest.mark.parametrize(
    "key",
    [
        {"externalId": "crm-1001"},
        {"domains": ["northwind.example"]},
        {"domains": ["Northwind.Example", "nw.example"]},
        {"externalId": "new-1", "domains": ["northwind.example"]},
    ],
)
def test_an_upsert_finds_a_customer_by(linear: Linear, key: dict[str, Any]) -> None:
    customer = named(linear, "Northwind Traders")
    changed = _upsert(linear, size=1300, **key)
    assert (changed["id"], changed["size"]) == (customer["id"], 1300)
    assert set(changed["domains"]) >= set(customer["domains"])
    assert set(changed["externalIds"]) >= {"crm-1001", key.get("externalId", "crm-1001")}


def test_an_upsert_finds_a_customer_by_its_id_or_slack_channel(linear: Linear) -> None:
    customer = create_customer(linear, slackChannelId="C01")
    assert _upsert(linear, id=customer["id"], size=3)["id"] == customer["id"]
    assert _upsert(linear, slackChannelId="C01", size=4)["id"] == customer["id"]


def test_an_upsert_that_finds_nobody_creates_a_customer(linear: Linear) -> None:
    row_id = str(uuid4())
    created = _upsert(
        linear, id=row_id, name="Quill", externalId="q-1", domains=["quill.example"], tierName="PRO"
    )
    assert (created["id"], created["name"]) == (row_id, "Quill")
    assert (created["externalIds"], created["domains"]) == (["q-1"], ["quill.example"])
    assert created["tier"] == {"name": "pro"}
    assert _upsert(linear, externalId="q-1")["id"] == row_id


def test_an_upsert_makes_the_tier_that_it_names(linear: Linear) -> None:
    assert _upsert(linear, externalId="crm-1001", tierName="Gold")["tier"] == {"name": "Gold"}
    assert _upsert(linear, externalId="crm-1044", tierName="gold")["tier"] == {"name": "Gold"}
    document = "{ customerTiers { nodes { name displayName position } } }"
    tiers = linear.ask(document)["customerTiers"]["nodes"]
    assert tiers[0] == {"name": "Gold", "displayName": "Gold", "position": 3}
    assert len(tiers) == 4


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"externalId": "new"}, "name should not be empty"),
        ({"name": "A", "tierName": "Gold", "tierId": "x"}, "by its id or by its name"),
        ({"externalId": "crm-1001", "domains": ["castello.example"]}, "belongs to the customer"),
        ({"externalId": "crm-1044", "domains": ["northwind.example"]}, "belongs to the customer"),
    ],
)
def test_a_bad_upsert_is_refused(linear: Linear, values: dict[str, Any], reason: str) -> None:
    before = linear.get("state?workspace=acme")["customers"]
    error = linear.refusal(UPSERT_CUSTOMER, {"input": values})
    assert reason in error["extensions"]["userPresentableMessage"]
    assert linear.get("state?workspace=acme")["customers"] == before
    assert "Gold" not in kind_ids(linear, "customerTiers")
