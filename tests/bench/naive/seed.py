"""What the naive views find: tables, a user, linked issues. `python -m tests.bench.naive.seed`."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.naive.settings"
django.setup()

from django.contrib.auth.models import User  # noqa: E402 (Django has to be set up first)
from django.core.management import call_command  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

from ..contenders import TOKEN  # noqa: E402
from ..upstream import ISSUES, ORGANIZATION_ID, issue_card, issue_id  # noqa: E402
from .models import Issue, IssueLink, Workspace  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0, run_syncdb=True)
    Token.objects.create(key=TOKEN, user=User.objects.create_user("bob"))
    workspace = Workspace.objects.create(linear_id=ORGANIZATION_ID)
    for number in range(ISSUES):
        card = issue_card(issue_id(number), number, "The export fails in March")
        issue = Issue.objects.create(workspace=workspace, linear_id=card["id"], card=card)
        IssueLink.objects.create(issue=issue, conversation_id=number)
