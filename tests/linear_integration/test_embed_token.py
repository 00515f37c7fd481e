"""POST embed_token: what shows a conversation's sidebar in a page of another helpdesk's."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from conversations.embed_tokens import LIFETIME_SECONDS
from conversations.embedding_origins import allow_origin
from conversations.models import Account, Conversation, User

from ..conftest import ApiFactory

ORIGIN = "https://desk.example.com"


@pytest.fixture(autouse=True)
def _allowed(acme_support: Account) -> None:
    allow_origin(acme_support, ORIGIN)
    acme_support.refresh_from_db()


def asked(client: Any, conversation: Conversation, origin: str = ORIGIN) -> Any:
    path = f"/api/v1/accounts/{conversation.account_id}/integrations/linear/embed_token"
    return client.post(path, {"conversation_id": conversation.display_id, "origin": origin})


def test_a_token_opens_the_frame_for_a_quarter_of_an_hour(
    api: ApiFactory, bob: User, conversation: Conversation
) -> None:
    response = asked(api(bob), conversation)
    assert response.status_code == 201
    given = response.json()["data"]
    assert given["url"].startswith(
        f"http://localhost:8000/embed/conversations/{conversation.display_id}?token="
    )
    left = datetime.fromisoformat(given["expires_at"]) - timezone.now()
    assert timedelta(0) < left <= timedelta(seconds=LIFETIME_SECONDS)
    assert api(None).get(given["url"]).status_code == 200
    path = f"/api/v1/accounts/{conversation.account_id}/integrations/linear"
    assert (
        api(None).get(path, headers={"Authorization": f"Embed {given['token']}"}).status_code == 200
    )


@pytest.mark.parametrize(
    "origin", ["https://evil.example.com", f"{ORIGIN}:8443", f"{ORIGIN}/", "*", "null"]
)
def test_an_address_that_is_not_on_the_list_is_refused_with_what_to_do(
    api: ApiFactory, bob: User, conversation: Conversation, origin: str
) -> None:
    response = asked(api(bob), conversation, origin)
    assert response.status_code == 422
    assert response.json()["error"]["fields"] == {
        "origin": ["Not allowed: an administrator can add it under Settings > Embedding."]
    }


def test_a_token_begets_no_other(api: ApiFactory, bob: User, conversation: Conversation) -> None:
    token = asked(api(bob), conversation).json()["data"]["token"]
    client = api(None)
    client.credentials(HTTP_AUTHORIZATION=f"Embed {token}")
    assert asked(client, conversation).status_code == 401
