"""`manage.py messages`: bring locale/ up to date with the strings in the code, and compile it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

# What people of the product don't read, or what isn't ours.
IGNORED = [
    ".venv*",
    "node_modules",
    "var",
    "tests",
    "sandbox",
    "docs",
    "docker",
    "static_collected",
]


class Command(BaseCommand):
    """Writes the .po files anew, where translators work, and the .mo files, which are served.

    Needs the programs of GNU gettext.
    """

    help = "Collect the strings for people into locale/*/LC_MESSAGES/*.po and compile them."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect and compile every language but the one that the strings are written in."""
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        quiet = {"verbosity": 0, "locale": languages, "ignore_patterns": IGNORED}
        for domain in ("django", "djangojs"):
            call_command(
                "makemessages",
                domain=domain,
                no_wrap=True,
                no_obsolete=True,
                add_location="file",
                **quiet,
            )
        call_command("compilemessages", **quiet)
