"""What tests of webhooks share: making one, and looking at its deliveries."""

from typing import Any

from .process import ACME, Linear
from .receiver import wait_until

SECRET = "shared with the receiver"
CREATE_WEBHOOK = (
    "mutation($input: WebhookCreateInput!) { webhookCreate(input: $input) { success webhook"
    " { id url label secret enabled resourceTypes allPublicTeams team { key } creator { name }"
    " failures { id } } } }"
)
FAILURES = (
    "query($id: String!) { webhook(id: $id) { enabled failures"
    " { executionId httpStatus responseOrError url createdAt webhook { id } } } }"
)


def create_webhook(linear: Linear, url: str, *, key: str = ACME, **given: Any) -> dict[str, Any]:
    """Make a webhook for issues of all public teams unless told otherwise."""
    values = {"url": url, "resourceTypes": ["Issue"], "secret": SECRET, **given}
    if "teamId" not in given:
        values.setdefault("allPublicTeams", True)
    data = linear.ask(CREATE_WEBHOOK, {"input": values}, key=key)
    webhook: dict[str, Any] = data["webhookCreate"]["webhook"]
    return webhook


def deliveries(linear: Linear) -> list[dict[str, Any]]:
    """Return the deliveries, the oldest first."""
    found: list[dict[str, Any]] = linear.get("deliveries")
    return found


def wait_for_attempts(linear: Linear, *numbers: int) -> None:
    """Wait until the deliveries have been attempted so often, each."""

    def is_met() -> bool:
        return [len(delivery["attempts"]) for delivery in deliveries(linear)] == list(numbers)

    wait_until(is_met, f"{numbers} attempts")


def wait_for_status(linear: Linear, *statuses: str) -> list[dict[str, Any]]:
    """Wait until the deliveries stand so, and return them."""

    def is_met() -> bool:
        return [delivery["status"] for delivery in deliveries(linear)] == list(statuses)

    wait_until(is_met, f"{statuses}")
    return deliveries(linear)
