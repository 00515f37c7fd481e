"""The naive view's tables, and its one user: `python -m tests.bench.naive.seed`."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.naive.settings"
django.setup()

from django.contrib.auth.models import User  # noqa: E402 (Django has to be set up first)
from django.core.management import call_command  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

from ..contenders import TOKEN  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0, run_syncdb=True)
    Token.objects.create(key=TOKEN, user=User.objects.create_user("bob"))
