"""Each kind of event that Linear offers has a place here."""

import pytest

from linear_integration.connection.own_webhooks import RESOURCE_TYPES
from linear_integration.inbound.handlers import EVENT_HANDLERS, IGNORED_TYPES, known_types
from linear_integration.sandbox.webhooks import subscriptions

# Of these an app is told, whose webhook is that of the OAuth application.
ONLY_APPS = {"AgentSessionEvent", "AppUserNotification", "OAuthApp", "PermissionChange"}


def test_a_webhook_of_our_own_asks_for_all_that_something_is_done_with() -> None:
    assert set(RESOURCE_TYPES) == EVENT_HANDLERS.keys() - ONLY_APPS


def test_every_kind_that_linear_offers_is_known() -> None:
    assert set(subscriptions.RESOURCE_TYPES) <= set(known_types())


@pytest.mark.parametrize("kind", sorted(EVENT_HANDLERS))
def test_no_kind_is_both_handled_and_ignored(kind: str) -> None:
    assert kind not in IGNORED_TYPES
