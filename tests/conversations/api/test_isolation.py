"""Every endpoint lets in those whom it is for, and tells others nothing."""

from typing import Any

import pytest
from rest_framework.response import Response

from ...cast import Cast
from ...conftest import ApiFactory

ACCOUNT = "/api/v1/accounts/{account}"
CONVERSATION = ACCOUNT + "/conversations/{display_id}"
NEW_CONVERSATION = {"inbox_id": "{inbox}", "contact_id": "{contact}"}
ENDPOINTS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "inboxes": ("get", ACCOUNT + "/inboxes", None),
    "contacts": ("get", ACCOUNT + "/contacts", None),
    "new contact": ("post", ACCOUNT + "/contacts", {"name": "New"}),
    "contact": ("get", ACCOUNT + "/contacts/{contact}", None),
    "conversations": ("get", ACCOUNT + "/conversations", None),
    "new conversation": ("post", ACCOUNT + "/conversations", NEW_CONVERSATION),
    "conversation": ("get", CONVERSATION, None),
    "status": ("post", CONVERSATION + "/toggle_status", {"status": "resolved"}),
    "messages": ("get", CONVERSATION + "/messages", None),
    "new message": ("post", CONVERSATION + "/messages", {"content": "Hi"}),
}
GUARDED_BY_INBOX = ["conversation", "status", "messages", "new message"]


@pytest.fixture
def numbers(cast: Cast) -> dict[str, int]:
    """The ids that stand in the URLs and bodies."""
    return {
        "account": cast.acme_support.pk,
        "inbox": cast.website.pk,
        "contact": cast.contact.pk,
        "display_id": cast.conversation.display_id,
    }


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_member_gets_in(
    cast: Cast, api: ApiFactory, numbers: dict[str, int], endpoint: str
) -> None:
    for member in (cast.alice, cast.bob):
        response = call(api(member), endpoint, numbers)
        assert response.status_code in (200, 201), response.data


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_who_is_not_signed_in_is_asked_to(
    api: ApiFactory, numbers: dict[str, int], endpoint: str
) -> None:
    response = call(api(None), endpoint, numbers)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    assert response.data["error"]["code"] == "not_authenticated"


@pytest.mark.parametrize("stranger", ["carol", "dan"])
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_stranger_can_not_tell_an_account_from_none(
    cast: Cast, api: ApiFactory, numbers: dict[str, int], endpoint: str, stranger: str
) -> None:
    client = api(getattr(cast, stranger))
    foreign = call(client, endpoint, numbers)
    missing = call(client, endpoint, {**numbers, "account": 999_999})
    assert foreign.status_code == missing.status_code == 404
    assert without_request_id(foreign) == without_request_id(missing)


@pytest.mark.parametrize("endpoint", GUARDED_BY_INBOX)
def test_an_agent_can_not_tell_another_inbox_from_none(
    cast: Cast, api: ApiFactory, numbers: dict[str, int], endpoint: str
) -> None:
    hidden = {**numbers, "display_id": cast.other_inbox_conversation.display_id}
    foreign = call(api(cast.bob), endpoint, hidden)
    missing = call(api(cast.bob), endpoint, {**numbers, "display_id": 999})
    assert foreign.status_code == missing.status_code == 404
    assert without_request_id(foreign) == without_request_id(missing)
    assert call(api(cast.alice), endpoint, hidden).status_code in (200, 201)


@pytest.mark.parametrize("name", ["inbox", "contact"])
def test_a_conversation_takes_nothing_from_elsewhere(
    cast: Cast, api: ApiFactory, numbers: dict[str, int], name: str
) -> None:
    foreign = {"inbox": cast.globex_inbox.pk, "contact": cast.carols_conversation.contact.pk}
    for number in (foreign[name], 999_999, 2**63):
        response = call(api(cast.alice), "new conversation", {**numbers, name: number})
        assert response.status_code == 404


def test_an_agent_begins_no_conversation_in_another_inbox(
    cast: Cast, api: ApiFactory, numbers: dict[str, int]
) -> None:
    hidden = {**numbers, "inbox": cast.enterprise.pk}
    assert call(api(cast.bob), "new conversation", hidden).status_code == 404
    assert call(api(cast.alice), "new conversation", hidden).status_code == 201


def test_an_agent_finds_nothing_of_another_inbox_by_search(cast: Cast, api: ApiFactory) -> None:
    base = f"/api/v1/accounts/{cast.acme_support.pk}"
    assert api(cast.bob).get(f"{base}/conversations", {"q": "Renewal"}).data["data"] == []
    assert len(api(cast.alice).get(f"{base}/conversations", {"q": "Renewal"}).data["data"]) == 1
    hidden = api(cast.bob).get(f"{base}/conversations", {"inbox_id": cast.enterprise.pk})
    assert hidden.status_code == 404


@pytest.mark.parametrize("number", [2**63, 10**30, "9" * 5000])
@pytest.mark.parametrize("part", ["account", "display_id", "contact"])
def test_a_number_that_no_database_holds_is_not_found(
    cast: Cast, api: ApiFactory, numbers: dict[str, int], part: str, number: int
) -> None:
    endpoint = "contact" if part == "contact" else "conversation"
    response = call(api(cast.alice), endpoint, {**numbers, part: number})
    assert response.status_code == 404


def call(client: Any, endpoint: str, numbers: dict[str, int]) -> Response:
    method, path, body = ENDPOINTS[endpoint]
    filled = None
    if body is not None:
        filled = {name: _filled(value, numbers) for name, value in body.items()}
    response: Response = getattr(client, method)(path.format_map(numbers), filled)
    return response


def _filled(value: str, numbers: dict[str, int]) -> str | int:
    return numbers[value[1:-1]] if value.startswith("{") else value


def without_request_id(response: Response) -> dict[str, Any]:
    error = response.json()["error"]  # type: ignore[attr-defined]
    return {name: value for name, value in error.items() if name != "request_id"}
