"""What the pages say of our own webhook, which somebody in Linear has changed."""

import httpx

from ..isolation import table
from .demo import Demo
from .places import UMBRA
from .sight import Sight

KEY = "lin_api_demo_globex"
LIST = "{ webhooks { nodes { id } } }"
CHANGE = """
mutation ($id: String!, $input: WebhookUpdateInput!) {
  webhookUpdate(id: $id, input: $input) { success }
}
"""


def _disable(demo: Demo) -> None:
    """Disable the workspace's webhooks in Linear, and let the bridge find out."""
    _change(demo, enabled=False)
    _test_connection(demo)


def _send_elsewhere(demo: Demo) -> None:
    """Give the workspace's webhooks another address in Linear, which refuses to change it back."""
    _change(demo, enabled=True, url="https://old.example.com/linear/webhooks/1")
    demo.sandbox.add_fault(match={"field": "webhookUpdate"}, action="internal_error", times=None)
    _test_connection(demo)


def _change(demo: Demo, **given: object) -> None:
    for webhook in _ask(demo, LIST)["webhooks"]["nodes"]:
        _ask(demo, CHANGE, id=webhook["id"], input=given)


def _ask(demo: Demo, query: str, **variables: object) -> dict[str, dict[str, list[dict[str, str]]]]:
    answer = httpx.post(
        f"{demo.sandbox.url}/graphql",
        json={"query": query, "variables": variables},
        headers={"Authorization": KEY},
    )
    data: dict[str, dict[str, list[dict[str, str]]]] = answer.raise_for_status().json()["data"]
    return data


def _test_connection(demo: Demo) -> None:
    with demo.linear(UMBRA, "Hana") as api:
        api.post("/check").raise_for_status()


OWN_WEBHOOKS = [
    Sight(
        "linear-settings-webhook-disabled",
        table.LINEAR_PAGE,
        "Hana",
        {"account_id": UMBRA},
        arrange=_disable,
    ),
    Sight(
        "linear-settings-webhook-elsewhere",
        table.LINEAR_PAGE,
        "Hana",
        {"account_id": UMBRA},
        arrange=_send_elsewhere,
        harms_linear=True,
    ),
    Sight(
        "linear-operations-webhook",
        f"{table.LINEAR_PAGE}/operations",
        "Hana",
        {"account_id": UMBRA},
    ),
]
