"""`manage.py feature enable|disable NAME --account ID`: switch a feature of an account."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from conversations.models import Account
from linear_integration.features import FEATURE


class Command(BaseCommand):
    help = "Switch a feature on or off for an account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the switch, the feature's name and the account."""
        parser.add_argument("action", choices=["enable", "disable"])
        parser.add_argument("name", choices=[FEATURE])
        parser.add_argument("--account", type=int, required=True, help="the account's id")

    @transaction.atomic
    def handle(self, *args: Any, action: str, name: str, account: int, **options: Any) -> None:
        """Write the account's features."""
        row = Account.objects.select_for_update().filter(pk=account).first()
        if row is None:
            raise CommandError(f"There is no account {account}.")
        features = set(row.features) - {name} | ({name} if action == "enable" else set())
        row.features = sorted(features)
        row.save(update_fields=["features"])
        self.stdout.write(f"{name} is {'on' if name in features else 'off'} for {row.name}.")
