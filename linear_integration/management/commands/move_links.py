"""`manage.py move_links --from OLD`: after FRONTEND_URL has changed, links in Linear lead to it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from linear_integration.linear.errors import LinearError
from linear_integration.relocation import connected_workspaces, relocate_links


class Command(BaseCommand):
    help = "Let the links in Linear that lead to an old FRONTEND_URL lead to the one of now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what FRONTEND_URL was before."""
        parser.add_argument("--from", required=True, dest="base_url", metavar="OLD_FRONTEND_URL")

    def handle(self, *args: Any, base_url: str, **options: Any) -> None:
        """Print a line for each workspace; exit with 1 if Linear did not answer for one of them."""
        base_url = _checked(base_url)
        failed = 0
        for workspace in connected_workspaces():
            name = f"{workspace.account.name}, {workspace.name}"
            try:
                count = relocate_links(workspace, base_url=base_url)
            except LinearError as error:
                self.stderr.write(f"{name}: {error}")
                failed += 1
            else:
                self.stdout.write(f"{name}: {count} links are being moved by the worker.")
        if failed:
            raise CommandError("Run it again: what is under way is not done twice.")


def _checked(base_url: str) -> str:
    address = urlsplit(base_url)
    if not address.netloc or address.scheme not in ("http", "https"):
        raise CommandError("--from takes what FRONTEND_URL was, such as https://old.example.com.")
    base_url = base_url.rstrip("/")
    if base_url == settings.FRONTEND_URL:
        raise CommandError("That is FRONTEND_URL as it is now: set the new one first.")
    return base_url
