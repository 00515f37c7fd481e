"""Webhooks as an administrator keeps them through the API."""

from typing import Any

import pytest

from .process import GLOBEX, Linear
from .webhooks import CREATE_WEBHOOK, create_webhook

URL = "http://receiver.example/linear"
GOOD = {"url": URL, "resourceTypes": ["Issue"], "allPublicTeams": True}
LIST = "{ webhooks { nodes { id url label enabled resourceTypes secret team { key } } } }"
UPDATE = (
    "mutation($id: String!, $input: WebhookUpdateInput!)"
    " { webhookUpdate(id: $id, input: $input) { webhook { url label enabled resourceTypes } } }"
)


def test_a_webhook_is_made_listed_changed_and_deleted(linear: Linear) -> None:
    webhook_id = "5b0f2b0e-1f6c-4c7e-9b39-0d4a1c7b2a10"
    made = create_webhook(
        linear, URL, id=webhook_id, label="Bridge", teamId="ENG", resourceTypes=["Issue", "Comment"]
    )
    assert made["id"] == webhook_id
    assert (made["team"], made["allPublicTeams"], made["enabled"]) == ({"key": "ENG"}, False, True)
    assert made["creator"]["name"]
    assert made["failures"] == []
    change = {"id": webhook_id, "input": {"enabled": False, "label": None, "url": f"{URL}/2"}}
    changed = linear.ask(UPDATE, change)["webhookUpdate"]["webhook"]
    kinds = ["Issue", "Comment"]
    assert changed == {"url": f"{URL}/2", "label": None, "enabled": False, "resourceTypes": kinds}
    (listed,) = linear.ask(LIST)["webhooks"]["nodes"]
    assert listed["url"] == f"{URL}/2"
    delete = "mutation($id: String!) { webhookDelete(id: $id) { success entityId } }"
    answer = linear.ask(delete, {"id": webhook_id})["webhookDelete"]
    assert answer == {"success": True, "entityId": webhook_id}
    assert linear.ask(LIST)["webhooks"]["nodes"] == []


def test_a_secret_is_made_up_when_none_is_given(linear: Linear) -> None:
    first = create_webhook(linear, URL, secret=None)["secret"]
    assert first.startswith("lin_wh_")
    assert create_webhook(linear, URL, secret=None)["secret"] != first
    assert create_webhook(linear, URL, secret="my own")["secret"] == "my own"


@pytest.mark.parametrize(
    "wrong",
    [
        {"resourceTypes": ["Issue", "Isue"]},
        {"resourceTypes": []},
        {"url": "ftp://receiver.example"},
        {"url": "http://receiver.example:99999"},
        {"url": "receiver.example"},
        {"allPublicTeams": None},
        {"id": "1"},
        {"teamId": "NONE"},
    ],
)
def test_what_makes_no_sense_is_refused(linear: Linear, wrong: dict[str, Any]) -> None:
    error = linear.refusal(CREATE_WEBHOOK, {"input": {**GOOD, **wrong}})
    assert error["extensions"]["type"] == "invalid input"
    assert linear.ask(LIST)["webhooks"]["nodes"] == []


def test_an_app_may_not_keep_webhooks(linear: Linear) -> None:
    key = linear.app_key()
    for document, variables in ((CREATE_WEBHOOK, {"input": GOOD}), (LIST, {})):
        error = linear.refusal(document, variables, key=key)
        assert error["message"] == "Invalid role: admin required"
        assert error["extensions"]["type"] == "forbidden"


def test_another_workspaces_webhook_is_out_of_reach(linear: Linear) -> None:
    webhook_id = create_webhook(linear, URL)["id"]
    assert linear.ask(LIST, key=GLOBEX)["webhooks"]["nodes"] == []
    change = {"id": webhook_id, "input": {"enabled": False}}
    assert linear.refusal(UPDATE, change, key=GLOBEX)["message"] == "Entity not found: Webhook"
