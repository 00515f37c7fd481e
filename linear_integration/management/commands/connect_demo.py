"""`manage.py connect_demo`: the demo's first account, connected to the sandbox's workspace."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conversations.models import Membership
from linear_integration.connection.application import oauth_application
from linear_integration.connection.connecting import connect_with_tokens
from linear_integration.linear.errors import LinearError
from linear_integration.models import Hook

# The sandbox comes with an installation of the demo's application in its workspace Acme.
REFRESH_TOKEN = "lin_refresh_demo_agent"  # noqa: S105 (a demo's, good for nothing else)


class Command(BaseCommand):
    help = "Connect account 1 of the demo to the sandbox's workspace Acme."

    def handle(self, *args: Any, **options: Any) -> None:
        """Connect once, and again when the sandbox has forgotten us; not after a disconnect."""
        if not settings.DEMO:
            raise CommandError("This is not a demo: set DEMO=1 if it is meant to be one.")
        member = Membership.objects.get(account_id=1, role=Membership.Role.ADMINISTRATOR)
        known = member.account.linear_workspaces
        refused = [Hook.Status.REAUTHORIZE, Hook.Status.REMOVED]
        if known.exists() and not known.filter(hook__status__in=refused).exists():
            return
        try:
            connect_with_tokens(member, tokens=oauth_application().refresh(REFRESH_TOKEN))
        except LinearError as error:
            raise CommandError(f"The sandbox did not connect: {error}") from error
