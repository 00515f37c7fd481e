"""`manage.py check_linear`: what keeps the Linear integration from working, and what to do."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conversations.models import Account
from linear_integration.diagnosis import Finding, examine_account, examine_installation


class Command(BaseCommand):
    help = "Check every precondition of the Linear integration and say what to do."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one account; without it, all are checked."""
        parser.add_argument("--account", type=int, help="the account's id (default: all)")

    def handle(self, *args: Any, account: int | None = None, **options: Any) -> None:
        """Print a line for each check; exit with 1 if one fails."""
        accounts = Account.objects.order_by("pk")
        if account is not None:
            accounts = accounts.filter(pk=account)
            if not accounts:
                raise CommandError(f"There is no account {account}.")
        failed = self._print(examine_installation())
        for each in accounts:
            self.stdout.write(f"\n{each.name} (account {each.pk})")
            failed += self._print(examine_account(each))
        if failed:
            raise CommandError(f"{failed} of the checks failed.")

    def _print(self, findings: Iterable[Finding]) -> int:
        failed = 0
        for finding in findings:
            mark = self.style.SUCCESS("ok  ") if finding.is_met else self.style.ERROR("FAIL")
            self.stdout.write(f"{mark} {finding.text}")
            if not finding.is_met:
                failed += 1
                self.stdout.write(f"     {finding.advice}")
        return failed
