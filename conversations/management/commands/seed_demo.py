"""`manage.py seed_demo`: fills a demo's empty database; a second run changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from ...demo.seed import NotADemo, is_seeded, seed


class Command(BaseCommand):
    """Seeds the demo."""

    help = "Fill an empty database with the demo's accounts, people and conversations."

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Seed, or say why not."""
        if not settings.DEMO:
            raise CommandError("This is no demo: seed_demo works only with DEMO=1.")
        if is_seeded():
            self.stdout.write("The demo is there already.")
            return
        try:
            seed(timezone.now())
        except NotADemo as error:
            raise CommandError(
                "This database holds users or accounts that are not the demo's: nothing was seeded."
            ) from error
        self.stdout.write("The demo is seeded.")
