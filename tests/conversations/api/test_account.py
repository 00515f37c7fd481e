"""The profile, inboxes and contacts through the API."""

from typing import Any

import pytest

from conversations.models import Contact

from ...cast import Cast
from ...conftest import ApiFactory


def test_the_profile_names_me_and_my_roles(cast: Cast, api: ApiFactory) -> None:
    shown = api(cast.bob).get("/api/v1/profile").data["data"]
    assert (shown["name"], shown["email"]) == ("Bob", "bob@example.com")
    assert shown["accounts"] == [
        {
            "id": cast.acme_support.pk,
            "name": "Acme Support",
            "role": "agent",
            "features": ["linear_integration"],
        }
    ]


def test_the_profile_of_a_user_without_accounts_is_shown(cast: Cast, api: ApiFactory) -> None:
    assert api(cast.dan).get("/api/v1/profile").data["data"]["accounts"] == []
    assert api(None).get("/api/v1/profile").status_code == 401


def test_an_agent_sees_their_inboxes_and_an_administrator_all(cast: Cast, api: ApiFactory) -> None:
    path = f"/api/v1/accounts/{cast.acme_support.pk}/inboxes"
    names = {
        user.name: [inbox["name"] for inbox in api(user).get(path).data["data"]]
        for user in (cast.alice, cast.bob)
    }
    assert names == {"Alice": ["Website", "Email", "Enterprise"], "Bob": ["Website", "Email"]}


def test_contacts_are_listed_by_name_and_searched(cast: Cast, api: ApiFactory) -> None:
    Contact.objects.create(account=cast.acme_support, name="Abe", email="abe@gmail.com")
    path = f"/api/v1/accounts/{cast.acme_support.pk}/contacts"
    client = api(cast.bob)
    names = {
        text: [contact["name"] for contact in client.get(path, {"q": text}).data["data"]]
        for text in ("", "GMAIL", "northwind", "nobody")
    }
    assert names == {
        "": ["Abe", "Ingrid Berg"],
        "GMAIL": ["Abe"],
        "northwind": ["Ingrid Berg"],
        "nobody": [],
    }
    second = client.get(path, {"page": 2, "per_page": 1}).data
    assert [contact["name"] for contact in second["data"]] == ["Ingrid Berg"]
    assert second["meta"] == {"page": 2, "pages": 2, "count": 2}


def test_a_contact_is_created_and_shown(cast: Cast, api: ApiFactory) -> None:
    path = f"/api/v1/accounts/{cast.acme_support.pk}/contacts"
    body = {"name": "Ola", "email": "Ola@Northwind.example", "company_id": cast.company.pk}
    created = api(cast.bob).post(path, body)
    assert created.status_code == 201
    shown = api(cast.bob).get(f"{path}/{created.data['data']['id']}").data["data"]
    assert (shown["name"], shown["email"]) == ("Ola", "ola@northwind.example")
    assert shown["company"] == {
        "id": cast.company.pk,
        "name": "Northwind",
        "domain": "northwind.example",
    }


def test_a_contact_needs_only_a_name(cast: Cast, api: ApiFactory) -> None:
    path = f"/api/v1/accounts/{cast.acme_support.pk}/contacts"
    for _ in range(2):
        assert api(cast.bob).post(path, {"name": "A visitor"}).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": 7}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"name": "Ola", "email": "ola"}, "email"),
        ({"name": "Ola", "email": "INGRID@northwind.example"}, "email"),
        ({"name": "Ola", "company_id": "1"}, "company_id"),
    ],
)
def test_a_contact_with_wrong_input_is_refused(
    cast: Cast, api: ApiFactory, body: dict[str, Any], field: str
) -> None:
    response = api(cast.bob).post(f"/api/v1/accounts/{cast.acme_support.pk}/contacts", body)
    assert response.status_code == 422
    assert list(response.data["error"]["fields"]) == [field]
    assert Contact.objects.filter(account=cast.acme_support).count() == 1


def test_a_contact_of_another_accounts_company_is_not_made(cast: Cast, api: ApiFactory) -> None:
    path = f"/api/v1/accounts/{cast.acme_support.pk}/contacts"
    foreign = cast.carols_conversation.contact.company_id
    for company_id in (foreign, 999_999, 2**63):
        body = {"name": "Ola", "company_id": company_id}
        assert api(cast.bob).post(path, body).status_code == 404


def test_two_accounts_may_know_the_same_address(cast: Cast, api: ApiFactory) -> None:
    body = {"name": "Ingrid", "email": cast.contact.email}
    response = api(cast.carol).post(f"/api/v1/accounts/{cast.globex_care.pk}/contacts", body)
    assert response.status_code == 201
