"""`manage.py rotate_encryption_keys`: after a new key was put first in ENCRYPTION_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linear_integration.connection import readable
from linear_integration.encryption import DecryptionError, rotate_all


class Command(BaseCommand):
    help = "Encrypt every stored secret anew with the first of ENCRYPTION_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do when a key is lost."""
        parser.add_argument(
            "--give-up-unreadable",
            action="store_true",
            help="a key is lost: forget the tokens that it wrote, and ask to connect again",
        )

    def handle(self, *args: Any, give_up_unreadable: bool = False, **options: Any) -> None:
        """Re-encrypt; the old keys can be taken out of ENCRYPTION_KEYS afterwards."""
        if give_up_unreadable:
            given_up = readable.give_up_unreadable()
            self.stdout.write(f"{given_up} connections have to be made again.")
        try:
            rows = rotate_all()
        except DecryptionError as error:
            raise CommandError(
                f"{error} Put the key that wrote it back in, or --give-up-unreadable."
            ) from error
        self.stdout.write(f"{rows} rows are encrypted with the first key.")
