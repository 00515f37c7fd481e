"""The project as an app: its system checks and commands."""

from django.apps import AppConfig


class BridgeConfig(AppConfig):
    name = "bridge"

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401
