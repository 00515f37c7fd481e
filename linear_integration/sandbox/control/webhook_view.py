"""What the control page shows of webhooks: who is told, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..sandbox import Sandbox
from ..state.store import Row
from ..webhooks.application import application_webhook


def webhooks(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    """Go through the application's webhook and the workspaces' own."""
    application = application_webhook(sandbox.store)
    if application:
        yield {**_values(application), "owner": "The application"}
    for row in sandbox.store.rows("Webhook"):
        organization = sandbox.store.tables["Organization"][row["organizationId"]]
        team = sandbox.store.find("Team", row["teamId"])
        teams = team["key"] if team else "all public teams"
        yield {**_values(row), "owner": f"{organization['name']}, {teams}"}


def application_form(sandbox: Sandbox) -> dict[str, str]:
    """Fill the form that sets the application's webhook."""
    webhook = application_webhook(sandbox.store) or {"url": "", "secret": ""}
    return {"webhook_url": webhook["url"], "webhook_secret": webhook["secret"]}


def deliveries(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the deliveries for the page, the newest first."""
    return [
        {
            **delivery,
            "clock": delivery["queued_at"][11:23],
            "event": f"{delivery['type']} {delivery['action']}",
            "answers": ", ".join(map(_answer, delivery["attempts"])) or "none yet",
            "next": delivery["next_attempt_at"] or "",
        }
        for delivery in sandbox.sender.log.as_list()[::-1]
    ]


def _values(webhook: Row) -> dict[str, Any]:
    state = "enabled" if webhook["enabled"] else "disabled"
    failures = webhook["failuresInARow"]
    return {
        "url": webhook["url"],
        "kinds": ", ".join(webhook["resourceTypes"]),
        "state": f"{state}, {failures} failures in a row" if failures else state,
    }


def _answer(attempt: dict[str, Any]) -> str:
    text = str(attempt["status"] or attempt["answer"])
    return f"{text} ({attempt['mode']})" if attempt["mode"] else text
