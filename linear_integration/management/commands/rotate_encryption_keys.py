"""`manage.py rotate_encryption_keys`: after a new key was put first in ENCRYPTION_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from linear_integration.encryption import DecryptionError, rotate_all


class Command(BaseCommand):
    help = "Encrypt every stored secret anew with the first of ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Re-encrypt; the old keys can be taken out of ENCRYPTION_KEYS afterwards."""
        try:
            rows = rotate_all()
        except DecryptionError as error:
            raise CommandError(f"{error} Put the key that wrote it back in.") from error
        self.stdout.write(f"{rows} rows are encrypted with the first key.")
