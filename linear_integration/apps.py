"""The Linear side of the bridge."""

from django.apps import AppConfig


class LinearIntegrationConfig(AppConfig):
    name = "linear_integration"
    verbose_name = "Linear integration"
