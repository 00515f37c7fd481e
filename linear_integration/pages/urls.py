"""The pages with which Linear is connected, by administrators and people, and the way back."""

from django.urls import path

from . import (
    automations,
    callback,
    comparison,
    deliveries,
    embed,
    embedding,
    inbox_defaults,
    integrations,
    mentions,
    operations,
    person,
    settings,
    webhooks,
)

SETTINGS = "app/accounts/<int:account_id>/settings"
INTEGRATIONS = f"{SETTINGS}/integrations"
LINEAR = f"{INTEGRATIONS}/linear"
PERSON = "app/accounts/<int:account_id>/linear"
DELIVERY = f"{LINEAR}/deliveries/<int:delivery_id>"
MENTIONS = "app/accounts/<int:account_id>/linear/mentions"
INBOX = f"{LINEAR}/defaults/<int:inbox_id>"

urlpatterns = [
    # First, as no other is asked as often.
    path("linear/webhooks", webhooks.of_the_application, name="linear-webhooks"),
    path("linear/webhooks/<uuid:key>", webhooks.of_a_hook, name="linear-webhooks-of-a-hook"),
    path(INTEGRATIONS, integrations.integrations, name="integrations"),
    path(LINEAR, settings.show, name="linear-settings"),
    path(f"{LINEAR}/connect", settings.connect, name="linear-connect"),
    path(f"{LINEAR}/api_key", settings.api_key, name="linear-api-key"),
    path(f"{LINEAR}/<int:hook_id>/test", settings.test, name="linear-test"),
    path(
        f"{LINEAR}/<int:hook_id>/enable_webhook",
        settings.enable_webhook,
        name="linear-enable-webhook",
    ),
    path(f"{LINEAR}/<int:hook_id>/comparison", comparison.show, name="linear-comparison"),
    path(f"{LINEAR}/<int:hook_id>/compare", comparison.begin, name="linear-compare"),
    path(f"{LINEAR}/<int:hook_id>/disconnect", settings.disconnect, name="linear-disconnect"),
    path(f"{LINEAR}/defaults", inbox_defaults.listing, name="linear-defaults"),
    path(INBOX, inbox_defaults.edit, name="linear-inbox-defaults"),
    path(f"{INBOX}/clear", inbox_defaults.clear, name="linear-clear-defaults"),
    path(f"{LINEAR}/automations", automations.show, name="linear-automations"),
    path(f"{LINEAR}/operations", operations.listing, name="linear-operations"),
    path(
        f"{LINEAR}/operations/<uuid:operation_id>/try_again",
        operations.try_again,
        name="linear-try-again",
    ),
    path(f"{LINEAR}/deliveries", deliveries.listing, name="linear-deliveries"),
    path(
        f"{LINEAR}/deliveries/replay_parked",
        deliveries.replay_all_parked,
        name="linear-replay-parked",
    ),
    path(DELIVERY, deliveries.show, name="linear-delivery"),
    path(f"{DELIVERY}/replay", deliveries.replay_one, name="linear-replay"),
    path(MENTIONS, mentions.listing, name="linear-mentions"),
    path(f"{MENTIONS}/<int:app_notification_id>/link", mentions.link, name="linear-link-mention"),
    path(f"{SETTINGS}/embedding", embedding.show, name="embedding"),
    path(f"{SETTINGS}/embedding/remove", embedding.remove, name="embedding-remove"),
    path("embed/conversations/<int:display_id>", embed.show, name="embed"),
    path(PERSON, person.show, name="linear-person"),
    path(f"{PERSON}/<int:hook_id>/connect", person.connect, name="linear-person-connect"),
    path(f"{PERSON}/<int:hook_id>/disconnect", person.disconnect, name="linear-person-disconnect"),
    path("linear/callback", callback.callback, name="linear-callback"),
]
