"""The pages with which an administrator connects Linear, and the way back from Linear."""

from django.urls import path

from . import callback, settings

INTEGRATIONS = "app/accounts/<int:account_id>/settings/integrations"
LINEAR = f"{INTEGRATIONS}/linear"

urlpatterns = [
    path(INTEGRATIONS, settings.integrations, name="integrations"),
    path(LINEAR, settings.show, name="linear-settings"),
    path(f"{LINEAR}/connect", settings.connect, name="linear-connect"),
    path(f"{LINEAR}/api_key", settings.api_key, name="linear-api-key"),
    path(f"{LINEAR}/<int:hook_id>/test", settings.test, name="linear-test"),
    path(f"{LINEAR}/<int:hook_id>/disconnect", settings.disconnect, name="linear-disconnect"),
    path("linear/callback", callback.callback, name="linear-callback"),
]
