"""What stands in our database before the callers come: `python -m tests.bench.seed`.

Run with the settings of the program under measurement. It prints the display_ids of the
conversations in which Bob, the agent with the token `TOKEN`, may work.
"""

import json
import os
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridge.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (Django has to be set up first)
from pydantic import TypeAdapter  # noqa: E402

from conversations.conversations import create_conversation  # noqa: E402
from conversations.models import Conversation, Membership  # noqa: E402
from conversations.tokens import store_token  # noqa: E402
from linear_integration.cards import store_card  # noqa: E402
from linear_integration.connection.application import oauth_application  # noqa: E402
from linear_integration.connection.connecting import connect_with_tokens  # noqa: E402
from linear_integration.linear.types import Issue  # noqa: E402
from linear_integration.models import IssueLink, Workspace  # noqa: E402

from ..cast import build_cast  # noqa: E402
from .contenders import TOKEN  # noqa: E402
from .upstream import ISSUES, issue_card, issue_id  # noqa: E402

CONVERSATIONS = 500  # of three issues each
# The sandbox takes no other; the stand-in takes any.
REFRESH_TOKEN = "lin_refresh_demo_acme"


def main() -> None:
    """Make the tables, the cast and its connection to Linear, and Bob's conversations."""
    call_command("migrate", verbosity=0)
    cast = build_cast()
    store_token(cast.bob, "bench", TOKEN)
    member = Membership.objects.get(user=cast.alice, account=cast.acme_support)
    hook = connect_with_tokens(member, tokens=oauth_application().refresh(REFRESH_TOKEN))
    conversations = [
        create_conversation(
            cast.acme_support, inbox=cast.website, contact=cast.contact, subject="The export fails"
        )
        for _ in range(CONVERSATIONS)
    ]
    for number in range(ISSUES):
        _link(hook.workspace, conversations[number % CONVERSATIONS], number)
    print(json.dumps([each.display_id for each in conversations]))  # noqa: T201


def _link(workspace: Workspace, conversation: Conversation, number: int) -> None:
    values = issue_card(issue_id(number), number, "The export fails in March")
    card = TypeAdapter(Issue).validate_python(values)
    IssueLink.objects.create(
        conversation=conversation, issue=store_card(workspace, card), link_id=uuid.uuid4()
    )


if __name__ == "__main__":
    main()
